import { expect, test } from 'vitest';
import { notice } from '../../support/notices.ts';
import { testNetwork } from '../../support/pilotfish.ts';

test.each([
  ['the dollars that the account holds', { USD: '10000', USDC: '0.5' }, 'BTC-USD'],
  [
    'the dollar that it names, where the account holds that too',
    { USD: '10000', USDC: '500' },
    'BTC-USDC',
  ],
])('a signal against USDC is paid with %s', async (_, balances, productId) => {
  const { coinbase, discord, post } = await testNetwork({ balances });
  await coinbase.setPrice('BTC-USD', '60000');
  await post('LONG BTC/USDC\nEntry: market\nSL: 58000\nTP1: 63000');
  await notice(discord, /^Open: long/);
  const [bought] = await coinbase.orders();
  expect(bought?.productId).toBe(productId);
});
