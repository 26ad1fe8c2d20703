import { describe, expect, test } from 'vitest';
import { nextDeadline } from '../../../../src/trading/strategy/book/deadline.ts';
import { productState } from '../../../../src/trading/strategy/book/productState.ts';
import { profit, realized } from '../../../../src/trading/strategy/model/sums.ts';
import { settingsSchema } from '../../../../src/trading/strategy/settings/settings.ts';
import { openDesk, openLong } from '../desk.ts';
import { BTC, marketOf, NOON, signalEvent } from '../given.ts';

const difference = (size: string) =>
  ({
    type: 'position_difference',
    at: NOON,
    positionId: '1',
    size,
    price: '51000',
    message: 'half of it was sold by hand',
  }) as const;

describe('what happens outside of the bot', () => {
  test('a part sold by hand: the protection shrinks to what is left', () => {
    const desk = openLong();
    desk.give(difference('0.01'));
    desk.accept();
    expect(desk.resting()).toEqual([
      'bracket 1: bracket 0.005 to 52000 or 48000',
      'bracket 2: bracket 0.005 to 54000 or 48000',
    ]);
    expect(desk.told('by_hand')).toHaveLength(1);
  });

  test('all sold by hand: its orders are cancelled and it is closed at that price', () => {
    const desk = openLong();
    desk.give(difference('0'));
    desk.accept();
    expect(desk.position()).toMatchObject({ status: 'closed', closeReason: 'outside' });
    // 0.02 × 1,000 less the 6 paid for buying.
    expect(realized(desk.position()).net.toFixed()).toBe('14');
  });

  test('what the venue has taught of a product changes what rests there', () => {
    const desk = openLong();
    desk.give({
      type: 'capabilities',
      account: 'paper',
      at: NOON,
      productId: 'BTC-USD',
      capabilities: { bracket: false, stopLimit: true },
    });
    desk.accept();
    expect(desk.resting()).toEqual(['stop 0: stop 0.02 at 48000, limit 47520']);
  });

  test('an event that is beyond reason is told, and changes nothing', () => {
    const desk = openLong();
    const before = desk.state();
    const { state, commands } = desk.give(difference('not a number'));
    expect(state).toBe(before);
    expect(commands).toMatchObject([{ type: 'notify', notice: { kind: 'error' } }]);
  });
});

describe('a product is idle, buying, selling, and idle again', () => {
  test('as its position goes on', () => {
    const desk = openDesk();
    // Of the others' products something is open all the time.
    const product = { ...BTC, id: 'BTC-EUR', quote: 'EUR' };
    const states = [productState(desk.state(), product.id)];
    desk.give(signalEvent({ market: marketOf('50500', { product }) }));
    states.push(productState(desk.state(), product.id));
    desk.accept();
    desk.fill('t-1-1', '50000');
    desk.accept();
    states.push(productState(desk.state(), product.id));
    desk.fill('t-1-2', '52000');
    desk.fill('t-1-3', '54000');
    states.push(productState(desk.state(), product.id));
    expect(states).toEqual(['idle', 'buying', 'selling', 'idle']);
  });
});

describe('money and time', () => {
  test('what is open is worth its distance from the average entry', () => {
    const desk = openLong();
    expect(profit(desk.position(), '51000').toFixed()).toBe('20');
    expect(realized(desk.position()).fees.toFixed()).toBe('6');
  });

  test('the next time that matters: the expiry of the entry, then the end of a halt', () => {
    const desk = openDesk();
    desk.give(signalEvent({ settings: { entryExpiryMinutes: 600 } }));
    expect(nextDeadline(desk.state())).toBe(NOON + 600 * 60_000);
    const settings = settingsSchema.parse({ dailyLossPercent: '5' });
    desk.give({ type: 'account', at: NOON, account: 'paper', equity: '10000', settings });
    desk.give({ type: 'account', at: NOON, account: 'paper', equity: '9000', settings });
    expect(desk.state().halt?.until).toBe(NOON + 12 * 3_600_000);
    desk.later(12 * 3_600_000);
    expect(desk.state().halt).toBeNull();
  });
});
