import { dec } from '../../trading/money.ts';
import type { PositionNotice } from '../../trading/strategy/model/notice.ts';
import type { DecimalString } from '../../trading/venue/venue.ts';
import { cut } from './embedLimits.ts';
import { storyWords } from './storyWords.ts';
import { discordTime } from './time.ts';

/** One thing that happened to a position; `at` in UTC milliseconds. */
export type Step = { at: number; notice: PositionNotice };

/** What happened to a position: how it began, its newest steps, and how many there were between. */
export type Story = { first: Step | null; last: readonly Step[]; between: number };

const LINE_LENGTH = 260;

/**
 * Oldest first, one line each, in at most `length` UTF-16 code units; what has no room is counted in
 * its place. `increment`: the product's, of its prices. Pure; what a stranger wrote is escaped.
 */
export function storyLines(
  { first, last, between }: Story,
  length: number,
  increment?: DecimalString,
): string[] {
  const steps = together(last);
  const newest: string[] = [];
  // What counts the others has a line too.
  let room = length - 40;
  const opening = first === null ? [] : [lineOf({ ...first, times: 1 }, increment)];
  room -= opening.join('').length;
  while (steps.length > 0) {
    const line = lineOf(steps.at(-1) as Together, increment);
    if (line.length > room) break;
    room -= line.length + 1;
    newest.unshift(line);
    steps.pop();
  }
  const left = between + steps.reduce((sum, { times }) => sum + times, 0);
  return [
    ...opening,
    ...(left > 0 ? [`… ${left} more step${left === 1 ? '' : 's'} …`] : []),
    ...newest,
  ];
}

type Together = Step & { times: number };

/** A stop that is moved again and again, and an order that fills in many parts, take one line each. */
function together(steps: readonly Step[]): Together[] {
  const groups: Together[] = [];
  for (const step of steps) {
    const before = groups.at(-1);
    const notice = before && joined(before.notice, step.notice);
    if (before && notice) {
      before.at = step.at;
      before.notice = notice;
      before.times += 1;
    } else groups.push({ ...step, times: 1 });
  }
  return groups;
}

function joined(a: PositionNotice, b: PositionNotice): PositionNotice | null {
  if (a.kind === 'stop_moved' && b.kind === 'stop_moved') return { ...b, from: a.from };
  if (a.kind === 'fill' && b.kind === 'fill') {
    if (a.side !== b.side || a.purpose !== b.purpose || a.leg !== b.leg) return null;
    const size = dec(a.size).add(b.size);
    if (size.isZero()) return null;
    const value = dec(a.size).mul(a.price).add(dec(b.size).mul(b.price));
    return {
      ...b,
      size: size.toFixed(),
      price: value.div(size).toFixed(),
      fees: dec(a.fees).add(b.fees).toFixed(),
    };
  }
  return null;
}

/** What the card says elsewhere is not said again. */
const SAID_BY_THE_CARD: ReadonlySet<PositionNotice['kind']> = new Set([
  'position_opened',
  'position_closed',
]);

function lineOf({ at, notice, times }: Together, increment: DecimalString | undefined): string {
  const { headline, more } = storyWords(notice, increment);
  const line = more === '' || SAID_BY_THE_CARD.has(notice.kind) ? headline : `${headline}; ${more}`;
  const counted = times > 1 ? `${line} (${times} times)` : line;
  return `${discordTime(at, 't')} ${cut(counted, LINE_LENGTH)}`;
}
