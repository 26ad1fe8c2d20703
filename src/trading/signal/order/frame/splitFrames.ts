import { KNOWN_TICKERS } from '../../vocabulary/assets.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { termsByLine } from '../../words/layout/lines.ts';
import { groupOf } from '../../words/roleGroups.ts';
import { sideOfRole } from '../../words/sides.ts';
import type { Term } from '../../words/terms/term.ts';
import { isSure } from '../../words/tickers/ticker.ts';

/**
 * A new stretch begins with a line that names another coin (or the other side) together with a side
 * or an entry, once the one before has levels of its own or tells of a trade that is on.
 */
export function splitFrames(terms: readonly Term[]): Term[][] {
  const lines = linesOf(terms);
  const frames: Term[][] = [];
  let current: Term[] = [];
  let base: string | null = null;
  let side: Role | null = null;
  let levels = 0;
  let ended = false;
  for (const { line, listed, inRow } of lines) {
    const sure =
      line.find((t, at) => t.ticker && ((isSure(t.ticker) && !t.role) || isNamed(line, at)))
        ?.ticker ?? null;
    const sideTerm = line.find(
      (t) => t.role === 'long' || t.role === 'short' || t.role === 'buy' || t.role === 'sell',
    );
    const sideRole = sideTerm ? sideOfRole(sideTerm.role) : null;
    const opens =
      sideTerm !== undefined ||
      line.some((t) => t.role === 'entry' || t.role === 'limit') ||
      // "② ETH/USDT in 2478, sl 2405, tp 2540": an order in a line, the side over all of them.
      (line.some((t) => t.role === 'stop') && line.some((t) => t.role === 'target'));
    const otherCoin: boolean =
      sure !== null &&
      base !== null &&
      sure.base !== base &&
      (opens || (line.length <= 8 && !line.some((t) => t.role === 'if')));
    const otherSide =
      sideRole !== null &&
      side !== null &&
      sideRole !== side &&
      sideTerm?.role !== 'sell' &&
      sideTerm?.role !== 'buy' &&
      line.some((t) => t.kind === 'number');
    // "Closed SOL." in a line of its own, and then an order for another coin.
    const afterEnd = ended && otherCoin && sideTerm !== undefined;
    if ((levels > 0 && (otherCoin || otherSide || inRow)) || afterEnd) {
      frames.push(current);
      current = [];
      base = otherCoin || inRow ? null : base;
      side = null;
      levels = 0;
      ended = false;
    }
    ended ||= sure !== null && !opens && line.some((t) => ENDED.has(t.role));
    current.push(...line);
    base ??= sure?.base ?? null;
    side ??= sideRole;
    if (
      listed ||
      (line.some(
        (t) => t.role === 'entry' || t.role === 'stop' || t.role === 'target' || t.role === 'limit',
      ) &&
        line.some((t) => t.kind === 'number'))
    )
      levels++;
  }
  if (current.length > 0) frames.push(current);
  return frames;
}

/** Words of what becomes of a trade that is on. */
const ENDED = groupOf('close', 'cancel', 'hit', 'stoppedOut', 'reduce', 'secure');

/** "LONG OP 1.81": a coin that is a word as well, in capitals right behind a side. */
function isNamed(line: readonly Term[], at: number): boolean {
  const { ticker } = line[at] ?? {};
  const known = ticker?.form === 'capitals' && KNOWN_TICKERS.has(ticker.base);
  return known && sideOfRole(line[at - 1]?.role) !== null;
}

/** The lines of a message; one that lists orders ("BTC buy 60000, ETH sell 2500") is several. */
function linesOf(terms: readonly Term[]): { line: Term[]; listed: boolean; inRow?: boolean }[] {
  return termsByLine(terms).flatMap(
    (line): { line: Term[]; listed: boolean; inRow?: boolean }[] => {
      const row = rowOf(line);
      if (row) return row.map((part, at) => ({ line: part, listed: true, inRow: at > 0 }));
      const parts: Term[][] = [[]];
      for (const term of line) {
        parts.at(-1)?.push(term);
        if (term.text === ',' || term.text === ';' || term.text === '|') parts.push([]);
      }
      const orders = parts.filter(
        (part) =>
          part.some((t) => t.ticker && isSure(t.ticker)) &&
          part.some((t) => sideOfRole(t.role) !== null) &&
          !opensWithLevel(part),
      );
      const bases = new Set(
        orders.map((part) => part.find((t) => t.ticker && isSure(t.ticker))?.ticker?.base),
      );
      return orders.length >= 2 && bases.size === orders.length
        ? parts.filter((part) => part.length > 0).map((part) => ({ line: part, listed: true }))
        : [{ line, listed: false }];
    },
  );
}

/** "…, targets 3250 3180. Yesterday's SOL short is closed": the part goes on with the order before it. */
function opensWithLevel(part: readonly Term[]): boolean {
  const first = part.find((t) => t.kind === 'word' && t.role !== 'filler' && t.role !== 'and');
  return first?.role === 'stop' || first?.role === 'target';
}

/** Words of such a row; any other may say that its trades are over, or whose they are. */
const IN_ROW: ReadonlySet<Role> = new Set<Role>([
  'long',
  'short',
  'buy',
  'sell',
  'entered',
  'open',
  'market',
  'stop',
  'at',
  'new',
  'order',
  'filler',
]);

/** "Longs: SOL 187.5 (sl 182.4), LINK 18.02 (sl 17.40)": one side, and behind it coins with levels of their own. */
function rowOf(line: readonly Term[]): Term[][] | null {
  const colon = line.findIndex((t) => t.text === ':');
  if (colon < 0 || !line.slice(0, colon).some((t) => sideOfRole(t.role) !== null)) return null;
  if (!line.every((t) => t.kind !== 'word' || t.ticker || (t.role && IN_ROW.has(t.role))))
    return null;
  const parts: Term[][] = [line.slice(0, colon + 1)];
  for (const [at, term] of line.entries()) {
    if (at <= colon) continue;
    parts.at(-1)?.push(term);
    const next = line[at + 1];
    const parted =
      term.depth === 0 && (term.text === ',' || term.text === ';' || term.text === '|');
    if (parted && next && isCoinWithPrice(line, at + 1)) parts.push([]);
  }
  const own = parts.map((part) => part.filter((t) => t.role === 'stop').length);
  const first = isCoinWithPrice(line, colon + 1);
  return first && parts.length > 1 && own.every((stops) => stops === 1) ? parts : null;
}

function isCoinWithPrice(line: readonly Term[], at: number): boolean {
  const { ticker } = line[at] ?? {};
  const known = ticker !== undefined && (isSure(ticker) || KNOWN_TICKERS.has(ticker.base));
  return known && line[at + 1]?.number?.unit === null;
}
