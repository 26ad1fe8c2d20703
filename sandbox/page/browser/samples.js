import { coinbase } from './connection.js';

/** Things a provider posts, at the prices of now, for those who have no signal at hand. */

/** @param {number} price @param {number} percent @returns {string} */
function at(price, percent) {
  const value = price * (1 + percent / 100);
  return value >= 1_000 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toPrecision(4);
}

/** @type {{ name: string, text: (price: number, coin: string) => string }[]} */
export const samples = [
  {
    name: 'A long at the market',
    text: (price, coin) =>
      `🟢 LONG #${coin}/USDT 🟢\n\nEntry: market\nStop loss: ${at(price, -3)}\n\nTP1: ${at(price, 2.5)}\nTP2: ${at(price, 6)}`,
  },
  {
    name: 'A long in a zone below',
    text: (price, coin) =>
      `${coin}/USDT LONG\nEntry zone: ${at(price, -0.5)} - ${at(price, -1.5)}\nTargets: ${at(price, 2)} / ${at(price, 4)} / ${at(price, 8)}\nStop: ${at(price, -4)}`,
  },
  {
    name: 'A long without a stop',
    text: (price, coin) => `buy ${coin} now, target ${at(price, 5)}`,
  },
  { name: 'Stop to entry', text: (_, coin) => `${coin}: TP1 hit ✅ Move your stop loss to entry.` },
  { name: 'Close it', text: (_, coin) => `Close ${coin} now.` },
  {
    name: 'One that contradicts itself',
    text: (price, coin) =>
      `LONG ${coin}\nEntry: ${at(price, 0)}\nStop: ${at(price, 5)}\nTP: ${at(price, -5)}`,
  },
  {
    name: 'Talk that only looks like one',
    text: (price, coin) =>
      `${coin} is coiling nicely, might long it around ${at(price, -20)} later this week. Who else is watching? 👀`,
  },
];

/** @param {(typeof samples)[number]} sample @param {string} productId */
export async function writeSample(sample, productId) {
  const quote = await coinbase.quote(productId);
  return sample.text(Number(quote?.last ?? 100), productId.split('-')[0] ?? 'BTC');
}
