import { type Decimal, dec } from '../../money.ts';
import type { ReadContext, Reading, Signal, Update } from '../reading.ts';
import { applyTaught, sideWritten } from './applyTaught.ts';
import type { Piece, Place } from './fieldLines.ts';
import type { FormatLine, PlaceRole, SingleRole, Taught, Teaching } from './format.ts';
import type { Cuts, Written } from './formatOf.ts';
import { rolesOfList, shortened } from './listRoles.ts';

/**
 * What a correction teaches of a format: what the number at each place is, which coin and which side
 * are meant. Null when the places can't tell it, or when what they tell of this very message is not
 * what was said of it: then nothing is learned, and the next such message is asked about again.
 */
export function teachingOf(
  cuts: Cuts,
  readings: readonly Reading[],
  said: readonly Reading[],
  context: ReadContext = {},
): Teaching | null {
  const [first, ...others] = said;
  if (!first || others.some(({ kind }) => kind !== first.kind)) return null;
  const written = first.kind === 'update' ? cuts.instruction : cuts.order;
  if (!written) return null;
  const updates = said.filter((reading) => reading.kind === 'update');
  const teaching =
    first.kind === 'signal' && others.length === 0
      ? orderTaught(written, readings, first)
      : first.kind === 'update'
        ? instructionTaught(written, readings, updates)
        : null;
  if (!teaching) return null;
  const applied = applyTaught(written, [teaching], readings, context);
  return applied && saysTheSame(applied, said) ? teaching : null;
}

/** A teaching made of what its owner says each place is, coin and side as they are read. */
export function withRoles(
  { format }: Written,
  roles: readonly (readonly PlaceRole[])[],
  taught: Taught,
): Teaching {
  const lines = format.lines.map((line, i) => ({
    ...line,
    places: (roles[i] ?? line.places).map((role) => {
      const each = rolesOfList(role);
      return each ? shortened(each) : role;
    }),
  }));
  return { format: { ...format, lines }, said: 'taught', taught };
}

function orderTaught(
  written: Written,
  readings: readonly Reading[],
  said: Signal,
): Teaching | null {
  const { format, lines } = written;
  const read = readings.find(({ kind }) => kind === 'signal' || kind === 'unclear');
  const partial = read?.kind === 'signal' ? read : read?.kind === 'unclear' ? read.partial : null;
  const coins = lines.flatMap((line) => line.coins);
  const coin =
    partial?.symbol === said.symbol
      ? null
      : coins.findIndex(({ ticker }) => ticker.base === said.symbol);
  if (coin === -1) return null;
  const told = partial?.side ?? sideWritten(lines);
  const side = told === said.side ? null : said.side;
  // What is written may be the other side next time.
  if (side && lines.some((line) => line.sides.length > 0)) return null;
  return {
    format: { ...format, lines: rolesTold(written, (piece, unit) => roleIn(said, piece, unit)) },
    said: 'taught',
    taught: { coin, side },
  };
}

function instructionTaught(
  written: Written,
  readings: readonly Reading[],
  said: readonly Update[],
): Teaching | null {
  const [first] = said;
  if (!first) return null;
  const read = readings.find((reading): reading is Update => reading.kind === 'update');
  const coins = written.lines.flatMap((line) => line.coins);
  const coin =
    first.symbol === null || read?.symbol === first.symbol
      ? null
      : coins.findIndex(({ ticker }) => ticker.base === first.symbol);
  if (coin === -1) return null;
  const prices = said.flatMap(({ price }) => (price === undefined ? [] : [dec(price)]));
  const parts = said.flatMap(({ percent }) => (percent === undefined ? [] : [dec(percent)]));
  const lines = rolesTold(written, (piece, unit) => {
    if (unit === 'percent' && isAmong(piece, parts)) return 'part';
    return unit === 'price' && isAmong(piece, prices) ? 'price' : 'nothing';
  });
  return {
    format: { ...written.format, lines },
    said: 'taught',
    taught: { coin, side: null, actions: said.map(({ action }) => action) },
  };
}

function rolesTold(
  { format, lines }: Written,
  roleOf: (piece: Piece, unit: Place['unit']) => SingleRole,
): FormatLine[] {
  return format.lines.map(({ key, places }) => {
    const same = lines.filter((line) => line.key === key);
    return {
      key,
      places: places.map((_, i) => {
        const told = same.map((line) => {
          const place = line.places[i];
          const roles = place?.numbers.map((piece) => roleOf(piece, place.unit)) ?? [];
          return roles.every((role) => role === roles[0])
            ? (roles[0] ?? 'nothing')
            : shortened(roles);
        });
        return told.reduce((a, b) => (a === b ? a : 'mixed'));
      }),
    };
  });
}

function roleIn(said: Signal, piece: Piece, unit: Place['unit']): SingleRole {
  const percents = said.targets.flatMap((target) =>
    'percent' in target ? [dec(target.percent)] : [],
  );
  if (unit === 'percent') {
    const stop = said.stop && 'percent' in said.stop ? [dec(said.stop.percent)] : [];
    if (isAmong(piece, percents)) return 'target';
    return isAmong(piece, stop) ? 'stop' : 'nothing';
  }
  const leverage = said.leverage === null ? [] : [dec(said.leverage)];
  // "5-10x": both ends are the leverage.
  if (unit === 'times') return leverage.length > 0 ? 'leverage' : 'nothing';
  const targets = said.targets.flatMap((target) => ('price' in target ? [dec(target.price)] : []));
  if (
    isAmong(
      piece,
      said.entry.prices.map((price) => dec(price)),
    )
  )
    return 'entry';
  if (said.stop && 'price' in said.stop && isAmong(piece, [dec(said.stop.price)])) return 'stop';
  if (isAmong(piece, targets)) return 'target';
  return isAmong(piece, leverage) ? 'leverage' : 'nothing';
}

/** The number may be one of these, written out or in thousands. */
function isAmong({ term }: Piece, wanted: readonly Decimal[]): boolean {
  const values = term.number?.values ?? [];
  return wanted.some((one) =>
    values.some(({ value }) => dec(value).eq(one) || dec(value).mul(1000).eq(one)),
  );
}

/** The same coin, side and levels, in whatever order; the same instructions. */
export function saysTheSame(a: readonly Reading[], b: readonly Reading[]): boolean {
  return a.length === b.length && a.every((one) => b.some((other) => isSame(one, other)));
}

function isSame(a: Reading, b: Reading): boolean {
  if (a.kind === 'signal' && b.kind === 'signal')
    return a.symbol === b.symbol && a.side === b.side && sameSet(numbersOf(a), numbersOf(b));
  if (a.kind === 'update' && b.kind === 'update')
    return (
      a.action === b.action &&
      (b.symbol === null || a.symbol === b.symbol) &&
      (b.price === undefined || a.price === undefined || dec(a.price).eq(b.price))
    );
  return false;
}

function numbersOf({ entry, stop, targets }: Signal): string[] {
  return [
    ...entry.prices.map((price) => `entry ${plain(price)}`),
    ...(stop ? [`stop ${'price' in stop ? plain(stop.price) : `${plain(stop.percent)}%`}`] : []),
    ...targets.map((t) => `target ${'price' in t ? plain(t.price) : `${plain(t.percent)}%`}`),
  ];
}

const plain = (value: string): string => dec(value).toFixed();

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [x, y] = [[...new Set(a)].sort(), [...new Set(b)].sort()];
  return x.length === y.length && x.every((one, i) => one === y[i]);
}
