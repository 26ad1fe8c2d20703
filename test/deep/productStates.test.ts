import { afterAll, expect, test } from 'vitest';
import type { CoinbaseControl, Fault } from '../../sandbox/coinbase/control/control.ts';
import { listPositions } from '../../src/trading/store/core/positions.ts';
import { untilNone } from '../support/bot/botProcess.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { press, textOf } from '../support/press.ts';
import { disagreements } from '../support/runs/agreement.ts';
import { holdings, printTable, watchBare } from '../support/runs/bareLife.ts';

/** Between the end of what protects and the exit that is taken, or protection that is put back. */
const BARE_AT_MOST_S = 10;

const status = (to: 'limit_only' | 'view_only' | 'cancel_only' | 'post_only' | 'online') => ({
  begin: (coinbase: CoinbaseControl) => coinbase.setProduct('BTC-USD', { status: to }),
});
const refused = (reason: string, times: number) => ({
  begin: (coinbase: CoinbaseControl) =>
    coinbase.fault({
      kind: 'reject_create',
      reason,
      side: 'sell',
      orderType: 'market',
      times,
    } as Fault),
});

const TROUBLES: Record<string, { begin(coinbase: CoinbaseControl): Promise<void> }> = {
  limit_only: status('limit_only'),
  view_only: status('view_only'),
  cancel_only: status('cancel_only'),
  post_only: status('post_only'),
  'exit refused for its size': refused('INVALID_SIZE_PRECISION', 2),
  'exit refused for its funds': refused('INSUFFICIENT_FUND', 2),
  'exit refused without a reason': refused('UNKNOWN_FAILURE_REASON', 3),
};

const ACTS: Record<string, (network: TestNetwork, signal: { id: string }) => Promise<unknown>> = {
  'the provider closes': (network, signal) =>
    network.post({ content: 'Close BTC now', replyTo: signal }),
  'half is closed': (network, signal) =>
    network.post({ content: 'Close half of BTC', replyTo: signal }),
  'the time is up for all (panic)': async ({ discord }) => {
    const asked = await discord.command('owner', 'pilotfish', 'panic');
    const pressed = await press(discord, 'owner', asked, 'Close everything');
    expect(textOf(pressed)).toContain('PANIC');
  },
};

const table = new Map<string, Map<string, string>>();
const sums = { lives: 0, wrong: 0, orders: 0 };

afterAll(() => {
  printTable(
    'Each cell: for how many seconds at most something was held without a stop at the exchange.',
    table,
  );
  process.stdout.write(
    `${sums.lives} lives, ${sums.wrong} wrong: ${sums.orders} orders at the exchange, each once.\n`,
  );
});

test.each(Object.entries(TROUBLES))(
  'a product or an exit in trouble (%s) keeps its protection until it is left',
  async (name, trouble) => {
    const cells = new Map<string, string>();
    table.set(name, cells);
    const failures: string[] = [];
    for (const [what, act] of Object.entries(ACTS)) {
      const network = await testNetwork({ balances: { USD: '1000000' } });
      const { coinbase, discord, pilotfish } = network;
      const before = await holdings(coinbase);
      await coinbase.setPrice('BTC-USD', '60000');
      const signal = await network.post(
        'LONG BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000\nTP2: 66000',
      );
      await pilotfish().processAll();
      const watch = watchBare(coinbase, before);
      const isOpen = async () =>
        (await listPositions(pilotfish().app.db, { open: true, limit: 1 })).length > 0;
      try {
        await trouble.begin(coinbase);
        await act(network, signal);
        await coinbase.setPrice('BTC-USD', '60100');
        // As long as it takes to give up, and to try again.
        await untilNone(
          async () => ((await isOpen()) && watch.seconds() < 8 ? ['it is being tried'] : []),
          30_000,
        );
        await coinbase.setProduct('BTC-USD', { status: 'online' });
        await coinbase.clearFaults();
        await pilotfish().app.reconcile();
        if (what === 'half is closed' && (await isOpen())) {
          await network.post({ content: 'Close BTC now', replyTo: signal });
        }
        await untilNone(
          async () => ((await isOpen()) ? ['the position has not ended'] : []),
          90_000,
        );
        await pilotfish().processAll();
        const { db } = pilotfish().app;
        const wrong = await disagreements(
          { db, discord, coinbase, before },
          { posted: [], edited: new Map() },
        );
        if (wrong.length > 0) throw new Error(wrong.join('; '));
        cells.set(what, watch.longest().toFixed(1));
        if (watch.longest() > BARE_AT_MOST_S)
          failures.push(`${what}: bare for ${watch.longest()} s`);
      } catch (error) {
        cells.set(what, 'WRONG');
        sums.wrong += 1;
        failures.push(`${what}: ${(error as Error).message}`);
      }
      await watch.stop();
      sums.lives += 1;
      sums.orders += (await coinbase.orders()).length;
    }
    expect(failures).toEqual([]);
  },
);
