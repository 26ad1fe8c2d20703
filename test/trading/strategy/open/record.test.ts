import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dec } from '../../../../src/trading/money.ts';
import { emptyState } from '../../../../src/trading/strategy/book/emptyState.ts';
import { decide } from '../../../../src/trading/strategy/decide.ts';
import type { ProviderRecord } from '../../../../src/trading/strategy/model/event.ts';
import { limitsSchema, withinLimits } from '../../../../src/trading/strategy/settings/limits.ts';
import {
  type Settings,
  settingsSchema,
} from '../../../../src/trading/strategy/settings/settings.ts';
import { openDesk } from '../desk.ts';
import { settingsOf, signalEvent } from '../given.ts';

const half = { recordWeightPercent: '50' } as const;

/** The plan of a signal of a provider with this record, 1,000 USD as set. */
function planned(record: ProviderRecord | undefined, settings: Partial<Settings> = half) {
  const desk = openDesk();
  desk.give({ ...signalEvent({ settings }), ...(record && { record }) });
  return desk.position().plan;
}

describe('weight by record', () => {
  test('a good record raises the size, and the card has the arithmetic', () => {
    // (10 × 0.7 + 20 × 0.25) / 30 = 0.4; × 30 / 50 = 0.24.
    const plan = planned({ paper: { trades: 10, r: '0.7' }, history: { trades: 20, r: '0.25' } });
    expect(plan).toMatchObject({ cost: '1240', share: '1.24' });
    expect(plan.remarks).toEqual([
      '124 % of the size: its provider’s record (paper 10 × 0.7 R, history 20 × 0.25 R) is 0.4 R a trade; × 30 / (30 + 20) = 0.24',
    ]);
  });

  test('a bad one lowers it, no further than is set', () => {
    const plan = planned({ live: { trades: 80, r: '-0.9' } });
    expect(plan).toMatchObject({ cost: '500', share: '0.5' });
    expect(plan.remarks[0]).toMatch(/× 80 \/ \(80 \+ 20\) = -0.72, held to -0.5$/);
  });

  test('a few trades say little', () => {
    // 2 × 3 / (2 + 20) = 0.2727.
    expect(planned({ live: { trades: 2, r: '3' } }).share).toBe('1.2727');
  });

  test('whoever has no record is traded with the size as set, and so is everybody where it is off', () => {
    expect(planned({}).share).toBeUndefined();
    expect(planned(undefined).cost).toBe('1000');
    expect(planned({ live: { trades: 50, r: '1' } }, {}).cost).toBe('1000');
  });

  test('a veto halves what the record has made of it', () => {
    const desk = openDesk();
    const record = { live: { trades: 80, r: '0.5' } };
    const settings = { ...half, veto: 'halve' } as const;
    const short = {
      side: 'short',
      stop: { price: '52000' },
      targets: [{ price: '48000' }],
    } as const;
    desk.give(signalEvent({ messageId: 'x', source: { providerId: 'lou' }, signal: short }));
    desk.give({ ...signalEvent({ settings }), record });
    // 1 + 0.5 × 80 / 100 = 1.4, and half of it.
    expect(desk.position().plan).toMatchObject({ cost: '700', share: '0.7' });
  });

  test('an edit keeps the weight it was taken with', () => {
    const desk = openDesk();
    desk.give({ ...signalEvent({ settings: half }), record: { live: { trades: 80, r: '0.5' } } });
    const edited = signalEvent({ settings: half, source: { revision: 1 } });
    desk.give({ ...edited, signal: { ...edited.signal, stop: { price: '47900' } } });
    expect(desk.position().plan).toMatchObject({ cost: '1400', stop: '47900' });
  });

  test('what waited for others is weighed by its own provider’s record, also after a restart', () => {
    const settings = { ...half, agreement: 2, agreementLevels: 'first' } as const;
    const desk = openDesk();
    desk.give({
      ...signalEvent({ settings, messageId: 'a', source: { providerId: 'a' } }),
      record: { live: { trades: 80, r: '0.5' } },
    });
    desk.give({
      ...signalEvent({ settings, messageId: 'b', source: { providerId: 'b' } }),
      record: { live: { trades: 80, r: '-0.5' } },
    });
    expect(desk.position().plan.cost).toBe('1400');
  });

  test('a weight of 100 % would trade nothing', () => {
    expect(settingsSchema.safeParse({ recordWeightPercent: '100' }).success).toBe(false);
  });
});

const record = fc.record(
  {
    live: fc.record({ trades: fc.nat(300), r: fc.integer({ min: -300, max: 900 }).map(inR) }),
    paper: fc.record({ trades: fc.nat(300), r: fc.integer({ min: -300, max: 900 }).map(inR) }),
    history: fc.record({ trades: fc.nat(300), r: fc.integer({ min: -300, max: 900 }).map(inR) }),
  },
  { requiredKeys: [] },
);

function inR(hundredths: number): string {
  return (hundredths / 100).toFixed(2);
}

test('whatever the record, never beyond what is set, nor beyond any limit', () => {
  fc.assert(
    fc.property(
      record,
      fc.integer({ min: 1, max: 99 }),
      fc.constantFrom('quote' as const, 'equity' as const, 'risk' as const, 'signal' as const),
      fc.record({
        quoteSize: fc.constantFrom('0', '900', '1100'),
        equityPercent: fc.constantFrom('0', '9'),
        riskPercent: fc.constantFrom('0', '0.5'),
      }),
      (known, percent, sizeBy, limits) => {
        const settings = withinLimits(
          settingsOf({ recordWeightPercent: String(percent), sizeBy }),
          limitsSchema.parse(limits),
        );
        const size = { allocation: '4' };
        const event = { ...signalEvent({}), settings };
        const take = (more: object) => {
          const signal = { ...event.signal, size };
          const { changed } = decide(emptyState('t'), { ...event, signal, ...more });
          return changed[0]?.plan;
        };
        const plain = take({});
        const weighed = take({ record: known });
        if (plain === undefined || weighed === undefined) throw new Error('it is taken');
        const share = dec(weighed.share ?? '1');
        expect(
          share
            .sub(1)
            .abs()
            .lte(percent / 100),
        ).toBe(true);
        const { quoteSize, equityPercent, riskPercent } = limits;
        const under = (value: string, limit: number) =>
          limit === 0 || dec(value).lte(dec(limit).mul('1.000001'));
        expect(under(weighed.cost, Number(quoteSize))).toBe(true);
        expect(under(weighed.cost, Number(equityPercent) * 100)).toBe(true);
        expect(under(weighed.risk, Number(riskPercent) * 100)).toBe(true);
        // What a signal suggests is held to 5 % of the account.
        if (sizeBy === 'signal') expect(under(weighed.cost, 500)).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});
