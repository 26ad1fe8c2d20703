import fc from 'fast-check';
import { type Settings, settingsSchema } from '../../../src/trading/strategy/settings/settings.ts';

const percent = fc.constantFrom('0', '0.4', '1', '2.5');
const nth = fc.nat(3);

/** Settings that hold together, of every kind of behaviour; sizes stay such that signals are taken. */
export const anySettings: fc.Arbitrary<Partial<Settings>> = fc
  .record(
    {
      agreement: fc.constantFrom(1, 1, 1, 2),
      agreementLevels: fc.constantFrom('newest' as const, 'first' as const, 'careful' as const),
      consultMinutes: fc.constantFrom(1, 60),
      consultGroup: fc.nat(1),
      recordWeightPercent: fc.constantFrom('0', '40'),
      veto: fc.constantFrom('off' as const, 'halve' as const, 'deny' as const),
      sizeBy: fc.constantFrom('quote' as const, 'equity' as const, 'risk' as const),
      equityPercent: fc.constant('40'),
      leverage: fc.constantFrom('1', '2'),
      zoneOrders: fc.integer({ min: 1, max: 4 }),
      entryStyle: fc.constantFrom('signal' as const, 'market' as const),
      entryWeights: fc.constantFrom('even' as const, 'front' as const, 'back' as const),
      firstEntryAtMarket: fc.boolean(),
      entryGracePercent: percent,
      slippagePercent: fc.constantFrom('0', '0.3', '1'),
      postOnly: fc.boolean(),
      trailingEntryPercent: percent,
      entryExpiryMinutes: fc.constantFrom(1, 60, 1440),
      entriesAfterTarget: fc.constantFrom('cancel' as const, 'keep' as const),
      cancelBeforeEntry: fc.constantFrom(
        'nothing' as const,
        'target' as const,
        'stop' as const,
        'both' as const,
      ),
      targetCount: nth,
      targetWeights: fc.constantFrom('even' as const, 'descending' as const, 'ascending' as const),
      trailingTargets: fc.constantFrom('off' as const, 'last' as const, 'all' as const),
      trailingTargetPercent: fc.constantFrom('0.3', '1'),
      stopTimeoutSeconds: fc.constantFrom(0, 5, 30),
      stopTimeoutGuardPercent: fc.constantFrom('0.5', '2'),
      breakevenAfterTarget: nth,
      breakevenAfterPercent: percent,
      stopFollowsTargets: fc.constantFrom(
        'off' as const,
        'one_behind' as const,
        'two_behind' as const,
      ),
      trailingStopPercent: percent,
      trailingStopAfterTarget: nth,
      trailingStopAfterPercent: percent,
      timeLimitMinutes: fc.constantFrom(0, 0, 5, 120),
      oppositeSignal: fc.constantFrom('ignore' as const, 'close' as const, 'reverse' as const),
    },
    { requiredKeys: [] },
  )
  .filter((settings) => settingsSchema.safeParse(settings).success);
