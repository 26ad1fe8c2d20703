import { expect, test } from 'vitest';
import { readJournal } from '../../../src/trading/store/core/commit.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { toJson } from '../../../src/trading/strategy/book/stateJson.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import type { State } from '../../../src/trading/strategy/model/state.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

const plain = (state: State) => ({
  ...toJson(state),
  positions: state.positions.toList().toJSON(),
});

test('the journal of a day alone gives the state that the day ended in', async () => {
  const network = await testNetwork();
  const { coinbase, discord, post, pilotfish } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await coinbase.setPrice('ETH-USD', '3000');
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000\nTP2: 66000');
  await notice(discord, /^Open: long .* BTC at/);
  await post('LONG #ETH/USDT\nEntry: 2950\nSL: 2900\nTP1: 3200');
  await network.settled();
  await coinbase.setPrice('BTC-USD', '63100');
  await notice(discord, /^Sold/);
  await post('Move BTC stop to entry');
  await network.settled();
  await network.restart();
  await post('Cancel the ETH entry');
  await network.settled();
  await coinbase.setPrice('BTC-USD', '59900');
  await notice(discord, /^Closed long BTC-USD/);
  await network.settled();

  const { app } = pilotfish();
  const events = await readJournal(app.db);
  const { install } = app.engine.state();
  const replayed = events.reduce((state, event) => decide(state, event).state, emptyState(install));
  expect(events.length).toBeGreaterThan(10);
  expect(plain(replayed)).toEqual(plain(app.engine.state()));
});
