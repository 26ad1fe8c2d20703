import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { notice, noticesIn } from '../../support/notices.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { press, textOf } from '../../support/press.ts';

const SIGNAL = 'LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000';

async function started(): Promise<TestNetwork> {
  const network = await testNetwork();
  await network.coinbase.setPrice('BTC-USD', '60000');
  return network;
}

const positions = ({ pilotfish }: TestNetwork) => listPositions(pilotfish().app.db, { limit: 10 });
const signals = ({ pilotfish }: TestNetwork) => listSignals(pilotfish().app.db, { limit: 10 });

/** A signal that is taken in and waits, as its market can't be asked yet. */
async function waitingSignal({ coinbase, discord }: TestNetwork) {
  await coinbase.behave({ silent: true });
  await coinbase.fault({ kind: 'status', on: 'trades', status: 503, times: 1_000 });
  const asked = coinbase.waitFor(
    (event) => event.type === 'request' && event.route === 'trades' && event.status === 503,
  );
  const message = await discord.post('signals', 'provider', SIGNAL);
  await asked;
  return message;
}

async function marketIsBack({ coinbase }: TestNetwork): Promise<void> {
  await coinbase.clearFaults();
  await coinbase.behave({ silent: false });
}

test('a message that is read from its menu before it is worked is worked all the same', async () => {
  const network = await started();
  const { discord } = network;
  const message = await waitingSignal(network);
  const read = await discord.contextMenu('owner', 'Read signal', { message });
  expect(textOf(read)).toContain('Reads as: long BTC');
  await marketIsBack(network);
  await notice(discord, /^Signal taken: long BTC-USD/);
  await network.settled();
  expect(await positions(network)).toHaveLength(1);
  // One reading, the watch's own.
  expect(await signals(network)).toMatchObject([{ watchId: 1, outcome: 'taken', positionId: '1' }]);
  expect((await noticesIn(discord)).join('\n')).not.toContain('could not be worked');
});

test('a message that comes while the database can take nothing is worked once it can', async () => {
  const network = await started();
  const { discord, pilotfish, untilLogged } = network;
  const { db } = pilotfish().app;
  await sql`create function full_disk() returns trigger language plpgsql as
    $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$`.execute(db);
  await sql`create trigger full_disk before insert on readings
    execute function full_disk()`.execute(db);
  await discord.post('signals', 'provider', SIGNAL);
  await untilLogged('the database can not be written to', 1);
  expect(pilotfish().app.databaseTrouble()).toMatchObject({ kind: 'full' });
  await sql`drop trigger full_disk on readings`.execute(db);
  await notice(discord, /^Signal taken: long BTC-USD/);
  expect((await noticesIn(discord)).join('\n')).not.toContain('could not be worked');
});

test('one that is traded from its menu before it is worked is traded once', async () => {
  const network = await started();
  const { discord } = network;
  const message = await waitingSignal(network);
  const asked = await discord.contextMenu('owner', 'Trade signal', { message });
  await marketIsBack(network);
  const again = await press(discord, 'owner', asked, 'Trade anyway …');
  expect(textOf(await press(discord, 'owner', again, 'Trade'))).toContain('Taken: position 1');
  await notice(discord, /^Open: long/);
  await network.pilotfish().processAll();
  // What comes next in the channel is worked behind it.
  await network.post('good morning');
  expect(await positions(network)).toHaveLength(1);
  expect(await signals(network)).toMatchObject([{ outcome: 'taken', positionId: '1' }]);
  expect((await noticesIn(discord)).join('\n')).not.toContain('could not be worked');
});

test('one that is read from its menu before it is taken in is taken in when it can be', async () => {
  const network = await started();
  const { discord } = network;
  await discord.setInstalled('owner', true);
  await discord.setPermissions('signals', 'pilotfish', { deny: ['viewChannel'] });
  const message = await discord.post('signals', 'provider', SIGNAL);
  const read = await discord.contextMenu('owner', 'Read signal', { message });
  expect(textOf(read)).toContain('Reads as: long BTC');
  await network.stop();
  await discord.setPermissions('signals', 'pilotfish', { allow: ['viewChannel'] });
  await network.start();
  await notice(discord, /^Signal taken: long BTC-USD/);
  expect(await positions(network)).toHaveLength(1);
  expect(await signals(network)).toMatchObject([{ watchId: 1, outcome: 'taken', positionId: '1' }]);
});
