import { describe, expect, test } from 'vitest';
import { dec } from '../../../../src/trading/money.ts';
import { createExchange } from '../../../../src/trading/venue/matching/exchange.ts';
import { liquidationPrice } from '../../../../src/trading/venue/matching/liquidation.ts';
import { readState, writeState } from '../../../../src/trading/venue/matching/snapshot.ts';
import { BTC, NOON, openMarket, PERP } from './market.ts';

describe('market orders', () => {
  test('a buy by quote spends no more than the quote, fees included', () => {
    const { accepted, balance, exchange } = openMarket();
    const id = accepted('buy', { type: 'market', quoteSize: '503' });
    const order = exchange.order(id);
    expect(order?.status).toBe('filled');
    expect(order?.filledSize.toFixed()).toBe('5');
    expect(order?.fees.toFixed()).toBe('3');
    expect(balance('USD')).toEqual({ total: '9497', hold: '0' });
    expect(balance('BTC')).toEqual({ total: '5', hold: '0' });
  });

  test('a large one walks the depth of the outside and pays for it', () => {
    const { accepted, exchange } = openMarket();
    const id = accepted('buy', { type: 'market', size: '12' });
    const prices = exchange
      .fills('ann')
      .map(({ price, size }) => `${size.toFixed()} at ${price.toFixed()}`);
    expect(prices).toEqual(['10 at 100', '2 at 101']);
    expect(exchange.order(id)?.filledValue.toFixed()).toBe('1202');
  });

  test('what the outside does not have is cancelled', () => {
    const { accepted, status } = openMarket();
    const id = accepted('sell', { type: 'market', size: '90' }, { account: 'ben' });
    // 10 at 100, 12.6262 at 99, 15.3061 at 98
    expect(status(id)).toBe('cancelled 37.9323');
  });

  test('eaten depth is back when the price moves', () => {
    const { accepted, exchange, price } = openMarket();
    accepted('buy', { type: 'market', size: '10' });
    expect(exchange.depth(BTC.id, 1).asks[0]?.price.toFixed()).toBe('101');
    price('100', '100');
    expect(exchange.depth(BTC.id, 1).asks[0]?.price.toFixed()).toBe('100');
  });
});

describe('limit orders', () => {
  test('a buy holds its cost and the taker fee, and gives back what it did not need', () => {
    const { accepted, balance, price, status } = openMarket();
    const id = accepted('buy', { type: 'limit', size: '2', price: '90', timeInForce: 'gtc' });
    expect(balance('USD')).toEqual({ total: '10000', hold: '181.08' });
    price('89', '90');
    expect(status(id)).toBe('filled 2');
    expect(balance('USD')).toEqual({ total: '9819.28', hold: '0' });
  });

  test('it does not fill at the touch, and does once a trade prints beyond it', () => {
    const { accepted, exchange, price, status } = openMarket();
    const id = accepted('buy', { type: 'limit', size: '2', price: '90', timeInForce: 'gtc' });
    price('90', '91');
    exchange.trade(BTC.id, dec('90'), dec('1'), NOON);
    expect(status(id)).toBe('open 0');
    exchange.trade(BTC.id, dec('89.99'), dec('0.0001'), NOON);
    expect(status(id)).toBe('filled 2');
  });

  test('a queue share takes its part of a print at the touch', () => {
    const { accepted, exchange, price, status } = openMarket({ queueShare: '0.25' });
    const id = accepted('buy', { type: 'limit', size: '2', price: '90', timeInForce: 'gtc' });
    price('90', '91');
    exchange.trade(BTC.id, dec('90'), dec('4'), NOON);
    expect(status(id)).toBe('open 1');
  });

  test('accounts trade with each other by price, then by time', () => {
    const { accepted, exchange, price, status } = openMarket();
    price('90', '110');
    const second = accepted('buy', { type: 'limit', size: '1', price: '100', timeInForce: 'gtc' });
    const third = accepted('buy', { type: 'limit', size: '1', price: '100', timeInForce: 'gtc' });
    const first = accepted('buy', { type: 'limit', size: '1', price: '101', timeInForce: 'gtc' });
    accepted(
      'sell',
      { type: 'limit', size: '1.5', price: '100', timeInForce: 'gtc' },
      { account: 'ben' },
    );
    expect([first, second, third].map(status)).toEqual(['filled 1', 'open 0.5', 'open 0']);
    expect(exchange.fills('ben').map((fill) => fill.price.toFixed())).toEqual(['101', '100']);
    expect(exchange.fills('ben')[0]?.tradeId).toBe(exchange.fills('ann')[0]?.tradeId);
  });

  test('an order does not trade with one of its own account: the resting one is cancelled', () => {
    const { accepted, price, status } = openMarket();
    price('90', '110');
    const own = accepted(
      'buy',
      { type: 'limit', size: '1', price: '100', timeInForce: 'gtc' },
      { account: 'ben' },
    );
    const crossing = accepted(
      'sell',
      { type: 'limit', size: '1', price: '99', timeInForce: 'gtc' },
      { account: 'ben' },
    );
    expect(status(own)).toBe('cancelled 0');
    expect(status(crossing)).toBe('open 0');
  });

  test('fok takes all or nothing, ioc takes what is there', () => {
    const { accepted, status } = openMarket();
    const fok = accepted('buy', { type: 'limit', size: '15', price: '100', timeInForce: 'fok' });
    const ioc = accepted('buy', { type: 'limit', size: '15', price: '100', timeInForce: 'ioc' });
    expect(status(fok)).toBe('cancelled 0');
    expect(status(ioc)).toBe('cancelled 10');
  });

  test('a good-till-date order ends at its time and frees its hold', () => {
    const { accepted, balance, exchange, status } = openMarket();
    const expiresAt = NOON + 60_000;
    const id = accepted('buy', {
      type: 'limit',
      size: '1',
      price: '90',
      timeInForce: 'gtd',
      expiresAt,
    });
    exchange.expire(expiresAt - 1);
    expect(status(id)).toBe('open 0');
    exchange.expire(expiresAt);
    expect(status(id)).toBe('expired 0');
    expect(balance('USD').hold).toBe('0');
  });

  test('post-only is refused when it would trade', () => {
    const { place } = openMarket();
    const terms = { type: 'limit', size: '1', price: '100', timeInForce: 'gtc' } as const;
    expect(place('buy', { ...terms, postOnly: true })).toMatchObject({ reason: 'would_cross' });
  });
});

describe('refusals', () => {
  const limit = (size: string, price: string) =>
    ({ type: 'limit', size, price, timeInForce: 'gtc' }) as const;

  test.each([
    ['a size off its step', 'buy', limit('0.00011', '100'), 'size_precision'],
    ['a price off its step', 'buy', limit('1', '100.001'), 'price_precision'],
    ['a size under the least', 'buy', limit('0', '100'), 'size_too_small'],
    ['a size over the most', 'buy', limit('1001', '1'), 'size_too_large'],
    ['more than the account has', 'buy', limit('100', '100'), 'insufficient_funds'],
    ['base the account lacks', 'sell', limit('1', '100'), 'insufficient_funds'],
    ['a market sell in quote', 'sell', { type: 'market', quoteSize: '10' }, 'invalid_side'],
    [
      'a stop on the wrong side',
      'sell',
      { type: 'stop_limit', size: '1', price: '90', stopPrice: '101', direction: 'down' },
      'stop_price_above_last',
    ],
    [
      'a bracket that does not enclose the market',
      'sell',
      { type: 'bracket', size: '1', target: '99', stop: '90' },
      'bracket_prices',
    ],
  ] as const)('%s', (_name, side, terms, reason) => {
    const { place, exchange } = openMarket();
    expect(place(side, terms)).toMatchObject({ outcome: 'refused', reason });
    expect(exchange.orders('ann')).toEqual([]);
  });

  test('a product that is not open says so', () => {
    const { exchange, place } = openMarket();
    exchange.setProduct({ ...BTC, status: 'cancel_only' });
    expect(place('buy', limit('1', '90'))).toMatchObject({ reason: 'product_unavailable' });
    exchange.setProduct({ ...BTC, status: 'limit_only' });
    expect(place('buy', { type: 'market', size: '1' })).toMatchObject({ reason: 'limit_only' });
  });

  test('an order type the product lacks is refused', () => {
    const { exchange, place } = openMarket();
    exchange.setProduct({ ...BTC, unsupported: ['bracket'] });
    const attached = { target: '110', stop: '90' };
    expect(place('buy', { type: 'market', size: '1' }, { attached })).toMatchObject({
      reason: 'unsupported_order',
    });
  });
});

describe('stops and brackets', () => {
  test('a stop-limit waits for its trigger and then works as a limit order', () => {
    const { accepted, exchange, price, status } = openMarket();
    const stop = accepted(
      'sell',
      { type: 'stop_limit', size: '1', price: '94', stopPrice: '95', direction: 'down' },
      { account: 'ben' },
    );
    price('96', '96');
    expect(status(stop)).toBe('open 0');
    price('95', '95');
    expect(status(stop)).toBe('filled 1');
    expect(exchange.fills('ben')[0]).toMatchObject({ price: dec('95'), liquidity: 'taker' });
  });

  test('a stop-limit that the price jumps over rests at its limit', () => {
    const { accepted, exchange, price, status } = openMarket();
    const stop = accepted(
      'sell',
      { type: 'stop_limit', size: '1', price: '94', stopPrice: '95', direction: 'down' },
      { account: 'ben' },
    );
    price('80', '80');
    expect(status(stop)).toBe('open 0');
    expect(exchange.order(stop)?.triggered).toBe(true);
    price('94', '94');
    expect(status(stop)).toBe('filled 1');
  });

  test('a bracket sells at its target as maker', () => {
    const { accepted, exchange, price, balance } = openMarket();
    accepted('sell', { type: 'bracket', size: '1', target: '110', stop: '95' }, { account: 'ben' });
    expect(balance('BTC', 'ben').hold).toBe('1');
    price('110', '111');
    expect(exchange.fills('ben')[0]).toMatchObject({ price: dec('110'), liquidity: 'maker' });
    expect(balance('BTC', 'ben')).toEqual({ total: '99', hold: '0' });
  });

  test('its stop sells at the market, within 5 % of the trigger', () => {
    const { accepted, exchange, price, status } = openMarket();
    const near = accepted(
      'sell',
      { type: 'bracket', size: '1', target: '110', stop: '95' },
      { account: 'ben' },
    );
    price('94', '94');
    expect(exchange.fills('ben')[0]).toMatchObject({ price: dec('94'), liquidity: 'taker' });
    expect(status(near)).toBe('filled 1');

    const far = accepted(
      'sell',
      { type: 'bracket', size: '1', target: '110', stop: '90' },
      { account: 'ben' },
    );
    price('80', '80');
    expect(status(far)).toBe('open 0');
    price('85.5', '86');
    expect(status(far)).toBe('filled 1');
  });

  test('an attached bracket covers what its parent has filled', () => {
    const { accepted, balance, exchange, price, status } = openMarket();
    const entry = accepted(
      'buy',
      { type: 'limit', size: '15', price: '100', timeInForce: 'gtc' },
      { attached: { target: '110', stop: '95' } },
    );
    const bracket = exchange.order(entry)?.childId ?? '';
    expect(status(entry)).toBe('open 10');
    expect(exchange.order(bracket)).toMatchObject({ status: 'open', parentId: entry });
    expect(balance('BTC')).toEqual({ total: '10', hold: '10' });
    price('99', '100');
    expect(exchange.order(bracket)?.terms).toMatchObject({ size: dec('15') });
    price('110', '110');
    expect(status(bracket)).toBe('filled 15');
    expect(balance('BTC')).toEqual({ total: '0', hold: '0' });
  });

  test('an attached bracket goes when its parent fills nothing', () => {
    const { accepted, exchange, status } = openMarket();
    const entry = accepted(
      'buy',
      { type: 'limit', size: '1', price: '99', timeInForce: 'gtc' },
      { attached: { target: '110', stop: '95' } },
    );
    const bracket = exchange.order(entry)?.childId ?? '';
    expect(status(bracket)).toBe('pending 0');
    exchange.cancel(entry, NOON);
    expect(status(bracket)).toBe('cancelled 0');
  });
});

describe('edits and cancels', () => {
  test('an edit moves price and size and holds anew', () => {
    const { accepted, balance, exchange } = openMarket();
    const id = accepted('buy', { type: 'limit', size: '1', price: '90', timeInForce: 'gtc' });
    exchange.edit(id, { size: dec('2'), price: dec('80') }, NOON);
    expect(balance('USD').hold).toBe('160.96');
  });

  test('an edit that the account cannot pay changes nothing', () => {
    const { accepted, balance, exchange, price, status } = openMarket();
    const id = accepted('buy', { type: 'limit', size: '1', price: '90', timeInForce: 'gtc' });
    const result = exchange.edit(id, { size: dec('200'), price: dec('90') }, NOON);
    expect(result).toMatchObject({ reason: 'insufficient_funds' });
    expect(balance('USD').hold).toBe('90.54');
    price('90', '90');
    expect(status(id)).toBe('filled 1');
  });

  test('a bracket keeps both its legs when its stop moves', () => {
    const { accepted, exchange, price, status } = openMarket();
    const id = accepted(
      'sell',
      { type: 'bracket', size: '1', target: '110', stop: '90' },
      { account: 'ben' },
    );
    exchange.edit(id, { size: dec('1'), price: dec('120'), stop: dec('98') }, NOON);
    price('110', '110');
    expect(status(id)).toBe('open 0');
    price('97', '97');
    expect(status(id)).toBe('filled 1');
  });

  test('what is done cannot be cancelled, and a fill may come after a cancel', () => {
    const { accepted, balance, exchange, status } = openMarket();
    const id = accepted('buy', { type: 'limit', size: '1', price: '90', timeInForce: 'gtc' });
    exchange.cancel(id, NOON);
    expect(exchange.cancel(id, NOON)).toMatchObject({ reason: 'not_open' });
    exchange.forceFill(id, dec('0.4'), NOON);
    expect(status(id)).toBe('cancelled 0.4');
    expect(balance('USD')).toEqual({ total: '9963.856', hold: '0' });
  });
});

describe('bars', () => {
  const bar = (open: string, high: string, low: string, close: string) => ({
    open: dec(open),
    high: dec(high),
    low: dec(low),
    close: dec(close),
  });

  test('a bar that touches stop and target takes the stop, and counts it', () => {
    const { accepted, exchange } = openMarket({ depth: { spread: '0' } });
    accepted('sell', { type: 'bracket', size: '1', target: '110', stop: '95' }, { account: 'ben' });
    exchange.candle(BTC.id, bar('100', '112', '94', '111'), NOON);
    expect(exchange.fills('ben')[0]?.price.toFixed()).toBe('95');
    expect(exchange.ambiguousBars()).toBe(1);
  });

  test('a target alone is reached inside a bar', () => {
    const { accepted, exchange } = openMarket({ depth: { spread: '0' } });
    accepted('sell', { type: 'bracket', size: '1', target: '110', stop: '95' }, { account: 'ben' });
    exchange.candle(BTC.id, bar('100', '112', '96', '99'), NOON);
    expect(exchange.fills('ben')[0]?.price.toFixed()).toBe('110');
    expect(exchange.ambiguousBars()).toBe(0);
  });

  test('a bar that opens beyond the stop sells at its open', () => {
    const { accepted, exchange } = openMarket({ depth: { spread: '0' } });
    accepted('sell', { type: 'bracket', size: '1', target: '110', stop: '95' }, { account: 'ben' });
    exchange.candle(BTC.id, bar('92', '93', '91', '92'), NOON);
    expect(exchange.fills('ben')[0]?.price.toFixed()).toBe('92');
  });

  test('an entry and its stop in one bar both happen', () => {
    const { accepted, exchange, status } = openMarket({ depth: { spread: '0' } });
    const entry = accepted(
      'buy',
      { type: 'limit', size: '1', price: '99', timeInForce: 'gtc' },
      { attached: { target: '120', stop: '98' } },
    );
    exchange.candle(BTC.id, bar('100', '107', '97', '106'), NOON);
    expect(status(entry)).toBe('filled 1');
    expect(status(exchange.order(entry)?.childId ?? '')).toBe('filled 1');
    expect(exchange.fills('ann').map((fill) => fill.price.toFixed())).toEqual(['99', '98']);
  });

  test('a target reached before the entry is not counted as reached', () => {
    const { accepted, exchange, status } = openMarket({ depth: { spread: '0' } });
    const entry = accepted(
      'buy',
      { type: 'limit', size: '1', price: '99', timeInForce: 'gtc' },
      { attached: { target: '110', stop: '90' } },
    );
    exchange.candle(BTC.id, bar('100', '111', '98', '105'), NOON);
    expect(status(entry)).toBe('filled 1');
    expect(status(exchange.order(entry)?.childId ?? '')).toBe('open 0');
    exchange.candle(BTC.id, bar('105', '111', '104', '105'), NOON);
    expect(status(exchange.order(entry)?.childId ?? '')).toBe('filled 1');
  });

  test('a limit at the very low is only touched', () => {
    const { accepted, exchange, status } = openMarket({ depth: { spread: '0.0001' } });
    const id = accepted('buy', { type: 'limit', size: '1', price: '98', timeInForce: 'gtc' });
    exchange.candle(BTC.id, bar('100', '101', '98', '100'), NOON);
    expect(status(id)).toBe('open 0');
    exchange.candle(BTC.id, bar('100', '101', '97.9', '100'), NOON);
    expect(status(id)).toBe('filled 1');
  });
});

describe('derivatives', () => {
  const futures = () => {
    const market = openMarket();
    market.price('1000', '1000', '1000', PERP.id);
    return market;
  };
  const on = { productId: PERP.id, leverage: '5' };

  test('a short profits from a fall, in contracts', () => {
    const { accepted, balance, exchange, price } = futures();
    accepted('sell', { type: 'market', size: '10' }, on);
    // 10 contracts × 0.01 × 1000 = 100 of value: fee 0.6, margin 20.
    expect(balance('USD')).toEqual({ total: '9999.4', hold: '20' });
    expect(exchange.positions('ann')[0]?.size.toFixed()).toBe('-10');
    price('900', '900', '900', PERP.id);
    accepted('buy', { type: 'market', size: '10' }, on);
    // Realized (1000 − 900) × 0.1 = 10, fee 0.54.
    expect(balance('USD')).toEqual({ total: '10008.86', hold: '0' });
    expect(exchange.positions('ann')).toEqual([]);
  });

  test('a trade over the position turns it', () => {
    const { accepted, exchange } = futures();
    accepted('buy', { type: 'market', size: '10' }, on);
    accepted('sell', { type: 'market', size: '25' }, on);
    const [position] = exchange.positions('ann');
    expect(position?.size.toFixed()).toBe('-15');
    expect(position?.margin.toFixed()).toBe('30');
  });

  test('brackets add up to the position at most, and go with it', () => {
    const { accepted, exchange, place, status } = futures();
    accepted('sell', { type: 'market', size: '10' }, on);
    const bracket = { type: 'bracket', size: '6', target: '900', stop: '1100' } as const;
    const first = accepted('buy', bracket, on);
    expect(place('buy', bracket, on)).toMatchObject({ reason: 'bracket_size' });
    const second = accepted('buy', { ...bracket, size: '4' }, on);
    accepted('buy', { type: 'market', size: '3' }, on);
    expect([first, second].map(status)).toEqual(['open 0', 'cancelled 0']);
    accepted('buy', { type: 'market', size: '7' }, on);
    expect(status(first)).toBe('cancelled 0');
    expect(exchange.positions('ann')).toEqual([]);
  });

  test('a position that has lost half of its margin is closed, with its orders', () => {
    const { accepted, exchange, price, status } = futures();
    accepted('buy', { type: 'market', size: '10' }, on);
    const exit = accepted('sell', { type: 'bracket', size: '10', target: '1100', stop: '850' }, on);
    const [position] = exchange.positions('ann');
    expect(position && liquidationPrice(position, PERP).toFixed()).toBe('900');
    price('900.01', '900.01', '900.01', PERP.id);
    expect(status(exit)).toBe('open 0');
    price('900', '900', '900', PERP.id);
    expect(status(exit)).toBe('cancelled 0');
    expect(exchange.positions('ann')).toEqual([]);
    expect(exchange.orders('ann').at(-1)?.message).toBe('liquidation');
  });

  test('margin is refused where there is none', () => {
    const { place } = futures();
    const terms = { type: 'market', size: '90' } as const;
    expect(place('buy', terms, { ...on, account: 'carl' })).toMatchObject({
      reason: 'insufficient_funds',
    });
    expect(place('buy', terms, { ...on, leverage: '11' })).toMatchObject({ reason: 'leverage' });
  });
});

test('fees fall with the volume of the last 30 days', () => {
  const { accepted, exchange } = openMarket({ depth: { quotePerLevel: '1000000' } });
  exchange.deposit('ann', 'USD', dec('100000'));
  const day = 86_400_000;
  accepted('buy', { type: 'market', size: '100' });
  const id = accepted('sell', { type: 'market', size: '10' }, { at: NOON + day });
  expect(exchange.order(id)?.fees.toFixed()).toBe('4');
  expect(exchange.feeTier('ann', NOON + 29 * day).name).toBe('Advanced 2');
  expect(exchange.feeTier('ann', NOON + 40 * day).name).toBe('Advanced 1');
});

test('an exchange goes on from its written state', () => {
  const { accepted, exchange } = openMarket();
  accepted('buy', { type: 'market', size: '5' });
  const target = accepted('sell', { type: 'bracket', size: '5', target: '110', stop: '90' });
  const entry = accepted(
    'buy',
    { type: 'limit', size: '1', price: '95', timeInForce: 'gtc' },
    { attached: { target: '120', stop: '80' } },
  );
  const text = writeState(exchange.state());
  const again = createExchange({ products: [], state: readState(text) });
  expect(writeState(again.state())).toBe(text);
  again.setPrice(BTC.id, { bid: dec('94'), ask: dec('95') }, NOON);
  again.setPrice(BTC.id, { bid: dec('115'), ask: dec('116') }, NOON);
  expect(again.order(target)?.status).toBe('filled');
  expect(again.order(entry)?.status).toBe('filled');
  expect(again.openOrders('ann')).toHaveLength(1);
});
