import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ClockSample, clockOffset, provenOff } from '../../src/discord/session/clockOffset.ts';

/** What a machine whose clock is ahead by `ahead` would see, with Discord's real times. */
const sample = (ahead: number) =>
  fc
    .record({
      asked: fc.integer({ min: 1_800_000_000_000, max: 1_800_000_600_000 }),
      there: fc.nat(8_000),
      back: fc.nat(8_000),
      isMessage: fc.boolean(),
    })
    .map(({ asked, there, back, isMessage }): ClockSample => {
      const made = asked + there;
      return isMessage
        ? { kind: 'message', ourReceived: made + back + ahead, theirMade: made }
        : {
            kind: 'answer',
            ourSent: asked + ahead,
            ourReceived: made + back + ahead,
            theirSecond: Math.floor(made / 1_000) * 1_000,
          };
    });

const offsets = fc.integer({ min: -7_200_000, max: 7_200_000 });

test('whatever the way takes, the truth lies between what is proven', () => {
  fc.assert(
    fc.property(
      offsets.chain((ahead) =>
        fc.tuple(fc.constant(ahead), fc.array(sample(ahead), { minLength: 1, maxLength: 10 })),
      ),
      ([ahead, samples]) => {
        const proven = clockOffset(samples);
        expect(proven?.least).toBeLessThanOrEqual(ahead);
        expect(proven?.most).toBeGreaterThanOrEqual(ahead);
      },
    ),
  );
});

test('a clock within the tolerance is never called off, one far beyond it always', () => {
  const tolerance = 10_000;
  fc.assert(
    fc.property(
      offsets.chain((ahead) =>
        fc.tuple(
          fc.constant(ahead),
          fc
            .array(sample(ahead), { minLength: 1, maxLength: 10 })
            .filter((all) => all.some(({ kind }) => kind === 'answer')),
        ),
      ),
      ([ahead, samples]) => {
        const off = provenOff(clockOffset(samples), tolerance);
        if (Math.abs(ahead) <= tolerance) expect(off).toBe(0);
        // The way there and back, and a second that Discord leaves out.
        if (Math.abs(ahead) > tolerance + 17_000) expect(Math.sign(off)).toBe(Math.sign(ahead));
        expect(Math.abs(off)).toBeLessThanOrEqual(Math.abs(ahead));
      },
    ),
  );
});

test('once the clock is set only what came after counts', () => {
  fc.assert(
    fc.property(
      fc.array(sample(3_600_000), { minLength: 1, maxLength: 5 }),
      fc.array(sample(0), { minLength: 1, maxLength: 5 }),
      (before, after) => {
        const answers = after.filter(({ kind }) => kind === 'answer');
        fc.pre(answers.length > 0 && after.at(-1)?.kind === 'answer');
        const proven = clockOffset([...before, ...after]);
        expect(proven?.least).toBeLessThanOrEqual(0);
        expect(proven?.most).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test('nothing seen proves nothing', () => {
  expect(clockOffset([])).toBeNull();
  expect(provenOff(null, 0)).toBe(0);
});
