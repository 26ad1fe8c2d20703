import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  OrderRequest,
  OrderTerms,
  Product,
  Venue,
  VenueEvent,
  VenueOrder,
} from '../../src/trading/venue/venue.ts';

/**
 * A venue with an account that owns 1,000,000 USD and 5 BTC and pays 0.4 % as maker and 0.6 % as
 * taker, around a market that only moves when told to. At its best price the outside offers
 * 100,000 USD, and further levels lie 0.02 % apart. BTC-USD takes brackets and stop-limits;
 * BIP-20DEC30-CDE is a future with 0.01 BTC in a contract, ETH-USD takes neither bracket nor
 * stop-limit, MATIC-USD is view-only.
 */
export type VenueHarness = {
  venue: Venue;
  /** One price stands for bid, ask and last. */
  setPrice(productId: string, price: string): Promise<void>;
  /** The venue changes what a product is. */
  setProduct(
    productId: string,
    change: Partial<Pick<Product, 'status' | 'session' | 'expiresAt' | 'baseIncrement'>>,
  ): Promise<void>;
  close(): Promise<void>;
};

const BTC = 'BTC-USD';
const FUTURE = 'BIP-20DEC30-CDE';

/** What every venue must do the same way. Each test gets a harness of its own. */
export function venueContract(name: string, makeHarness: () => Promise<VenueHarness>): void {
  describe(`${name} keeps the contract of a venue`, () => {
    let harness: VenueHarness;
    let venue: Venue;
    let events: VenueEvent[];
    let wake = () => {};
    let sent = 0;

    beforeEach(async () => {
      harness = await makeHarness();
      venue = harness.venue;
      events = [];
      await venue.open((event) => {
        events.push(event);
        wake();
      });
      await harness.setPrice(BTC, '50000');
    });
    afterEach(async () => {
      await venue.close();
      await harness.close();
    });

    function request(
      side: OrderRequest['side'],
      terms: OrderTerms,
      more: Partial<OrderRequest> = {},
    ): OrderRequest {
      sent += 1;
      return { clientOrderId: `contract-${sent}`, productId: BTC, side, terms, ...more };
    }

    /** Places an order that must be accepted, and gives the venue's id. */
    async function place(...args: Parameters<typeof request>): Promise<string> {
      const result = await venue.place(request(...args));
      if (result.outcome !== 'accepted') throw new Error(JSON.stringify(result));
      return result.venueOrderId;
    }

    async function order(venueOrderId: string): Promise<VenueOrder> {
      const found = await venue.order(venueOrderId);
      if (!found) throw new Error(`no order ${venueOrderId}`);
      return found.order;
    }

    const state = async (venueOrderId: string) => {
      const { status, filledSize } = await order(venueOrderId);
      return `${status} ${filledSize}`;
    };

    async function balance(asset: string): Promise<{ available: string; hold: string }> {
      const found = (await venue.balances()).entries.find((each) => each.asset === asset);
      return { available: found?.available ?? '0', hold: found?.hold ?? '0' };
    }

    /** Waits until the venue has pushed an order report that the predicate takes. */
    async function pushed(predicate: (order: VenueOrder) => boolean): Promise<VenueOrder> {
      for (;;) {
        for (const event of events) {
          if (event.type === 'order' && predicate(event.order)) return event.order;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }

    const limit = (size: string, price: string) =>
      ({ type: 'limit', size, price, timeInForce: 'gtc' }) as const;
    const bracket = (size: string, target: string, stop: string) =>
      ({ type: 'bracket', size, target, stop }) as const;
    const stopLimit = (size: string, stopPrice: string, price: string) =>
      ({ type: 'stop_limit', size, stopPrice, price, direction: 'down' }) as const;

    describe('market orders', () => {
      test('a buy by quote spends the quote with its fee, to the last digit', async () => {
        const id = await place('buy', { type: 'market', quoteSize: '1006' });
        expect(await order(id)).toMatchObject({
          status: 'filled',
          side: 'buy',
          productId: BTC,
          filledSize: '0.02',
          filledValue: '1000',
          fees: '6',
          exact: true,
        });
        expect(await balance('USD')).toEqual({ available: '998994', hold: '0' });
        expect(await balance('BTC')).toEqual({ available: '5.02', hold: '0' });
      });

      test('a sell by base brings the value less its fee', async () => {
        const id = await place('sell', { type: 'market', size: '1' });
        expect(await order(id)).toMatchObject({
          status: 'filled',
          filledValue: '50000',
          fees: '300',
        });
        expect(await balance('USD')).toEqual({ available: '1049700', hold: '0' });
        expect(await balance('BTC')).toEqual({ available: '4', hold: '0' });
      });

      test('one larger than the best level pays the next one too', async () => {
        const id = await place('buy', { type: 'market', size: '3' });
        expect(await order(id)).toMatchObject({ filledSize: '3', filledValue: '150010' });
        const { entries: fills } = await venue.fills({ venueOrderId: id });
        expect(fills.map(({ size, price }) => `${size} at ${price}`)).toEqual([
          '2 at 50000',
          '1 at 50010',
        ]);
        expect(fills.map(({ fee, liquidity }) => `${fee} ${liquidity}`)).toEqual([
          '600 taker',
          '300.06 taker',
        ]);
        expect(new Set(fills.map((fill) => fill.tradeId)).size).toBe(2);
      });
    });

    describe('limit orders', () => {
      test('one rests with its cost and fee on hold, and fills as maker when the price comes', async () => {
        const id = await place('buy', limit('0.1', '49000'));
        expect(await state(id)).toBe('open 0');
        expect(await balance('USD')).toEqual({ available: '995070.6', hold: '4929.4' });
        await harness.setPrice(BTC, '49000');
        expect(await order(id)).toMatchObject({
          status: 'filled',
          filledValue: '4900',
          fees: '19.6',
        });
        expect(await balance('USD')).toEqual({ available: '995080.4', hold: '0' });
        expect((await venue.fills({ venueOrderId: id })).entries[0]?.liquidity).toBe('maker');
      });

      test('one larger than what is offered fills in part, and the rest is cancelled', async () => {
        const id = await place('buy', limit('3', '50000'));
        expect(await state(id)).toBe('open 2');
        expect(await venue.cancel(id)).toEqual({ outcome: 'accepted' });
        expect(await order(id)).toMatchObject({
          status: 'cancelled',
          filledSize: '2',
          fees: '600',
        });
        expect(await balance('USD')).toEqual({ available: '899400', hold: '0' });
      });

      test('ioc takes what is there, fok all or nothing', async () => {
        const ioc = await place('buy', { ...limit('3', '50000'), timeInForce: 'ioc' });
        expect(await state(ioc)).toBe('cancelled 2');
        await harness.setPrice(BTC, '50000');
        const fok = await place('buy', { ...limit('3', '50000'), timeInForce: 'fok' });
        expect(await state(fok)).toBe('cancelled 0');
      });

      test('post-only is refused when it would trade at once', async () => {
        const result = await venue.place(
          request('buy', { ...limit('0.1', '50000'), postOnly: true }),
        );
        expect(result).toMatchObject({ outcome: 'rejected', reason: 'would_cross' });
        expect((await venue.openOrders()).entries).toEqual([]);
      });
    });

    describe('protection', () => {
      test('a stop-limit waits, triggers, and sells within its limit', async () => {
        const id = await place('sell', stopLimit('1', '48000', '47500'));
        expect(await balance('BTC')).toEqual({ available: '4', hold: '1' });
        await harness.setPrice(BTC, '48100');
        expect(await state(id)).toBe('open 0');
        await harness.setPrice(BTC, '47900');
        expect(await order(id)).toMatchObject({ status: 'filled', filledValue: '47900' });
      });

      test('a stop-limit that the price jumps over stays open', async () => {
        const id = await place('sell', stopLimit('1', '48000', '47500'));
        await harness.setPrice(BTC, '46000');
        expect(await state(id)).toBe('open 0');
        await harness.setPrice(BTC, '47500');
        expect(await order(id)).toMatchObject({ status: 'filled', filledValue: '47500' });
      });

      test('a bracket sells at its target', async () => {
        const id = await place('sell', bracket('1', '55000', '45000'));
        await harness.setPrice(BTC, '55500');
        expect(await order(id)).toMatchObject({
          status: 'filled',
          filledValue: '55000',
          fees: '220',
        });
      });

      test('a bracket sells at the market when its stop is reached', async () => {
        const id = await place('sell', bracket('1', '55000', '45000'));
        await harness.setPrice(BTC, '44000');
        expect(await order(id)).toMatchObject({
          status: 'filled',
          filledValue: '44000',
          fees: '264',
        });
      });

      test('two brackets share what the account has', async () => {
        const first = await place('sell', bracket('3', '55000', '45000'));
        const second = await place('sell', bracket('2', '60000', '45000'));
        const third = await venue.place(request('sell', bracket('0.1', '65000', '45000')));
        expect(third).toMatchObject({ outcome: 'rejected', reason: 'insufficient_funds' });
        await harness.setPrice(BTC, '55000');
        expect([await state(first), await state(second)]).toEqual(['filled 3', 'open 0']);
      });

      test('an attached bracket is an order of its own that covers what is filled', async () => {
        const entry = await place('buy', limit('3', '50000'), {
          attached: { target: '55000', stop: '45000' },
        });
        const own = async () =>
          (await venue.openOrders()).entries.find((each) => each.parentVenueOrderId === entry);
        expect(await own()).toMatchObject({
          status: 'open',
          side: 'sell',
          terms: bracket('2', '55000', '45000'),
        });
        await harness.setPrice(BTC, '50000');
        expect((await own())?.terms).toEqual(bracket('3', '55000', '45000'));
        const id = (await own())?.venueOrderId ?? '';
        await harness.setPrice(BTC, '44000');
        expect(await state(id)).toBe('filled 3');
      });

      test('an attached bracket is named at once, and its terms are those that were asked for', async () => {
        const result = await venue.place(
          request('buy', limit('1', '50000'), { attached: { target: '55000', stop: '45000' } }),
        );
        if (result.outcome !== 'accepted') throw new Error(JSON.stringify(result));
        const { venueOrderId, attachedVenueOrderId } = result;
        expect(await order(attachedVenueOrderId ?? '')).toMatchObject({
          parentVenueOrderId: venueOrderId,
          productId: BTC,
          side: 'sell',
          terms: bracket('1', '55000', '45000'),
        });
        await pushed(
          (each) => each.venueOrderId === attachedVenueOrderId && each.status === 'open',
        );
        const moved = request('sell', bracket('1', '55000', '48000'));
        expect(await venue.replace(attachedVenueOrderId ?? '', moved)).toMatchObject({
          outcome: 'accepted',
        });
        expect((await order(attachedVenueOrderId ?? '')).terms).toEqual(
          bracket('1', '55000', '48000'),
        );
      });

      test.each<[string, OrderRequest['side'], OrderTerms, object, string]>([
        ['to a stop-limit', 'sell', stopLimit('1', '48000', '47500'), {}, 'unsupported_order'],
        ['to a bracket', 'sell', bracket('1', '55000', '45000'), {}, 'unsupported_order'],
        ['to a spot sale', 'sell', limit('1', '51000'), {}, 'unsupported_order'],
        [
          'where there are no brackets',
          'buy',
          limit('1', '3000'),
          { productId: 'ETH-USD', attached: { target: '4000', stop: '2000' } },
          'unsupported_order',
        ],
        [
          'on one side of the entry',
          'buy',
          limit('1', '40000'),
          { attached: { target: '45000', stop: '41000' } },
          'invalid_price',
        ],
        [
          'off the price step',
          'buy',
          limit('1', '40000'),
          { attached: { target: '45000.001', stop: '39000' } },
          'precision',
        ],
      ])(
        'a bracket attached %s is refused, and the entry with it',
        async (_name, side, terms, more, reason) => {
          await harness.setPrice('ETH-USD', '3000');
          const attached = { target: '55000', stop: '45000' };
          const result = await venue.place(request(side, terms, { attached, ...more }));
          expect(result).toMatchObject({ outcome: 'rejected', reason });
          expect((await venue.openOrders()).entries).toEqual([]);
        },
      );

      test('whether a product takes attached brackets is told once it is known', async () => {
        await harness.setPrice('ETH-USD', '3000');
        const attached = { target: '55000', stop: '45000' };
        expect(venue.capabilities(BTC).attachedBracket).not.toBe(false);
        await place('buy', limit('1', '50000'), { attached });
        expect(venue.capabilities(BTC).attachedBracket).toBe(true);
        await venue.place(
          request('buy', limit('1', '3000'), {
            productId: 'ETH-USD',
            attached: { target: '4000', stop: '2000' },
          }),
        );
        expect(venue.capabilities('ETH-USD').attachedBracket).toBe(false);
      });

      test('an attached bracket goes when its entry fills nothing', async () => {
        const entry = await place('buy', limit('1', '49000'), {
          attached: { target: '55000', stop: '45000' },
        });
        await venue.cancel(entry);
        expect((await venue.openOrders()).entries).toEqual([]);
      });
    });

    describe('changes', () => {
      test('a resting limit order moves in place', async () => {
        const first = request('buy', limit('0.1', '40000'));
        const result = await venue.place(first);
        const id = result.outcome === 'accepted' ? result.venueOrderId : '';
        const moved = await venue.replace(id, { ...first, terms: limit('0.2', '41000') });
        expect(moved).toEqual({ outcome: 'accepted', venueOrderId: id });
        expect((await order(id)).terms).toMatchObject({ size: '0.2', price: '41000' });
        expect((await balance('USD')).hold).toBe('8249.2');
      });

      test('the stop of a bracket moves, and its target stays', async () => {
        const first = request('sell', bracket('1', '55000', '45000'));
        const result = await venue.place(first);
        const id = result.outcome === 'accepted' ? result.venueOrderId : '';
        await venue.replace(id, { ...first, terms: bracket('1', '55000', '49000') });
        await harness.setPrice(BTC, '48500');
        expect(await order(id)).toMatchObject({ status: 'filled', filledValue: '48500' });
      });

      test('what is done can be neither changed nor cancelled', async () => {
        const done = request('buy', { type: 'market', quoteSize: '1006' });
        const result = await venue.place(done);
        const id = result.outcome === 'accepted' ? result.venueOrderId : '';
        expect(await venue.cancel(id)).toMatchObject({
          outcome: 'rejected',
          reason: 'order_state',
        });
        const change = await venue.replace(id, { ...done, terms: limit('0.2', '41000') });
        expect(change).toMatchObject({ outcome: 'rejected', reason: 'order_state' });
        expect(await venue.cancel('00000000-0000-4000-8000-000000000000')).toMatchObject({
          outcome: 'rejected',
        });
      });
    });

    describe('refusals', () => {
      test.each([
        ['more money than there is', 'buy', limit('100', '50000'), {}, 'insufficient_funds'],
        ['more base than there is', 'sell', limit('6', '50000'), {}, 'insufficient_funds'],
        ['a size off its step', 'buy', limit('0.000000001', '50000'), {}, 'precision'],
        ['a price off its step', 'buy', limit('0.1', '50000.001'), {}, 'precision'],
        [
          'a bracket on one side of the price',
          'sell',
          bracket('1', '49000', '45000'),
          {},
          'invalid_price',
        ],
        [
          'a product that is closed',
          'buy',
          limit('10', '1'),
          { productId: 'MATIC-USD' },
          'product_unavailable',
        ],
        [
          'a product there is not',
          'buy',
          limit('1', '1'),
          { productId: 'NOPE-USD' },
          'product_unavailable',
        ],
        [
          'a bracket where there is none',
          'sell',
          bracket('1', '4000', '2000'),
          { productId: 'ETH-USD' },
          'unsupported_order',
        ],
      ] as const)('%s', async (_name, side, terms, more, reason) => {
        await harness.setPrice('ETH-USD', '3000');
        const before = await venue.balances();
        const result = await venue.place(request(side, terms, more));
        expect(result).toMatchObject({ outcome: 'rejected', reason });
        expect(result.outcome === 'rejected' && result.message).toMatch(/\S.*\.$/);
        expect((await venue.openOrders()).entries).toEqual([]);
        expect(await venue.balances()).toEqual(before);
      });
    });

    describe('the state of a product', () => {
      const gtc = limit('0.1', '40000');
      const market = { type: 'market', size: '0.1' } as const;
      const ioc = { ...gtc, timeInForce: 'ioc' } as const;
      const quiet = { ...gtc, postOnly: true } as const;
      const exit = bracket('0.1', '60000', '45000');

      async function outcomes(
        productId: string,
        all: readonly [OrderRequest['side'], OrderTerms][],
      ) {
        const told = [];
        for (const [side, terms] of all) {
          const result = await venue.place(request(side, terms, { productId }));
          if (result.outcome === 'accepted') await venue.cancel(result.venueOrderId);
          told.push(result.outcome === 'rejected' ? result.reason : result.outcome);
        }
        return told;
      }

      test.each<[Product['status'], string[]]>([
        ['online', ['accepted', 'accepted', 'accepted', 'accepted']],
        ['limit_only', ['product_unavailable', 'accepted', 'accepted', 'accepted']],
        [
          'post_only',
          ['product_unavailable', 'product_unavailable', 'accepted', 'product_unavailable'],
        ],
        ['cancel_only', Array(4).fill('product_unavailable')],
        ['view_only', Array(4).fill('product_unavailable')],
        ['disabled', Array(4).fill('product_unavailable')],
      ])(
        '%s: takes what it says it takes, tells its state, and lets go of what rests',
        async (status, expected) => {
          const resting = await place('buy', gtc);
          await harness.setProduct(BTC, { status });
          expect(await venue.product(BTC)).toMatchObject({ id: BTC, status });
          expect(
            await outcomes(BTC, [
              ['sell', market],
              ['buy', ioc],
              ['buy', quiet],
              ['sell', exit],
            ]),
          ).toEqual(expected);
          expect(await venue.cancel(resting)).toEqual({ outcome: 'accepted' });
          await harness.setProduct(BTC, { status: 'online' });
          expect(await outcomes(BTC, [['sell', market]])).toEqual(['accepted']);
        },
      );

      test('steps that were made coarser are told, and an order finer than them is refused as such', async () => {
        await harness.setProduct(BTC, { baseIncrement: '0.001' });
        expect((await venue.product(BTC))?.baseIncrement).toBe('0.001');
        const fine = await venue.place(request('buy', limit('0.0015', '40000')));
        expect(fine).toMatchObject({ outcome: 'rejected', reason: 'precision' });
        expect(await venue.place(request('buy', limit('0.002', '40000')))).toMatchObject({
          outcome: 'accepted',
        });
      });

      test('there is no product of a name that nobody lists', async () => {
        expect(await venue.product('NOPE-USD')).toBeNull();
      });

      const one = limit('1', '40000');
      const FUTURES: readonly [OrderRequest['side'], OrderTerms][] = [
        ['buy', { type: 'market', size: '1' }],
        ['buy', one],
        ['buy', { ...one, timeInForce: 'ioc' }],
        ['sell', stopLimit('1', '45000', '44000')],
      ];
      test.each<[NonNullable<Product['session']>['state'], string[]]>([
        ['open', ['accepted', 'accepted', 'accepted', 'accepted']],
        ['after_hours', ['not_now', 'accepted', 'not_now', 'not_now']],
        ['closed', ['not_now', 'not_now', 'not_now', 'not_now']],
      ])(
        'a future whose session is %s takes its orders or says not now, and learns nothing',
        async (state, expected) => {
          await harness.setPrice(FUTURE, '50000');
          const opensAt = Date.UTC(2031, 0, 1);
          const open = state === 'open';
          await harness.setProduct(FUTURE, { session: { state, ...(open ? {} : { opensAt }) } });
          expect((await venue.product(FUTURE))?.session).toEqual(
            open ? { state } : { state, opensAt },
          );
          expect(await outcomes(FUTURE, FUTURES)).toEqual(expected);
          expect(venue.capabilities(FUTURE)).toMatchObject({ bracket: true, stopLimit: true });
        },
      );

      test('what rests on a future can not be cancelled while its market is closed', async () => {
        await harness.setPrice(FUTURE, '50000');
        const resting = await place('buy', one, { productId: FUTURE });
        await harness.setProduct(FUTURE, { session: { state: 'closed' } });
        expect(await venue.cancel(resting)).toMatchObject({
          outcome: 'rejected',
          reason: 'not_now',
        });
        await harness.setProduct(FUTURE, { session: { state: 'open' } });
        expect(await venue.cancel(resting)).toEqual({ outcome: 'accepted' });
      });

      test('a future that expires is paid out at its last price without a fee, and its orders end', async () => {
        await harness.setPrice(FUTURE, '50000');
        const on = { productId: FUTURE, leverage: '5' };
        await place('sell', { type: 'market', size: '10' }, on);
        const stop = await place('buy', bracket('10', '45000', '55000'), on);
        const waits = await place('buy', limit('1', '40000'), on);
        await harness.setPrice(FUTURE, '48000');
        await harness.setProduct(FUTURE, { expiresAt: Date.now() - 1000 });
        await harness.setPrice(BTC, '50000');
        expect((await venue.positions()).entries).toEqual([]);
        expect((await venue.openOrders()).entries).toEqual([]);
        for (const id of [stop, waits]) {
          expect(await order(id)).toMatchObject({ status: 'expired', filledSize: '0' });
        }
        // 200 won, 30 paid to enter.
        expect(await balance('USD')).toEqual({ available: '1000170', hold: '0' });
      });

      test('a future that has expired takes nothing', async () => {
        await harness.setPrice(FUTURE, '50000');
        const expiresAt = Date.now() - 1000;
        await harness.setProduct(FUTURE, { expiresAt });
        expect((await venue.product(FUTURE))?.expiresAt).toBe(expiresAt);
        expect(await outcomes(FUTURE, FUTURES)).toEqual(Array(4).fill('product_unavailable'));
      });
    });

    describe('what is there', () => {
      test('a repeated request ends in one order', async () => {
        const once = request('buy', limit('0.1', '40000'));
        const first = await venue.place(once);
        expect(await venue.place(once)).toEqual(first);
        expect((await venue.openOrders()).entries).toHaveLength(1);
      });

      test.each<[string, Partial<OrderRequest>]>([
        ['another product', { productId: 'SOL-USD' }],
        ['the other side', { side: 'sell' }],
        ['another size', { terms: limit('0.2', '40000') }],
        ['another kind', { terms: { ...limit('0.1', '40000'), timeInForce: 'ioc' } }],
      ])('a used id with %s is refused, and the order of that id stands', async (_name, other) => {
        await harness.setPrice('SOL-USD', '100');
        const once = request('buy', limit('0.1', '40000'));
        const first = await venue.place(once);
        const before = (await venue.openOrders()).entries;
        const result = await venue.place({ ...once, ...other });
        expect(result).toMatchObject({ outcome: 'rejected', reason: 'id_taken' });
        expect((await venue.openOrders()).entries.map(({ terms }) => terms)).toEqual(
          before.map(({ terms }) => terms),
        );
        expect(await venue.place(once)).toEqual(first);
      });

      test('open orders are listed with their terms, and found by our own id', async () => {
        const before = Date.now() - 60_000;
        const mine = request('buy', limit('0.1', '40000'));
        await venue.place(mine);
        const stop = await place('sell', stopLimit('1', '48000', '47500'));
        const { entries: open } = await venue.openOrders();
        expect(open.map((each) => each.terms)).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ type: 'limit', price: '40000' }),
            stopLimit('1', '48000', '47500'),
          ]),
        );
        const found = await venue.findOrder(mine.clientOrderId, BTC, before);
        expect(found).toMatchObject({ clientOrderId: mine.clientOrderId, status: 'open' });
        expect(await venue.findOrder('never-sent', BTC, before)).toBeNull();
        expect(await venue.order('00000000-0000-4000-8000-000000000000')).toBeNull();
        await venue.cancel(stop);
        expect((await venue.openOrders()).entries).toHaveLength(1);
      });

      test('orders asked about together are told like each by itself, with their fills', async () => {
        const bought = await place('buy', { type: 'market', quoteSize: '1006' });
        const resting = await place('buy', limit('0.1', '40000'));
        const ids = [bought, resting, '00000000-0000-4000-8000-000000000000'];
        const together = await Promise.all(ids.map((id) => venue.order(id)));
        expect(together[0]).toMatchObject({
          order: { venueOrderId: bought, status: 'filled', exact: true },
          fills: (await venue.fills({ venueOrderId: bought })).entries,
        });
        expect(together[0]?.fills).not.toEqual([]);
        expect(together[1]).toMatchObject({ order: { venueOrderId: resting, status: 'open' } });
        expect(together[1]?.fills).toEqual([]);
        expect(together[2]).toBeNull();
      });

      test('fills are listed by order and by product, oldest first', async () => {
        await harness.setPrice('SOL-USD', '100');
        const first = await place('buy', { type: 'market', quoteSize: '1006' });
        await place('buy', { type: 'market', quoteSize: '503' }, { productId: 'SOL-USD' });
        const third = await place('sell', { type: 'market', size: '1' });
        const { entries: ofBtc } = await venue.fills({ productId: BTC });
        expect(ofBtc.map((fill) => fill.venueOrderId)).toEqual([first, third]);
        expect((await venue.fills({ venueOrderId: third })).entries).toMatchObject([
          { side: 'sell', price: '50000', size: '1', fee: '300', productId: BTC },
        ]);
        expect((await venue.fills({ since: Date.now() + 60_000 })).entries).toEqual([]);
      });

      test('the fees of the account are told', async () => {
        expect(await venue.fees()).toEqual({ maker: '0.004', taker: '0.006' });
      });

      test('products carry the steps and limits that orders are held to', async () => {
        const { entries: products } = await venue.products();
        expect(products.find(({ id }) => id === BTC)).toMatchObject({
          base: 'BTC',
          quote: 'USD',
          type: 'spot',
          baseIncrement: '0.00000001',
          priceIncrement: '0.01',
          status: 'online',
        });
        expect(products.find(({ id }) => id === 'BTC-USDC')?.aliasOf).toBe(BTC);
        expect(products.find(({ id }) => id === 'MATIC-USD')?.status).toBe('view_only');
        expect(products.find(({ id }) => id === FUTURE)?.contractSize).toBe('0.01');
      });
    });

    describe('pushes', () => {
      test('an order is reported from its acceptance to its end', async () => {
        const mine = request('buy', limit('0.1', '49000'));
        const result = await venue.place(mine);
        const id = result.outcome === 'accepted' ? result.venueOrderId : '';
        const first = await pushed((each) => each.venueOrderId === id && each.status === 'open');
        expect(first).toMatchObject({ clientOrderId: mine.clientOrderId, filledSize: '0' });
        await harness.setPrice(BTC, '49000');
        const last = await pushed((each) => each.venueOrderId === id && each.status === 'filled');
        expect(last).toMatchObject({ filledSize: '0.1', filledValue: '4900', fees: '19.6' });
      });

      test('a partial fill is reported with the sums so far', async () => {
        const id = await place('buy', limit('3', '50000'));
        const report = await pushed((each) => each.venueOrderId === id && each.filledSize === '2');
        expect(report).toMatchObject({ status: 'open', filledValue: '100000', fees: '600' });
        await venue.cancel(id);
        await pushed((each) => each.venueOrderId === id && each.status === 'cancelled');
      });

      test('the first thing told is that the connection is up', () => {
        expect(events[0]?.type).toBe('connected');
      });
    });

    describe('derivatives', () => {
      test('a short is a negative position, protected by a buying bracket', async () => {
        await harness.setPrice(FUTURE, '50000');
        const on = { productId: FUTURE, leverage: '5' };
        const entry = await place('sell', { type: 'market', size: '10' }, on);
        expect(await order(entry)).toMatchObject({
          filledSize: '10',
          filledValue: '5000',
          fees: '30',
        });
        expect((await venue.positions()).entries).toMatchObject([
          { productId: FUTURE, size: '-10', averageEntry: '50000' },
        ]);
        const exit = await place('buy', bracket('10', '45000', '55000'), on);
        await harness.setPrice(FUTURE, '45000');
        expect(await order(exit)).toMatchObject({
          status: 'filled',
          filledValue: '4500',
          fees: '18',
        });
        expect((await venue.positions()).entries).toEqual([]);
        // 500 won, 48 paid.
        expect(await balance('USD')).toEqual({ available: '1000452', hold: '0' });
      });
    });
  });
}
