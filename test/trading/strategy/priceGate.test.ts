import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dec } from '../../../src/trading/money.ts';
import { createPriceGate } from '../../../src/trading/strategy/hold/priceGate.ts';
import { nearestTriggers } from '../../../src/trading/strategy/hold/priceTriggers.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { openDesk } from './desk.ts';
import { marketOf, priceOf, signalEvent } from './given.ts';

/** An open long without resting orders: it waits for its stop below and its target above. */
function engineHeld(desk: ReturnType<typeof openDesk>, n: number, stop: string, target: string) {
  desk.give(
    signalEvent({
      messageId: `m${n}`,
      signal: { stop: { price: stop }, targets: [{ price: target }] },
      market: marketOf('50500', { capabilities: { bracket: false, stopLimit: false } }),
    }),
  );
  desk.accept();
  desk.fill(`t-${n}-1`, '50000');
  return desk.position(String(n));
}

describe('which positions a tick concerns', () => {
  test('those whose level it touches, oldest first, until they are updated', () => {
    const desk = openDesk();
    const gate = createPriceGate();
    gate.update([
      engineHeld(desk, 1, '48000', '53000'),
      engineHeld(desk, 2, '47000', '52000'),
      engineHeld(desk, 3, '49000', '52000'),
    ]);
    expect(gate.products()).toEqual(['BTC-USD']);
    expect(gate.crossed(priceOf('50000'))).toEqual([]);
    expect(gate.crossed(priceOf('48000'))).toEqual(['1', '3']);
    expect(gate.crossed(priceOf('48000'))).toEqual(['1', '3']);
    const { changed } = desk.price('48000', '1');
    gate.update(changed);
    expect(gate.crossed(priceOf('48000'))).toEqual(['3']);
    expect(gate.crossed(priceOf('52000'))).toEqual(['2', '3']);
  });

  test('a product that nobody waits for is not followed', () => {
    const desk = openDesk();
    const gate = createPriceGate();
    gate.update([engineHeld(desk, 1, '48000', '53000')]);
    gate.update(desk.price('48000').changed);
    expect(gate.products()).toEqual([]);
  });

  test('it says just what comparing every level would say', () => {
    const desk = openDesk();
    const held = Array.from({ length: 6 }, (_, i) =>
      engineHeld(desk, i + 1, String(48_000 + i * 100), String(51_000 + i * 100)),
    );
    const level = fc.integer({ min: 0, max: 40 }).map((n) => 47_500 + n * 100);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5), level, level), { maxLength: 40, size: 'max' }),
        level,
        (changes, tick) => {
          const gate = createPriceGate();
          const now = new Map<string, Position>();
          for (const [index, stop, target] of changes) {
            const position = held[index];
            if (position === undefined) continue;
            const targets = position.plan.targets.map((t) => ({ ...t, price: String(target) }));
            const moved = { ...position, stop: String(stop), plan: { ...position.plan, targets } };
            now.set(position.id, moved);
            gate.update([moved]);
          }
          const expected = [...now.values()]
            .filter((position) => {
              const { above, below } = nearestTriggers(position);
              return (
                (above !== null && dec(above).lte(tick)) || (below !== null && dec(below).gte(tick))
              );
            })
            .map(({ id }) => id)
            .sort();
          expect(gate.crossed(priceOf(String(tick)))).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});
