import { expect, test } from 'vitest';
import { inQuote } from '../../../src/trading/signal/levels/sats.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';

const IN_SATS = '#CELR/BTC\nBuy 48-51 sats\nTargets 56 - 63\nStop 44';

test('a signal in sats keeps the numbers that are written, and says their unit', () => {
  expect(readMessage({ text: IN_SATS })).toMatchObject([
    {
      kind: 'signal',
      quote: 'BTC',
      unit: 'sats',
      entry: { type: 'zone', prices: ['48', '51'] },
      stop: { price: '44' },
      targets: [{ price: '56' }, { price: '63' }],
    },
  ]);
});

test('it is traded in bitcoin, exactly', () => {
  const [traded] = readMessage({ text: IN_SATS }).map(inQuote);
  expect(traded).toMatchObject({
    quote: 'BTC',
    entry: { type: 'zone', prices: ['0.00000048', '0.00000051'] },
    stop: { price: '0.00000044' },
    targets: [{ price: '0.00000056' }, { price: '0.00000063' }],
  });
  expect(traded).not.toHaveProperty('unit');
});

test('percents stay percents, and what is not in sats stays as it is', () => {
  const [traded] = readMessage({ text: '#CELR/BTC long 48 sats\nTarget 56 sats\nSL 8%' }).map(
    inQuote,
  );
  expect(traded).toMatchObject({ stop: { percent: '8' }, targets: [{ price: '0.00000056' }] });
  const plain = readMessage({ text: 'Long BTC 60000 sl 58000 tp 63000' });
  expect(plain.map(inQuote)).toEqual(plain);
});

test('no pair in dollars takes prices in sats', () => {
  const [reading] = readMessage({ text: IN_SATS.replace('BTC', 'USDT') });
  expect(reading).toMatchObject({
    kind: 'unclear',
    why: 'its prices are in sats, and its pair is in USDT',
  });
});
