import type { Role } from '../../vocabulary/roles.ts';
import { isCount } from '../../words/layout/listNumbers.ts';
import type { Term } from '../../words/terms/term.ts';
import type { Walk } from '../walk/walk.ts';

/** A candle's word beside the entry: the entry waits for its close. */
export function markCandle(walk: Walk, term: Term, at: number): void {
  if (walk.label === 'entry' || walk.label === 'implied') noteCandle(walk, term, at);
}

/** "On the 4h close above 152", "0.162'yi 4 saatlik kapanışla": the candle's words that end before `at`. */
export function noteCandleBefore(walk: Walk, at: number): void {
  for (let i = at - 1; i >= 0 && isCandleWord(walk.terms, i); i--) {
    const term = walk.terms[i];
    if (term && (term.kind === 'timeframe' || (term.role && NAMES_CANDLE.has(term.role))))
      noteCandle(walk, term, i);
  }
}

function noteCandle({ terms, frame }: Walk, term: Term, at: number): void {
  const timeframe = frame.entryCandle?.timeframe ?? timeframeOf(terms, term, at);
  frame.entryCandle = { timeframe, term };
}

function timeframeOf(terms: readonly Term[], { role, timeframe }: Term, at: number): string | null {
  if (timeframe !== undefined) return timeframe;
  if (role === 'hourly') return `${hoursBefore(terms, at)}h`;
  return role === 'daily' ? '1d' : role === 'weekly' ? '1w' : null;
}

/** "4 saatlik", "4小时": how many hours the word counts. */
function hoursBefore(terms: readonly Term[], at: number): string {
  const { number } = terms[at - 1] ?? {};
  return number?.whole && Number(number.digits) <= MOST_HOURS ? number.digits : '1';
}

const MOST_HOURS = 24;

const NAMES_CANDLE: ReadonlySet<Role> = new Set<Role>([
  'candle',
  'close',
  'hourly',
  'daily',
  'weekly',
]);

/** A candle's name, its length, or what may stand between those. */
export function isCandleWord(terms: readonly Term[], at: number): boolean {
  const { kind, role, number } = terms[at] ?? {};
  if (kind === 'timeframe' || (role && CANDLES.has(role))) return true;
  return number?.whole === true && isCount(true, number.digits, terms[at + 1]);
}

const CANDLES: ReadonlySet<Role> = new Set<Role>([
  ...NAMES_CANDLE,
  'hours',
  'minutes',
  'at',
  'to',
  'filler',
]);

/** "Open: 142, High: 146, Low: 140, Close: 145": what a candle has come to. */
export function showsCandle(terms: readonly Term[]): boolean {
  const named = new Set(terms.filter((_, i) => terms[i + 1]?.text === ':').map((t) => t.text));
  return named.has('open') && named.has('high') && named.has('low');
}
