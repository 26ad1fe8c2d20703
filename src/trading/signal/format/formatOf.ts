import type { MessageText, ReadContext, Reading, Span } from '../reading.ts';
import type { Role } from '../vocabulary/roles.ts';
import { cutLines, LABELS, type Line, type Place, type Read } from './fieldLines.ts';
import type { Format, FormatLine, PlaceRole } from './format.ts';

/** A message cut into the lines of its format. */
export type Written = { format: Format; lines: readonly Line[] };

/** A message as an order and as an instruction would be written; null where it can't be one. */
export type Cuts = { order: Written | null; instruction: Written | null };

/** A line with more words beside its label is prose. */
const MOST_WORDS = 9;
/** "Coin: SOL/USDT" and the like. */
const MOST_WORDS_OF_COIN = 2;
/** "Stop loss: none", "Take-profit targets:". */
const MOST_WORDS_OF_LABEL = 4;
/** A message with more lines is no instruction. */
const MOST_LINES = 6;

/** Fields of a reading, as what a number at a place is. */
const ROLE_OF_FIELD: Readonly<Record<string, PlaceRole>> = {
  entry: 'entry',
  stop: 'stop',
  targets: 'target',
  leverage: 'leverage',
  size: 'size',
  price: 'price',
  percent: 'part',
};

/**
 * How a message is written, by what was read in it. An order is the lines of its fields: what was
 * read, what stands under a label, short lines with a number, and `known` lines of its provider,
 * however they were read; prose and advertising beside them don't count, and a message without a
 * field line is none. An instruction is all of its words.
 */
export function cutsOf(
  message: MessageText,
  readings: readonly Reading[],
  context: ReadContext = {},
  known: ReadonlySet<string> = new Set(),
): Cuts {
  const cited = citedIn(readings);
  const read: Read = {
    isCited: (span) => cited.some(({ span: other }) => overlaps(span, other)),
    coins: new Set(readings.flatMap(coinsOf)),
  };
  const lines = cutLines(message, context, read);
  const fields = lines.filter(
    (line) => line.spans.some(read.isCited) || isField(line) || known.has(line.key),
  );
  return {
    order: writtenAs('order', fields, cited),
    instruction: lines.length <= MOST_LINES ? writtenAs('instruction', lines, cited) : null,
  };
}

function writtenAs(
  kind: Format['kind'],
  lines: readonly Line[],
  cited: readonly Cited[],
): Written | null {
  if (lines.length === 0) return null;
  const seen = new Map<string, FormatLine>();
  for (const { key, places: found } of lines) {
    const places = found.map((place) => roleOf(place, cited));
    const before = seen.get(key)?.places;
    seen.set(key, {
      key,
      places: before ? before.map((role, i) => together(role, places[i] ?? role)) : places,
    });
  }
  const keys = [...seen.keys()];
  const key = (kind === 'instruction' ? keys : keys.sort()).join(' / ');
  return { format: { kind, key: `${kind}: ${key}`, lines: [...seen.values()] }, lines };
}

function isField({ words, roles, places, coins }: Line): boolean {
  if (words > MOST_WORDS) return false;
  if (coins.length > 0 && words <= MOST_WORDS_OF_COIN) return true;
  if (places.length > 0) return true;
  return words <= MOST_WORDS_OF_LABEL && [...roles].some((role) => LABELS.has(role));
}

/**
 * The lines name a coin and give prices under the labels of a stop, of targets and of an entry: it
 * looks like an order, even where none could be read.
 */
export function looksLikeOrder({ lines }: Written): boolean {
  const priced = lines.filter(({ places }) => places.some(({ unit }) => unit === 'price'));
  const under = (...roles: Role[]): boolean =>
    priced.some((line) => roles.some((role) => line.roles.has(role)));
  const labelled = [under('stop'), under('target', 'sell'), under('entry', 'buy', 'market')];
  return lines.some(({ coins }) => coins.length > 0) && labelled.filter(Boolean).length > 1;
}

type Cited = { role: PlaceRole | null; span: Span };

function citedIn(readings: readonly Reading[]): Cited[] {
  return readings.flatMap(({ provenance }) =>
    Object.entries(provenance).flatMap(([field, spans]) =>
      spans
        .filter(({ part }) => part.in !== 'repliedTo')
        .map((span) => ({ role: ROLE_OF_FIELD[field] ?? null, span })),
    ),
  );
}

function coinsOf(reading: Reading): string[] {
  if (reading.kind === 'signal' || reading.kind === 'update')
    return reading.symbol ? [reading.symbol] : [];
  return reading.kind === 'unclear' && reading.partial?.symbol ? [reading.partial.symbol] : [];
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end && JSON.stringify(a.part) === JSON.stringify(b.part);
}

/** What the numbers at a place were read as. */
function roleOf({ numbers }: Place, cited: readonly Cited[]): PlaceRole {
  return numbers
    .map(({ span, listed }): PlaceRole => {
      if (listed) return 'mixed';
      const found = cited.find((one) => one.role !== null && overlaps(span, one.span));
      return found?.role ?? 'nothing';
    })
    .reduce(together);
}

const together = (a: PlaceRole, b: PlaceRole): PlaceRole => (a === b ? a : 'mixed');
