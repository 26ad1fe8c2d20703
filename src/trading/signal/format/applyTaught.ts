import { dec } from '../../money.ts';
import type { Level } from '../levels/level.ts';
import { areAllSats, inSats } from '../levels/sats.ts';
import { type LevelRole, type PricedLevel, settleAlone, settleScale } from '../levels/scale.ts';
import { type Levels, objectionTo, sideOfLevels } from '../levels/validate.ts';
import type {
  Provenance,
  ReadContext,
  Reading,
  Side,
  Signal,
  SignalEntry,
  Span,
  StopLevel,
  Update,
} from '../reading.ts';
import type { Piece, Place } from './fieldLines.ts';
import type { PlaceRole, Taught, Teaching } from './format.ts';
import type { Written } from './formatOf.ts';
import { roleOf } from './listRoles.ts';
import { knownLines, lineKey } from './standing.ts';

/** A number of the message, what it is, and how it is written. */
type Told = { piece: Piece; unit: Place['unit']; role: PlaceRole };

const UNTAUGHT: Taught = { coin: null, side: null };

/**
 * Reads a message of a format that was corrected by what its owner said the places are. Null when
 * that gives no order or instruction without a contradiction: levels on the wrong side or out of
 * scale, several stops, a coin or a side that is not said. What stands in none of the lines that
 * were told is for `standingOf`: such a message is new.
 */
export function applyTaught(
  written: Written,
  teachings: readonly Teaching[],
  readings: readonly Reading[],
  context: ReadContext = {},
): Reading[] | null {
  const { format, lines } = written;
  const known = knownLines(teachings);
  const own =
    teachings.findLast(({ said, format: { key } }) => said === 'taught' && key === format.key) ??
    teachings.findLast(
      ({ said, format: other }) =>
        said === 'taught' &&
        other.kind === format.kind &&
        other.lines.some(({ key }) => format.lines.some((line) => line.key === key)),
    );
  const taught = own?.taught ?? UNTAUGHT;
  const told = lines.flatMap(({ key, places }): Told[] => {
    const roles = known.get(lineKey(format, key))?.places ?? [];
    return places.flatMap(({ unit, numbers }, i) =>
      numbers.map((piece, nth) => ({
        piece,
        unit,
        role: roleOf(roles[i] ?? 'mixed', nth, numbers.length),
      })),
    );
  });
  if (told.some(({ role }) => role === 'mixed')) return null;
  const coins = lines.flatMap((line) => line.coins);
  const coin = taught.coin === null ? null : (coins[taught.coin] ?? null);
  if (taught.coin !== null && !coin) return null;
  if (format.kind === 'instruction') return instructed(taught, told, coin, readings, context);
  const signal = ordered(taught, told, coin, lines, readings, context);
  return signal ? [signal] : null;
}

/** The coin that is meant where none was read: the only one that the lines name. */
function onlyCoin(lines: Written['lines']): Coin {
  const [coin, ...others] = lines.flatMap((line) => line.coins);
  const same = others.every(({ ticker }) => ticker.base === coin?.ticker.base);
  return coin !== undefined && same ? coin : null;
}

/** The side that the lines name, when they name one only. */
export function sideWritten(lines: Written['lines']): Side | null {
  const [side, ...others] = lines.flatMap((line) => line.sides.map((piece) => piece.side));
  return side !== undefined && others.every((other) => other === side) ? side : null;
}

type Coin = Written['lines'][number]['coins'][number] | null;

/** The order that the places give. */
function ordered(
  taught: Taught,
  told: readonly Told[],
  chosen: Coin,
  lines: Written['lines'],
  readings: readonly Reading[],
  context: ReadContext,
): Signal | null {
  const read = readings.find(({ kind }) => kind === 'signal' || kind === 'unclear');
  const before =
    read?.kind === 'signal' ? read : read?.kind === 'unclear' ? read.partial : undefined;
  const coin = chosen ?? (before?.symbol ? null : onlyCoin(lines));
  const base = coin?.ticker.base ?? before?.symbol ?? null;
  if (base === null) return null;
  const named = coin?.ticker.quote ?? before?.quote ?? null;
  const provenance: Record<string, Span[]> = {};
  const cite = (field: string, found: readonly Told[]): void => {
    if (found.length > 0) provenance[field] = found.map(({ piece }) => piece.span);
  };
  const of = (role: PlaceRole, unit: Place['unit']): Told[] =>
    told.filter((one) => one.role === role && one.unit === unit);
  cite('entry', of('entry', 'price'));
  cite('stop', [...of('stop', 'price'), ...of('stop', 'percent')]);
  cite('targets', [...of('target', 'price'), ...of('target', 'percent')]);
  cite('leverage', [...of('leverage', 'times'), ...of('leverage', 'price')]);
  if (coin) provenance.symbol = [coin.span];

  const levels = [
    ...levelsOf('entry', of('entry', 'price'), 0),
    ...levelsOf('stop', of('stop', 'price'), 1),
    ...levelsOf('target', of('target', 'price'), 2),
  ];
  const all = levels.map(({ level }) => level);
  const inBitcoin = named === 'BTC' || (read?.kind === 'signal' && read.unit === 'sats');
  const sats = inBitcoin && base !== 'BTC' && areAllSats(all) ? 'all' : null;
  const price = context.prices?.[base];
  const settled = settleScale(levels, {
    base,
    quote: sats ? 'BTC' : named,
    sats,
    ...(price === undefined ? {} : { price }),
    ...(context.hints?.thousandsShorthand ? { thousandsShorthand: true } : {}),
  });
  if ('ambiguous' in settled) return null;
  const pricesOf = (role: LevelRole): PricedLevel[] =>
    settled.levels.filter((level) => level.role === role);
  const stop = stopOf(pricesOf('stop'), of('stop', 'percent'));
  if (stop === 'several') return null;
  const found: Levels = {
    entry: entryAsRead(before?.entry, pricesOf('entry'), of('entry', 'price')),
    stop,
    targets: [
      ...pricesOf('target').map(({ value }) => ({ price: value })),
      ...of('target', 'percent').map(({ piece }) => ({ percent: numberOf(piece) })),
    ],
  };
  const side: Side | null =
    taught.side ?? before?.side ?? sideWritten(lines) ?? sideOfLevels(found);
  if (!side || objectionTo(side, found)) return null;
  const leverages = [...of('leverage', 'times'), ...of('leverage', 'price')].map(({ piece }) =>
    Number(numberOf(piece)),
  );
  const leverage = leverages.length > 0 ? Math.min(...leverages) : null;
  const [size] = of('size', 'percent');
  return {
    kind: 'signal',
    symbol: base,
    quote: sats ? 'BTC' : (named ?? context.hints?.defaultQuote ?? null),
    side,
    market: before?.market ?? (leverage !== null || side === 'short' ? 'futures' : null),
    ...(sats ? { ...inSats(found), unit: 'sats' } : found),
    leverage,
    ...(size ? { size: { risk: numberOf(size.piece) } } : {}),
    inferred: ['as you have taught it for this way of writing'],
    provenance: { ...(read?.provenance.side ? { side: read.provenance.side } : {}), ...provenance },
  };
}

function levelsOf(
  role: LevelRole,
  found: readonly Told[],
  group: number,
): { level: Level; role: LevelRole }[] {
  return found.map(({ piece: { term, ranged } }) => ({
    role,
    level: {
      term,
      kind: 'price',
      join: ranged ? 'range' : null,
      spaced: false,
      numbered: null,
      group,
      beyond: null,
    },
  }));
}

const numberOf = ({ term }: Piece): string => term.number?.values[0]?.value ?? '0';

function stopOf(
  priced: readonly PricedLevel[],
  percents: readonly Told[],
): StopLevel | null | 'several' {
  const prices = new Set(priced.map(({ value }) => value));
  const [price] = prices;
  if (prices.size > 1 || percents.length > 1) return 'several';
  if (price !== undefined) return { price };
  const [percent] = percents;
  return percent ? { percent: numberOf(percent.piece) } : null;
}

/** As it was read, when the prices are the same: only words tell "now" and "once it closes above". */
function entryAsRead(
  read: SignalEntry | undefined,
  priced: readonly PricedLevel[],
  told: readonly Told[],
): SignalEntry {
  const prices = [...new Set(priced.map(({ value }) => value))];
  const same =
    read?.prices.length === prices.length &&
    prices.every((price, i) => dec(price).eq(read.prices[i] ?? '0'));
  if (read && same) return read;
  if (prices.length === 0) return { type: 'market', prices };
  const ranged = prices.length === 2 && told.some(({ piece }) => piece.ranged);
  return { type: ranged ? 'zone' : 'limit', prices };
}

/** The instructions that the sentence gives. */
function instructed(
  { actions = [] }: Taught,
  told: readonly Told[],
  coin: Coin,
  readings: readonly Reading[],
  context: ReadContext,
): Update[] | null {
  const read = readings.find((reading): reading is Update => reading.kind === 'update');
  const symbol = coin?.ticker.base ?? read?.symbol ?? null;
  const pieces = (role: PlaceRole): Piece[] =>
    told.filter((one) => one.role === role).map(({ piece }) => piece);
  const [price, ...otherPrices] = pieces('price');
  const [part] = pieces('part');
  const known = symbol === null ? undefined : context.prices?.[symbol];
  if (otherPrices.length > 0 || actions.length === 0) return null;
  if (actions.includes('move_stop') && !price) return null;
  const spans: Provenance = {
    ...(coin
      ? { symbol: [coin.span] }
      : read?.provenance.symbol
        ? { symbol: read.provenance.symbol }
        : {}),
    ...(read?.provenance.action ? { action: read.provenance.action } : {}),
    ...(price ? { price: [price.span] } : {}),
  };
  return actions.map((action) => ({
    kind: 'update',
    action,
    symbol,
    side: read?.side ?? null,
    ...(price?.term.number && (action === 'move_stop' || action === 'close')
      ? { price: settleAlone(price.term.number, { base: symbol, price: known }) }
      : {}),
    ...(part && action === 'close_part' ? { percent: numberOf(part) } : {}),
    provenance: spans,
  }));
}
