const DAY_MS = 86_400_000;

export type Period = 'day' | 'week' | 'month';

/** A day of the calendar: the month counts from 1. */
type Day = { year: number; month: number; day: number };

/** Whether it is a time zone that this machine knows ("Europe/Berlin", "UTC"). */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Start of the day, week (Monday) or month that `at` is in, as clocks in `zone` have it; UTC milliseconds. */
export function periodStart(at: number, period: Period, zone: string): number {
  const today = dayIn(at, zone);
  if (period === 'month') return midnightOf({ ...today, day: 1 }, zone);
  return midnightOf(period === 'week' ? mondayOf(today) : today, zone);
}

/** The Monday of the week that `at` is in: "2026-05-04". */
export function weekName(at: number, zone: string): string {
  const { year, month, day } = mondayOf(dayIn(at, zone));
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function mondayOf({ year, month, day }: Day): Day {
  const date = new Date(Date.UTC(year, month - 1, day));
  const monday = new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY_MS);
  return {
    year: monday.getUTCFullYear(),
    month: monday.getUTCMonth() + 1,
    day: monday.getUTCDate(),
  };
}

function dayIn(at: number, zone: string): Day {
  const { year, month, day } = clockIn(at, zone);
  return { year, month, day };
}

/** The first moment of a day; where its midnight is skipped by a change of the clocks, the first after it. */
function midnightOf({ year, month, day }: Day, zone: string): number {
  const wanted = Date.UTC(year, month - 1, day);
  // What clocks are ahead by may differ between the guess and the midnight itself.
  const guess = wanted - aheadBy(wanted, zone);
  const exact = wanted - aheadBy(guess, zone);
  return dayIn(exact, zone).day === day ? exact : guess;
}

/** How far clocks in the zone are ahead of UTC at a moment, in milliseconds. */
function aheadBy(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = clockIn(at, zone);
  const second0 = Math.floor(at / 1_000) * 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - second0;
}

function clockIn(at: number, zone: string) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  };
}
