import { describe, expect, test } from 'vitest';
import { dec } from '../../../src/trading/money.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { realized } from '../../../src/trading/strategy/model/sums.ts';
import { untilNone } from '../../support/bot/botProcess.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const FUTURE = 'BIP-20DEC30-CDE';

describe.each(['paper', 'sandbox'] as const)(
  'a future that expires, on the %s account',
  (account) => {
    async function shorted() {
      const network = await testNetwork(account === 'paper' ? { paper: true, key: null } : {});
      const { coinbase, discord, post, pilotfish } = network;
      for (const id of ['BTC-USD', FUTURE]) await coinbase.setPrice(id, '60000');
      await writeSettings(
        pilotfish().app.db,
        'defaults',
        { quoteSize: '3000' },
        'owner',
        Date.now(),
      );
      await post('SHORT #BTC/USDT\nEntry: market\nSL: 63000\nTP1: 50000\nTP2: 45000');
      await notice(discord, /^Open: short/);
      await network.settled();
      const newest = async () => {
        const [position] = await listPositions(pilotfish().app.db, { limit: 1 });
        if (!position) throw new Error('nothing was opened');
        return position;
      };
      expect(await newest()).toMatchObject({ account, product: { id: FUTURE }, status: 'open' });
      return { ...network, newest };
    }

    test('is settled at its last price, told as that, and leaves nothing behind', async () => {
      const { coinbase, discord, pilotfish, newest, settled } = await shorted();
      await coinbase.setPrice(FUTURE, '58000');
      await settled();
      const venue = () => pilotfish().app.venues[account];
      await coinbase.setProduct(FUTURE, { expiresAt: Date.now() + 2_000 });
      await pilotfish().app.reconcile();
      await untilNone(async () => {
        // A look-alike whose prices are set by hand does nothing by itself.
        await coinbase.setPrice(FUTURE, '58000');
        await pilotfish().app.reconcile();
        return (await newest()).status === 'closed' ? [] : ['it is open'];
      }, 20_000);
      await notice(discord, /^Closed short/);
      await settled();

      const position = await newest();
      expect(position).toMatchObject({ status: 'closed', closeReason: 'settled' });
      // A contract is 0.01 BTC, and it fell by 2,000.
      const { gross } = realized(position);
      const contracts = dec(position.outside.size);
      expect(gross.toFixed()).toBe(contracts.mul('0.01').mul(2_000).toFixed());
      expect((await venue()?.positions())?.entries).toEqual([]);
      expect((await venue()?.openOrders())?.entries).toEqual([]);

      const told = (await noticesIn(discord)).join('\n');
      expect(told).toMatch(/its contract expired and was settled/);
      expect(told).not.toMatch(/By hand at the venue/);
      expect(told).not.toMatch(/Order refused/);
    });
  },
);
