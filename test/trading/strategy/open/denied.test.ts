import { describe, expect, test } from 'vitest';
import type { Signal } from '../../../../src/trading/signal/reading.ts';
import { deny } from '../../../../src/trading/strategy/model/denial.ts';
import type { SignalEvent } from '../../../../src/trading/strategy/model/event.ts';
import type { Settings } from '../../../../src/trading/strategy/settings/settings.ts';
import { openDesk } from '../desk.ts';
import { BTC, BTC_PERP, marketOf, NOON, signalEvent } from '../given.ts';

type Case = {
  name: string;
  rule: string;
  why: string;
  signal?: Partial<Signal>;
  market?: SignalEvent['market'];
  settings?: Partial<Settings>;
  at?: number;
};

const cases: Case[] = [
  {
    name: 'no product for the symbol',
    rule: 'market',
    why: 'BTC is not traded here',
    market: deny('market', 'BTC is not traded here'),
  },
  {
    name: 'too old',
    rule: 'too_old',
    why: 'it is 301 s old, and the oldest to act on is 300 s',
    at: NOON + 301_000,
  },
  {
    name: 'a short on spot',
    rule: 'short_on_spot',
    why: "BTC-USD is a spot product, which can't be sold short",
    signal: { side: 'short', stop: { price: '52000' }, targets: [] },
  },
  {
    name: 'a short that would be liquidated before its stop',
    rule: 'liquidation',
    why: 'with leverage 10 it would be liquidated near 52500, before the stop 52600',
    signal: {
      side: 'short',
      stop: { price: '52600' },
      targets: [{ price: '48000' }],
    },
    settings: { leverage: '10', leverageCap: '10' },
    market: marketOf('50000', { product: BTC_PERP }),
  },
  { name: 'no stop', rule: 'missing_stop', why: 'it names no stop', signal: { stop: null } },
  {
    name: 'a stop above a long entry',
    rule: 'stop_side',
    why: 'the stop 51000 is not below the entry 50000',
    signal: { stop: { price: '51000' } },
  },
  {
    name: 'a price beyond the stop already',
    rule: 'stop_passed',
    why: 'the price 47000 has reached the stop 48000 already',
    market: marketOf('47000'),
  },
  {
    name: 'every target behind',
    rule: 'targets_passed',
    why: 'every target is behind the entry 50000 already',
    signal: { targets: [{ price: '49500' }] },
  },
  {
    name: 'too little money',
    rule: 'balance',
    why: 'it costs 1006 USD with fees, and 900 USD is free',
    market: marketOf('50500', { quoteAvailable: '900' }),
  },
  {
    name: 'less than the product takes',
    rule: 'minimum_size',
    why: 'an order would be 0.9 USD, and BTC-USD takes no less than 1',
    settings: { quoteSize: '0.9' },
  },
  {
    name: 'a product that is not traded now',
    rule: 'product',
    why: "BTC-USD can't be traded now (view only)",
    market: marketOf('50500', { product: { ...BTC, status: 'view_only' } }),
  },
  {
    name: 'a product that could not be left again',
    rule: 'product',
    why: 'BTC-USD takes post-only orders only now, so an exit could not be sure',
    market: marketOf('50500', { product: { ...BTC, status: 'post_only' } }),
  },
  {
    name: 'a future that has expired',
    rule: 'product',
    why: 'BIP-20DEC30-CDE has expired',
    market: marketOf('50500', { product: { ...BTC_PERP, expiresAt: NOON } }),
  },
  {
    name: 'a future outside its session',
    rule: 'product',
    why: 'the market of BIP-20DEC30-CDE is closed until 2026-01-05 13:00 UTC',
    market: marketOf('50500', {
      product: { ...BTC_PERP, session: { state: 'closed', opensAt: NOON + 3_600_000 } },
    }),
  },
  {
    name: 'at market after hours',
    rule: 'product',
    why: 'BIP-20DEC30-CDE takes only orders that rest until 2026-01-05 13:00 UTC',
    signal: { entry: { type: 'market', prices: [] } },
    market: marketOf('50500', {
      product: { ...BTC_PERP, session: { state: 'after_hours', opensAt: NOON + 3_600_000 } },
    }),
  },
];

describe('a signal that is not taken says why, with the numbers', () => {
  test.each(cases)('$name', ({ name, rule, why, ...event }) => {
    void name;
    const desk = openDesk();
    const { outcome, commands } = desk.give(signalEvent(event));
    expect(outcome).toEqual({ outcome: 'denied', rule, why });
    expect(commands).toMatchObject([
      { type: 'notify', notice: { kind: 'signal_denied', rule, why } },
    ]);
    expect(desk.own()).toHaveLength(0);
  });

  test('the same message never opens twice, however often it comes', () => {
    const desk = openDesk();
    desk.give(signalEvent({}));
    const again = desk.give(signalEvent({}));
    expect(again).toMatchObject({ commands: [], changed: [], outcome: { outcome: 'noted' } });
    expect(desk.own()).toHaveLength(1);
  });
});
