import { describe, expect, it } from 'vitest';
import {
  toEditBody,
  toOrderBody,
  toOrderTerms,
} from '../../../../src/trading/venue/coinbase/orders/orderConfiguration.ts';
import { orderConfiguration } from '../../../../src/trading/venue/coinbase/wire/wire.ts';
import type { OrderRequest, OrderSide, OrderTerms } from '../../../../src/trading/venue/venue.ts';

function request(terms: OrderTerms, side: OrderSide = 'buy'): OrderRequest {
  return { clientOrderId: 'id', productId: 'BTC-USD', side, terms };
}

const expiresAt = Date.UTC(2026, 4, 31, 9, 59, 59);
const LIMIT = { type: 'limit', size: '0.5', price: '64000' } as const;

describe("an order's terms in Coinbase's words", () => {
  it.each<[string, OrderTerms, object]>([
    [
      'a market buy by quote',
      { type: 'market', quoteSize: '100' },
      { market_market_ioc: { quote_size: '100' } },
    ],
    [
      'a market order by base',
      { type: 'market', size: '0.5' },
      { market_market_ioc: { base_size: '0.5' } },
    ],
    [
      'a resting limit order',
      { ...LIMIT, timeInForce: 'gtc', postOnly: true },
      { limit_limit_gtc: { base_size: '0.5', limit_price: '64000', post_only: true } },
    ],
    [
      'a limit order until a time',
      { ...LIMIT, timeInForce: 'gtd', postOnly: false, expiresAt },
      {
        limit_limit_gtd: {
          base_size: '0.5',
          limit_price: '64000',
          end_time: '2026-05-31T09:59:59.000Z',
          post_only: false,
        },
      },
    ],
    [
      'a limit order that takes what is there',
      { ...LIMIT, timeInForce: 'ioc' },
      { sor_limit_ioc: { base_size: '0.5', limit_price: '64000' } },
    ],
    [
      'a limit order of all or nothing',
      { ...LIMIT, timeInForce: 'fok' },
      { limit_limit_fok: { base_size: '0.5', limit_price: '64000' } },
    ],
    [
      'a stop-limit',
      { type: 'stop_limit', size: '0.5', price: '59000', stopPrice: '60000', direction: 'down' },
      {
        stop_limit_stop_limit_gtc: {
          base_size: '0.5',
          limit_price: '59000',
          stop_price: '60000',
          stop_direction: 'STOP_DIRECTION_STOP_DOWN',
        },
      },
    ],
    [
      'a bracket',
      { type: 'bracket', size: '0.5', target: '70000', stop: '60000' },
      {
        trigger_bracket_gtc: {
          base_size: '0.5',
          limit_price: '70000',
          stop_trigger_price: '60000',
        },
      },
    ],
  ])('%s, and back', (_name, terms, wire) => {
    expect(toOrderBody(request(terms))).toEqual({ order_configuration: wire });
    expect(toOrderTerms(orderConfiguration.parse(wire))).toEqual(terms);
  });

  it('attaches a bracket without a size: it takes what the entry fills', () => {
    const entry: OrderRequest = {
      ...request({ type: 'market', quoteSize: '100' }),
      attached: { target: '70000', stop: '60000' },
    };
    expect(toOrderBody(entry)).toMatchObject({
      attached_order_configuration: {
        trigger_bracket_gtc: { limit_price: '70000', stop_trigger_price: '60000' },
      },
    });
  });

  it('says what Coinbase has no order for, before anything is sent', () => {
    const unsupported = { unsupported: expect.stringMatching(/\.$/) };
    expect(toOrderBody(request({ type: 'market', quoteSize: '100' }, 'sell'))).toEqual(unsupported);
    expect(toOrderBody(request({ ...LIMIT, timeInForce: 'gtd' }))).toEqual(unsupported);
    expect(toOrderBody(request({ ...LIMIT, timeInForce: 'ioc', postOnly: true }))).toEqual(
      unsupported,
    );
  });

  it("reads the owner's own orders, also of kinds that are not placed here", () => {
    const read = (wire: object) => toOrderTerms(orderConfiguration.parse(wire));
    // As Coinbase's reference prints it: a size that is a number.
    expect(
      read({
        trigger_bracket_gtd: { base_size: 0.001, limit_price: '7', stop_trigger_price: '5' },
      }),
    ).toEqual({ type: 'bracket', size: '0.001', target: '7', stop: '5' });
    expect(read({ twap_limit_gtd: { base_size: '1', limit_price: '7' } })).toBeUndefined();
  });
});

describe('a change of a resting order', () => {
  it('always sends price and size both, and the stop where there is one', () => {
    expect(toEditBody({ ...LIMIT, timeInForce: 'gtc' })).toEqual({ price: '64000', size: '0.5' });
    expect(toEditBody({ type: 'bracket', size: '1', target: '7', stop: '5' })).toEqual({
      price: '7',
      size: '1',
      stop_price: '5',
    });
    expect(
      toEditBody({ type: 'stop_limit', size: '1', price: '4', stopPrice: '5', direction: 'down' }),
    ).toEqual({ price: '4', size: '1', stop_price: '5' });
  });

  it('is not offered for what Coinbase does not change', () => {
    expect(toEditBody({ type: 'market', size: '1' })).toHaveProperty('unsupported');
    expect(toEditBody({ ...LIMIT, timeInForce: 'gtd', expiresAt })).toHaveProperty('unsupported');
  });
});
