import { expect, test } from 'vitest';
import { digestCard } from '../../../src/notices/cards/digestCard.ts';
import { summarize } from '../../../src/trading/store/results/summary.ts';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

test('the digest of a day says what it came to, what was refused and why, and what is open', async () => {
  const { discord, coinbase, pilotfish, post } = await testNetwork();
  await coinbase.setPrice('BTC-USD', '60000');
  await coinbase.setPrice('ETH-USD', '3000');
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  await notice(discord, /^Open: long/);
  await pilotfish().processAll();
  await coinbase.setPrice('BTC-USD', '63100');
  await notice(discord, /^Closed long BTC-USD: \+/);
  await post('LONG #ETH/USDT\nEntry: market\nSL: 2900\nTP1: 3300');
  await post('LONG #NOSUCHCOIN/USDT\nEntry: market\nSL: 1\nTP1: 3');
  await post('LONG BTC\nEntry: 60000\nSL: 65000\nTP: 70000');
  await pilotfish().processAll();

  const { db } = pilotfish().app;
  const day = Date.now() - (Date.now() % 86_400_000);
  const summary = await summarize(db, 'sandbox', day, day + 86_400_000);
  const embed = digestCard({
    kind: 'daily_summary',
    account: 'sandbox',
    day: '2026-05-04',
    ...summary,
  });
  expect(embed.author?.name).toBe('SANDBOX');
  expect(embed.description).toMatch(/^\*\*\+\$3\.\d\d\*\* from 1 trade, 1 won, \$1\.\d\d in fees/);
  expect(embed.description).toMatch(/The account is worth \$[\d,]+\.\d\d/);
  const fields = Object.fromEntries((embed.fields ?? []).map(({ name, value }) => [name, value]));
  expect(fields.Signals).toBe('4 read: 2 taken, 1 not taken, 1 unclear');
  expect(fields['Not taken because of']).toBe('no market: 1');
  expect(fields.Closed).toMatch(/^\*\*1\*\* long BTC-USD \+\$3\.\d\d \(\+0\.\d\d R\)$/);
  expect(fields['Still open: 1']).toBe('**2** long ETH-USD');
  expect(fields.Errors).toBeUndefined();

  const nothing = await summarize(db, 'sandbox', day - 86_400_000, day);
  expect(nothing).toMatchObject({ closed: [], denials: [], equity: null, errors: 0 });
});
