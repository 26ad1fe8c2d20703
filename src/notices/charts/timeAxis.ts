const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** How a moment is written under a chart of so many milliseconds: "14:05:30", "14:05", "3 May 14:05", "3 May", "May 2026". UTC. */
export function timeLabel(at: number, span: number): string {
  const date = new Date(at);
  const clock = date.toISOString().slice(11, span < 10 * MINUTE_MS ? 19 : 16);
  if (span < 1.5 * DAY_MS) return clock;
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const day = `${date.getUTCDate()} ${month}`;
  if (span < 8 * DAY_MS) return `${day} ${clock}`;
  return span < 300 * DAY_MS ? day : `${month} ${date.getUTCFullYear()}`;
}

/** What times under a chart are apart, at most so far that they are round: minutes, hours, days. */
const STEPS: readonly number[] = [
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY_MS),
];

/** Round times between two moments, at most `most` of them where the span allows it. UTC milliseconds. */
export function timeTicks(from: number, to: number, most: number): number[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? 728 * DAY_MS;
  // Weeks begin on a Monday; the first one of all was the 5th of January 1970.
  const origin = step >= 7 * DAY_MS ? 4 * DAY_MS : 0;
  const ticks: number[] = [];
  for (let at = origin + Math.ceil((from - origin) / step) * step; at <= to; at += step) {
    ticks.push(at);
  }
  return ticks.length > 0 ? ticks : [from, to];
}
