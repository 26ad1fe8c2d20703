import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Agenda,
  dropFirst,
  nextAt,
  schedule,
} from '../../../../src/trading/strategy/book/agenda.ts';

test('whatever is put in comes out by time, and an older agenda stays as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 60, size: 'max' }), (times) => {
      let agenda: Agenda = null;
      times.forEach((at, i) => {
        agenda = schedule(agenda, at, String(i));
      });
      const out: number[] = [];
      for (let left: Agenda = agenda; left !== null; left = dropFirst(left)) out.push(left.at);
      expect(out).toEqual([...times].sort((a, b) => a - b));
      expect(nextAt(agenda)).toBe(times.length === 0 ? null : Math.min(...times));
    }),
    { numRuns: 200 },
  );
});
