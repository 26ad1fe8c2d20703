import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { type Desk, openDesk } from '../desk.ts';
import { BTC_PERP, marketOf, signalEvent, updateEvent } from '../given.ts';

const atMarket = { entry: { type: 'market' as const, prices: [] } };

/** A long of 0.02 from 50,000 on a venue that takes no stop and no bracket: the bot sells by itself. */
function engineHeld(settings: Partial<Settings> = {}): Desk {
  const desk = openDesk();
  desk.give(
    signalEvent({
      settings: { slippagePercent: '1', ...settings },
      market: marketOf('50500', { capabilities: { bracket: false, stopLimit: false } }),
    }),
  );
  desk.accept();
  desk.fill('t-1-1', '50000');
  return desk;
}

describe('entries at market', () => {
  test('what the guard leaves unfilled is not bought, and said; what filled is kept and protected', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: atMarket, settings: { slippagePercent: '1' } }));
    expect(desk.asked()).toEqual(['place t-1-1 buy limit 0.01960592 at 51005 at once']);
    desk.forget();
    desk.fill('t-1-1', '50900', '0.01', 'cancelled');
    expect(desk.told('beyond_guard')).toMatchObject([
      { purpose: 'entry', left: '0.00960592', worst: '51005' },
    ]);
    desk.accept();
    expect(desk.position().status).toBe('open');
    expect(desk.resting()).toEqual([
      'bracket 1: bracket 0.005 to 52000 or 48000',
      'bracket 2: bracket 0.005 to 54000 or 48000',
    ]);
  });

  test('nothing to be had within the guard: not opened, and the reason is said', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: atMarket, settings: { slippagePercent: '1' } }));
    desk.forget();
    desk.venue('t-1-1', { status: 'cancelled' });
    expect(desk.position().status).toBe('cancelled');
    expect(desk.told('position_cancelled')).toMatchObject([{ reason: 'slippage' }]);
  });

  test('it never costs more than was set, fees aside', () => {
    const desk = openDesk();
    const { outcome } = desk.give(
      signalEvent({
        signal: atMarket,
        settings: { slippagePercent: '1', quoteSize: '1000' },
        market: marketOf('50500', { quoteAvailable: '1005' }),
      }),
    );
    // 1,000 USD at the worst, and 6 USD of fees.
    expect(outcome).toMatchObject({ outcome: 'denied', rule: 'balance' });
  });

  test('a breakout is bought no further than the guard from the price that set it off', () => {
    const desk = openDesk();
    const entry = {
      type: 'breakout' as const,
      prices: ['51000'],
      trigger: { direction: 'above' as const, on: 'touch' as const },
    };
    desk.give(signalEvent({ signal: { entry }, settings: { slippagePercent: '1' } }));
    expect(desk.asked()).toEqual([]);
    desk.price('51100');
    expect(desk.asked()).toEqual(['place t-1-1 buy limit 0.01937571 at 51611 at once']);
  });

  test('a short sells contracts no lower than the guard, on the tick', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { ...atMarket, side: 'short', stop: { price: '52000' }, targets: [] },
        settings: { slippagePercent: '1' },
        market: marketOf('50500', { product: BTC_PERP }),
      }),
    );
    expect(desk.asked()).toEqual(['place t-1-1 sell limit 1 at 49995 at once']);
  });

  test('an edit after an entry at market moves stop and targets and buys nothing again', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: atMarket, settings: { slippagePercent: '1' } }));
    desk.forget();
    desk.give(
      signalEvent({ signal: { ...atMarket, stop: { price: '49000' } }, source: { revision: 1 } }),
    );
    expect(desk.asked()).toEqual([]);
    expect(desk.position().stop).toBe('49000');
  });
});

describe('exits at market', () => {
  test('a stop-out is tried at the guard, then at one twice as wide, then at any price', () => {
    const desk = engineHeld();
    desk.price('47900');
    expect(desk.asked()).toEqual(['place t-1-x1 sell limit 0.02 at 47421 at once']);
    desk.forget();
    desk.fill('t-1-x1', '47500', '0.005', 'cancelled');
    expect(desk.asked()).toEqual(['place t-1-x2 sell limit 0.015 at 46472.58 at once']);
    desk.forget();
    desk.venue('t-1-x2', { status: 'cancelled' });
    expect(desk.asked()).toEqual(['place t-1-x3 sell market 0.015']);
    desk.fill('t-1-x3', '46000');
    expect(desk.position().status).toBe('closed');
    expect(desk.position().closeReason).toBe('stop');
    expect(desk.told('beyond_guard').map((n) => 'next' in n && n.next)).toEqual([
      'the rest is tried at 46472.58',
      'the rest is closed at whatever price there is',
    ]);
  });

  test('a target that the bot works itself sells its part the same way', () => {
    const desk = engineHeld();
    desk.price('52000');
    expect(desk.asked()).toEqual(['place t-1-2 sell limit 0.01 at 51480 at once']);
    desk.forget();
    desk.venue('t-1-2', { status: 'cancelled' });
    expect(desk.asked()).toEqual(['place t-1-3 sell limit 0.01 at 50450.4 at once']);
    desk.forget();
    desk.venue('t-1-3', { status: 'cancelled' });
    expect(desk.asked()).toEqual(['place t-1-4 sell market 0.01']);
    desk.fill('t-1-4', '50000');
    expect(desk.position().targetsHit).toEqual([1]);
    expect(desk.position().status).toBe('open');
  });

  test('who says close wants out: at any price, also where a guarded try is under way', () => {
    const desk = engineHeld();
    desk.price('47900');
    desk.forget();
    desk.give({ type: 'owner', at: desk.at(), by: 'o', act: { act: 'panic', reason: 'r' } });
    expect(desk.asked()).toEqual([]);
    desk.venue('t-1-x1', { status: 'cancelled' });
    expect(desk.asked()).toEqual(['place t-1-x2 sell market 0.02']);
  });

  test("the provider's close takes any price at once", () => {
    const desk = engineHeld();
    desk.give(updateEvent({ action: 'close' }, { repliedToMessageId: 'm1' }));
    expect(desk.asked()).toEqual(['place t-1-x1 sell market 0.02']);
  });

  test('a short is bought back no higher than the guard', () => {
    const desk = openDesk();
    desk.give(
      signalEvent({
        signal: { side: 'short', stop: { price: '52000' }, targets: [] },
        settings: { slippagePercent: '1' },
        market: marketOf('49500', {
          product: BTC_PERP,
          capabilities: { bracket: false, stopLimit: false },
        }),
      }),
    );
    desk.accept();
    desk.venue('t-1-1', { status: 'filled', filledSize: '2', filledValue: '1000', fees: '6' });
    desk.price('52000');
    expect(desk.asked()).toEqual(['place t-1-x1 buy limit 2 at 52520 at once']);
  });
});

describe('entries that only wait', () => {
  const crossed = { kind: 'rejected', reason: 'would_cross', message: 'it would cross' } as const;

  test('one that would trade at once is quoted again a little lower', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { postOnly: true } }));
    expect(desk.asked()).toEqual(['place t-1-1 buy limit 0.02 at 50000 post-only']);
    desk.forget();
    desk.report('t-1-1', crossed);
    expect(desk.asked()).toEqual(['place t-1-2 buy limit 0.02 at 49950 post-only']);
    desk.accept();
    desk.fill('t-1-2', '49950');
    expect(desk.position().status).toBe('open');
  });

  test('after five times it is given up, and said', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { postOnly: true } }));
    for (let n = 1; n <= 6; n += 1) {
      desk.forget();
      desk.report(`t-1-${n}`, crossed);
    }
    expect(desk.asked()).toEqual([]);
    expect(desk.told('order_rejected')).toHaveLength(6);
    expect(desk.told('order_rejected').at(-1)).toMatchObject({
      next: expect.stringContaining('given up'),
    });
    expect(desk.position().status).toBe('failed');
  });

  test('it is never quoted beyond the stop', () => {
    const desk = openDesk();
    desk.give(signalEvent({ signal: { stop: { price: '49980' } }, settings: { postOnly: true } }));
    desk.forget();
    desk.report('t-1-1', crossed);
    expect(desk.asked()).toEqual([]);
  });

  test('a refusal for another reason is not quoted again', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { postOnly: true } }));
    desk.forget();
    desk.report('t-1-1', { kind: 'rejected', reason: 'insufficient_funds', message: 'no' });
    expect(desk.asked()).toEqual([]);
  });
});
