import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { untilNone } from '../../support/bot/botProcess.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';
import { textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

/** A position whose card says how it is guarded, and then a user channel that does not come back. */
async function cutOff(unsupported: ('bracket' | 'stop_limit')[], guarded: string) {
  const network = await testNetwork({
    venueTiming: {
      // Long enough that a machine that is busy for a second is not taken for a connection that is gone.
      silence: 2_000,
      orderAnswer: 5_000,
      readAnswer: 5_000,
      patience: 2_000,
    },
  });
  const { coinbase, discord, post, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await coinbase.setProduct('BTC-USD', { unsupported });
  await post(SIGNAL);
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  // Cut sooner, the report that the stop rests could be lost with the link.
  await untilNone(async () => {
    const text = textOf(await discord.command('owner', 'pilotfish', 'position', { id: '1' }));
    return text.includes(guarded) ? [] : [`not yet "${guarded}": ${text}`];
  }, 30_000);
  await coinbase.fault({ kind: 'status', on: 'subscribe', status: 503, times: 1_000 });
  await coinbase.dropSockets('user');
  return network;
}

test('the owner is told when the stop depends on a connection that is down; the bot closes all the same', async () => {
  const { discord, coinbase, pilotfish } = await cutOff(
    ['bracket', 'stop_limit'],
    'by the bot alone, and only while it runs',
  );
  const told = await notice(discord, /^The connection for order reports is down/);
  expect(told.text).toMatch(/BTC.*USD.*position 1.* has no stop resting at the venue/);

  await coinbase.setPrice('BTC-USD', '57900');
  await notice(discord, /^Closed long BTC-USD/);
  const [position] = await listPositions(pilotfish().app.db, { limit: 1 });
  expect(position).toMatchObject({ status: 'closed', closeReason: 'stop' });
});

test('while the stop rests at the venue nobody is woken', async () => {
  const { coinbase, discord, pilotfish } = await cutOff([], 'target and stop rest at the venue');
  await pilotfish().app.reconcile();
  // By the time of the fourth try to connect it has been down for longer than the owner waits.
  await untilNone(async () => {
    const [fault] = await coinbase.faults();
    return (fault?.times ?? 0) <= 996 ? [] : ['it has not tried often'];
  }, 30_000);
  expect((await noticesIn(discord)).join()).not.toContain('is down');
});
