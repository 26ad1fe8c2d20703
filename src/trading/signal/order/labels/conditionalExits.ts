import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { isCount, isFollowedByLevel } from '../../words/layout/listNumbers.ts';
import { NEAR_PRICE } from '../../words/layout/nearness.ts';
import type { Term } from '../../words/terms/term.ts';
import type { Frame } from '../frame/frame.ts';
import { isCandleClose } from '../walk/neighbours.ts';
import { levelOf, open, type Walk } from '../walk/walk.ts';
import { isSureForm } from './coinLabels.ts';

/** "Below 21.50 I'm out", "si pierde 21.5 cerramos": where an order that is given ends badly. */
export function leavesBeyond({ terms, frame }: Walk, at: number): boolean {
  if (!awaitsStop(frame) || !isFollowedByLevel(terms, at)) return false;
  const level = terms.findIndex((t, i) => i > at && t.kind === 'number');
  let comma = false;
  for (let i = level + 1; i < terms.length && i <= level + NEAR_PRICE; i++) {
    const term = terms[i];
    if (!term || term.kind === 'break' || term.kind === 'number' || term.text === ';') return false;
    if (term.text === ',' && comma) return false;
    if (term.text === ',') comma = true;
    else if (isExit(terms, i)) return true;
    else if (comma && term.role !== 'filler') return false;
  }
  return false;
}

/** "63600割れで損切り", "63600 이탈시 손절": the condition stands behind its number, and the exit behind that. */
export function takesStopBefore(walk: Walk, at: number): boolean {
  const { terms, frame } = walk;
  const number = terms[at - 1];
  if (number?.kind !== 'number' || number.number?.unit != null || frame.stops.length > 0)
    return false;
  const placed = frame.entries.findIndex((l) => l.term === number);
  const stray = frame.strays.indexOf(number);
  if (placed === 0 || (placed < 0 && stray < 0)) return false;
  let exit = at + 1;
  while (PASSED.has(terms[exit]?.role)) exit++;
  if (!isExit(terms, exit)) return false;
  if (placed > 0) frame.entries.splice(placed, 1);
  else frame.strays.splice(stray, 1);
  frame.stops.push(levelOf(walk, number, 'price', null));
  open(walk, null, terms[exit] ?? number);
  walk.readUpTo = exit;
  return true;
}

const PASSED: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'at',
  'to',
  'if',
  'filler',
]);

function awaitsStop({ entries, market, sells, stops }: Frame): boolean {
  return stops.length === 0 && entries.length + market.length + sells.length > 0;
}

/** A verb that leaves the trade, and no candle's close; or "stop" without a price of its own. */
function isExit(terms: readonly Term[], at: number): boolean {
  const { role, text = '' } = terms[at] ?? {};
  if (role === 'stop') return !isFollowedByLevel(terms, at);
  return role === 'close' && !isCandleClose(terms, at) && !isKind(text, 'closes');
}

/** "Out above 68,600", "sortie si clôture sous 21,50": an exit with only a condition up to its price. */
export function leavesIf({ terms, frame }: Walk, at: number): boolean {
  if (!awaitsStop(frame)) return false;
  let beyond = false;
  let condition = false;
  let reach = at + NEAR_PRICE;
  for (let i = at + 1; i < terms.length && i <= reach; i++) {
    const term = terms[i];
    // "On 2 H1 closes below": how many candles, and how long.
    const counts = term?.number && isCount(term.number.whole, term.number.digits, terms[i + 1]);
    if (counts || term?.kind === 'timeframe') {
      reach++;
      continue;
    }
    if (term?.kind === 'number') return beyond || (condition && isKind(terms[i + 1], 'givesWay'));
    condition ||= term?.role === 'if';
    if (term?.kind !== 'word' || !(term.role && CONDITIONS.has(term.role))) return false;
    beyond ||= term.role === 'above' || term.role === 'below' || term.direction !== undefined;
  }
  return false;
}

/** "Invalid if BTC loses 60k", below an order in another coin: a price of that coin. */
export function isOfOtherCoin({ terms, frame }: Walk, at: number): boolean {
  const own = frame.tickers.find((t) => isSureForm(t.ticker))?.ticker.base;
  for (let i = at + 1; i < terms.length && i <= at + NEAR_PRICE; i++) {
    const term = terms[i];
    if (term?.kind !== 'word') return false;
    if (term.ticker && isSureForm(term.ticker))
      return own !== undefined && term.ticker.base !== own;
    if (!term.role || !CONDITIONS.has(term.role)) return false;
  }
  return false;
}

const CONDITIONS: ReadonlySet<Role> = new Set<Role>([
  'if',
  'above',
  'below',
  'close',
  'candle',
  'hourly',
  'daily',
  'weekly',
  'at',
  'filler',
]);
