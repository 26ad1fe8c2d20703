import { expect, test } from 'vitest';
import { readByHand } from '../../src/trading/inbox/byHand.ts';
import { Decimal } from '../../src/trading/money.ts';
import { readJournal } from '../../src/trading/store/core/commit.ts';
import type { OwnerAct, OwnerEvent } from '../../src/trading/strategy/model/event.ts';
import type { Trader } from '../../src/trading/trader/trader.ts';
import { VenueError } from '../../src/trading/venue/venue.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';

const LONG = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

/** What every way to the trader must do; `reach` gives the way to the one that runs in a network. */
export function traderContract(reach: (network: TestNetwork) => Promise<Trader>): void {
  async function world() {
    const network = await testNetwork({ balances: { USD: '1000', BTC: '0.5' } });
    await network.coinbase.setPrice('BTC-USD', '60000');
    const { app } = network.pilotfish();
    const event = (act: OwnerAct): OwnerEvent => ({ type: 'owner', at: app.now(), by: '7', act });
    /** A signal that was read by hand, and not traded. */
    const read = async (id: string) => {
      const [row] = await readByHand(app, {
        messageId: id,
        kind: 'posted',
        revision: 0,
        channelId: '100000000000000009',
        authorId: '7',
        authorName: 'owner',
        repliedToMessageId: null,
        body: { text: LONG },
        postedAt: app.now(),
        receivedAt: app.now(),
      });
      if (row === undefined) throw new Error('nothing was read');
      return row;
    };
    return { ...network, app, event, read, trader: await reach(network) };
  }

  test('an act is committed when it is answered, and done once however often it is sent', async () => {
    const { trader, event, app } = await world();
    const pause = event({ act: 'pause', reason: 'a look first' });
    expect(await trader.act(pause, 'pause 1')).toEqual({ changed: [] });
    expect((await trader.state()).halt).toMatchObject({ reason: 'a look first', by: '7' });
    await trader.act(event({ act: 'resume' }), 'resume 1');
    expect((await trader.state()).halt).toBeNull();
    await trader.act(pause, 'pause 1');
    expect((await trader.state()).halt).toBeNull();
    const acts = (await readJournal(app.db)).filter(({ type }) => type === 'owner');
    expect(acts).toHaveLength(2);
  });

  test('a signal is traded once, with what became of it; what is changed is named, and a no is one', async () => {
    const { trader, event, read, pilotfish } = await world();
    const row = await read('100000000000000011');
    const how = { share: 'half', said: { waived: null } } as const;
    const [one, other] = await Promise.all([
      trader.trade(row, how, 'trade 1'),
      trader.trade(row, how, 'trade 1'),
    ]);
    expect(one).toEqual({ outcome: { outcome: 'taken', positionId: '1' } });
    expect(other).toEqual(one);
    await pilotfish().processAll();
    expect((await trader.state()).positions.size).toBe(1);
    const closed = await trader.act(
      event({ act: 'close', positionId: '1', percent: '50' }),
      'close 1',
    );
    expect(closed).toEqual({
      outcome: { outcome: 'applied', positionIds: ['1'] },
      changed: ['1'],
    });
    const denied = await trader.act(
      event({ act: 'close', positionId: '99', percent: '50' }),
      'close 2',
    );
    expect(denied.outcome).toMatchObject({ outcome: 'denied', why: expect.any(String) });
  });

  test('the market of a signal and of a product, and the no of a coin that is not traded', async () => {
    const { trader, read } = await world();
    const { reading } = await read('100000000000000012');
    if (reading.kind !== 'signal') throw new Error('no signal was read');
    const market = await trader.market(reading, false);
    expect(market).toMatchObject({ account: 'sandbox', price: { last: '60000' } });
    const unknown = await trader.market({ ...reading, symbol: 'NOSUCHCOIN' }, true);
    expect(unknown).toMatchObject({ denied: { why: expect.stringContaining('NOSUCHCOIN') } });
    const product = await trader.product('BTC-USD');
    if (product === null) throw new Error('BTC-USD is not known');
    expect(await trader.marketOf(product, '1')).toMatchObject({
      product: { id: 'BTC-USD' },
      baseAvailable: '0.5',
    });
    expect(await trader.product('NO-SUCH')).toBeNull();
  });

  test('what the account holds, whose orders are not the bot’s, and what it does not know', async () => {
    const { trader, app } = await world();
    const { entries, unreadable } = await trader.balances();
    expect(unreadable).toEqual([]);
    expect(entries).toContainEqual(expect.objectContaining({ asset: 'BTC', available: '0.5' }));
    const { install } = app.engine.state();
    const order = { productId: 'BTC-USD', side: 'buy', clientOrderId: 'by hand' } as const;
    const terms = { type: 'limit', size: '0.01', price: '50000', timeInForce: 'gtc' } as const;
    await app.venues.sandbox?.place({ ...order, terms: { ...terms, size: '0.001' } });
    const own = { ...order, clientOrderId: `${install}-77-1` };
    await app.venues.sandbox?.place({ ...own, terms: { ...terms, price: '61000' } });
    expect(await trader.strangeOrders()).toMatchObject([{ clientOrderId: 'by hand' }]);
    const [found] = await trader.unknownPositions();
    expect(found).toMatchObject({ positionId: '77', productId: 'BTC-USD' });
    expect(found?.size).toEqual(new Decimal('0.01'));
  });

  test('how it is, and that there is no live in a sandbox', async () => {
    const { trader } = await world();
    expect(await trader.status()).toMatchObject({
      venue: { up: true },
      prices: { up: true },
      waiting: { orders: 0 },
      venueTroubles: [],
      secondReader: null,
    });
    expect(await trader.checkLive()).toBeNull();
  });

  test('a venue that can’t be asked is an error of the venue’s, in its words', async () => {
    const { trader, coinbase } = await world();
    await coinbase.fault({ kind: 'status', on: 'accounts', status: 401, times: 100 });
    const failure = await trader.balances().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(VenueError);
    expect((failure as Error).message).toMatch(/Coinbase/);
  });
}
