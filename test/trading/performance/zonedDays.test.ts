import { expect, test } from 'vitest';
import {
  isTimeZone,
  type Period,
  periodStart,
  weekName,
} from '../../../src/trading/performance/zonedDays.ts';

test.each<[string, Period, string, string]>([
  // Berlin is an hour ahead in winter, two in summer; the clocks change on 29 March and 25 October 2026.
  ['2026-01-05T23:30:00Z', 'day', 'Europe/Berlin', '2026-01-05T23:00:00.000Z'],
  ['2026-03-29T20:00:00Z', 'day', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25T20:00:00Z', 'day', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['2026-10-25T20:00:00Z', 'week', 'Europe/Berlin', '2026-10-18T22:00:00.000Z'],
  ['2026-10-31T23:30:00Z', 'month', 'Europe/Berlin', '2026-10-31T23:00:00.000Z'],
  ['2026-05-04T02:00:00Z', 'week', 'America/New_York', '2026-04-27T04:00:00.000Z'],
  ['2026-05-06T12:00:00Z', 'day', 'Asia/Kolkata', '2026-05-05T18:30:00.000Z'],
  // In Cairo the day of 24 April 2026 begins at one o'clock.
  ['2026-04-24T12:00:00Z', 'day', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['2026-05-06T12:00:00Z', 'week', 'UTC', '2026-05-04T00:00:00.000Z'],
])('at %s the %s in %s began at %s', (at, period, zone, start) => {
  expect(new Date(periodStart(Date.parse(at), period, zone)).toISOString()).toBe(start);
});

test('a week is called by its Monday in the zone', () => {
  const at = Date.parse('2026-05-04T02:00:00Z');
  expect(weekName(at, 'UTC')).toBe('2026-05-04');
  expect(weekName(at, 'America/New_York')).toBe('2026-04-27');
});

test('a zone that nobody knows is none', () => {
  expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
