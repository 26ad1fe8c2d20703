import { describe, expect, test } from 'vitest';
import { limitsSchema, withinLimits } from '../../../../src/trading/strategy/settings/limits.ts';
import { settingsSchema } from '../../../../src/trading/strategy/settings/settings.ts';

const refused: [string, object, string][] = [
  ['nothing to spend', { quoteSize: '0' }, 'a position must cost something'],
  ['leverage over its cap', { leverage: '5' }, 'leverage 5 is above its cap 3'],
  [
    'one position over the exposure',
    { quoteSize: '500', mostExposure: '400' },
    'one position of 500 would be more than the most exposure 400',
  ],
  [
    'one position over the largest',
    { quoteSize: '500', largestPosition: '400' },
    'one position of 500 would be more than the largest position 400',
  ],
  [
    'more a symbol than in all',
    { mostOpen: 2, mostOpenPerSymbol: 3 },
    'the most positions a symbol (3) is above the most in all (2)',
  ],
  [
    'custom weights without weights',
    { entryWeights: 'custom' },
    'custom weights need numbers, such as 50, 30, 20',
  ],
  [
    'weights that do not count',
    { customTargetWeights: ['50', '50'] },
    'weights of your own count only when targetWeights is custom',
  ],
  [
    'at once and later',
    { firstEntryAtMarket: true, trailingEntryPercent: '1' },
    'an entry at market at once can not also wait for the price to turn (trailingEntryPercent)',
  ],
  [
    'a target that is not used',
    { targetCount: 2, breakevenAfterTarget: 3 },
    'target 3 is never reached: only 2 are used',
  ],
  [
    'a start of nothing',
    { trailingStopAfterTarget: 1 },
    'there is no trailing stop to start: set trailingStopPercent',
  ],
  [
    'a timeout without a guard',
    { stopTimeoutSeconds: 60, stopTimeoutGuardPercent: '0' },
    'a stop with a timeout needs a guard beyond it that rests at the venue',
  ],
  [
    'both allowed and blocked',
    { allowedSymbols: ['BTC', 'ETH'], blockedSymbols: ['BTC'] },
    'BTC can not be both allowed and blocked',
  ],
  [
    'a word for a number',
    { riskPercent: 'much' },
    'must be a plain positive number, such as 100 or 0.5',
  ],
];

describe('settings that can not hold are refused with the sentence that says why', () => {
  test.each(refused)('%s', (_, settings, why) => {
    const { error } = settingsSchema.safeParse(settings);
    expect(error?.issues.map(({ message }) => message)).toContain(why);
  });

  test('nothing at all is a whole set of settings', () => {
    expect(settingsSchema.safeParse({}).success).toBe(true);
  });

  test('a number is the same however it is written', () => {
    expect(settingsSchema.parse({ quoteSize: '0100.50', runAwayPercent: '0.0' })).toMatchObject({
      quoteSize: '100.5',
      runAwayPercent: '0',
    });
  });
});

test.each([
  { targetCount: 2, breakevenAfterTarget: 2 },
  { trailingStopPercent: '1', targetCount: 2, trailingStopAfterTarget: 2 },
  { leverage: '3', leverageCap: '3' },
  { quoteSize: '500', mostExposure: '500' },
  { mostOpen: 2, mostOpenPerSymbol: 2, mostOpenPerProvider: 2 },
  { slippagePercent: '20' },
  { closePartPercent: '100' },
  { trailingStopPercent: '99.9' },
])('%j is a whole set of settings: what is just as much as it may be holds', (settings) => {
  expect(settingsSchema.parse(settings)).toMatchObject(settings);
});

describe('hard limits', () => {
  const limited = (settings: object, limits: object) =>
    withinLimits(settingsSchema.parse(settings), limitsSchema.parse(limits));

  test('no watch goes beyond them', () => {
    const limits = { quoteSize: '200', leverage: '2', mostOpen: 3, dailyLossPercent: '4' };
    const settings = { quoteSize: '500', leverageCap: '10', mostOpen: 8, dailyLossPercent: '9' };
    expect(limited(settings, limits)).toMatchObject({
      largestPosition: '200',
      leverageCap: '2',
      mostOpen: 3,
      dailyLossPercent: '4',
    });
  });

  test('a stricter watch stays as strict', () => {
    expect(
      limited({ quoteSize: '50', mostOpen: 1 }, { quoteSize: '200', mostOpen: 3 }),
    ).toMatchObject({ quoteSize: '50', mostOpen: 1 });
  });

  test('a rule that a watch has off is on within limits', () => {
    expect(limited({}, { mostExposure: '5000', drawdownPercent: '20' })).toMatchObject({
      mostExposure: '5000',
      drawdownPercent: '20',
    });
  });
});
