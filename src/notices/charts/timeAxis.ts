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
