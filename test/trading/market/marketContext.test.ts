import pino from 'pino';
import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../../../src/trading/market/accountMemory.ts';
import type { Catalogue } from '../../../src/trading/market/catalogue.ts';
import { createMarketContexts } from '../../../src/trading/market/marketContext.ts';
import { type Product, type Venue, VenueError } from '../../../src/trading/venue/venue.ts';
import { BTC, ETH, priceOf, signalOf } from '../strategy/given.ts';

const SHUT: Product = { ...BTC, status: 'limit_only' };
const FACTS: AccountFacts = {
  balances: [
    { asset: 'USD', available: '700', hold: '300' },
    { asset: 'BTC', available: '0.5', hold: '0.1' },
    { asset: 'ETH', available: '9', hold: '0' },
  ],
  fees: { maker: '0.001', taker: '0.002' },
  equity: '30000',
};

describe('what the market says about a signal', () => {
  function contexts(
    says: {
      products?: readonly Product[];
      facts?: AccountFacts | Error;
      recalled?: AccountFacts | null;
      price?: string | null;
      atHand?: string | null;
    } = {},
  ) {
    const asked: string[] = [];
    const { products = [ETH, BTC], facts = FACTS, recalled = FACTS } = says;
    const priced = (last: string | null | undefined, id: string) =>
      last === null ? null : priceOf(last ?? '50000', { ...BTC, id });
    const made = createMarketContexts({
      account: 'live',
      venue: {
        name: 'Coinbase',
        capabilities: (id: string) => ({ bracket: id === BTC.id, stopLimit: true }),
      } as unknown as Venue,
      memory: {
        recall: () => recalled,
        async ask() {
          asked.push('account');
          if (facts instanceof Error) throw facts;
          return facts;
        },
      },
      marketData: {
        async price(id) {
          asked.push(id);
          return priced(says.price, id);
        },
        priceAtHand: (id) => priced(says.atHand, id),
      },
      catalogue: {
        products: () => products,
        find: (id: string) => products.find((one) => one.id === id),
      } as unknown as Catalogue,
      log: pino({ level: 'silent' }),
    });
    return { ...made, asked };
  }

  test('is of the product it means: its price, and what is free of both its assets', async () => {
    const { of, asked } = contexts();
    expect(await of(signalOf())).toMatchObject({
      account: 'live',
      product: { id: BTC.id },
      priceScale: '1',
      price: { productId: BTC.id, last: '50000' },
      capabilities: { bracket: true },
      fees: FACTS.fees,
      quoteAvailable: '700',
      baseAvailable: '0.5',
      equity: '30000',
    });
    expect(asked).toEqual(['account', BTC.id]);
  });

  test('of a product that is known already is as the product is now', async () => {
    const { ofProduct } = contexts({ products: [SHUT] });
    expect(await ofProduct(BTC, '1000')).toMatchObject({
      product: { status: 'limit_only' },
      priceScale: '1000',
    });
    expect(await contexts({ products: [] }).ofProduct(ETH, '1')).toMatchObject({ product: ETH });
  });

  test('a price that was just asked for is not asked for again', async () => {
    const { of, recalled, asked } = contexts({ atHand: null });
    const prices = new Map([[BTC.id, priceOf('49000')]]);
    expect(await of(signalOf(), prices)).toMatchObject({ price: { last: '49000' } });
    expect(await recalled(signalOf(), prices)).toMatchObject({ price: { last: '49000' } });
    expect(asked).toEqual(['account']);
  });

  test.each([
    ['no price', { price: null }, 'BTC-USD has no price at the moment.'],
    [
      'no answer',
      { facts: new VenueError('no answer') },
      'Coinbase could not be asked about BTC: no answer',
    ],
  ])('may be another in a moment: %s', async (_, says, why) => {
    expect(await contexts(says).of(signalOf())).toEqual({
      denied: expect.objectContaining({ rule: 'market_unasked', why }),
      mayPass: true,
    });
  });

  test('is no other however often it is asked for a coin that is not listed', async () => {
    const denied = await contexts().of(signalOf({ symbol: 'NOPE' }));
    expect(denied).toMatchObject({ denied: { rule: 'market' } });
    expect(denied).not.toHaveProperty('mayPass');
  });

  test('is recalled without asking anybody, or not at all', async () => {
    const known = contexts();
    expect(await known.recalled(signalOf())).toMatchObject({ quoteAvailable: '700' });
    expect(known.asked).toEqual([]);
    for (const says of [{ recalled: null }, { atHand: null }]) {
      const unknown = contexts(says);
      expect(await unknown.recalled(signalOf())).toBeNull();
      expect(unknown.asked).toEqual([]);
    }
    expect(await contexts().recalled(signalOf({ symbol: 'NOPE' }))).toBeNull();
  });
});
