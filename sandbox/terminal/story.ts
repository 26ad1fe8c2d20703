import { setTimeout as delay } from 'node:timers/promises';
import { dec } from '../../src/trading/money.ts';
import type { CoinbaseControl } from '../coinbase/control.ts';
import type { DiscordControl } from '../discord/control.ts';

/** The product that the story trades. */
const PRODUCT = 'SOL-USD';

/**
 * What happens by itself after a start, in about a minute: chatter that looks like a signal, a
 * signal, its first target, an update, a boast, a close, and a signal that contradicts itself.
 * `pace` stretches the pauses (1: as people post). Ends early when `signal` is aborted.
 */
export async function tellStory(
  discord: DiscordControl,
  coinbase: CoinbaseControl,
  options: { pace: number; signal: AbortSignal },
): Promise<void> {
  const pause = (ms: number) => delay(ms * options.pace, undefined, { signal: options.signal });
  const say = (text: string) => discord.post('signals', 'provider', text);
  const walk = (to: string, overMs: number) =>
    coinbase.walk(PRODUCT, { to, overMs: Math.max(1, overMs * options.pace) });

  const quote = await coinbase.quote(PRODUCT);
  if (!quote) throw new Error(`${PRODUCT} has no price`);
  const at = (percent: number) =>
    dec(quote.ask)
      .mul(100 + percent)
      .div(100)
      .toFixed(2);

  await pause(1_500);
  await say(
    'SOL is coiling nicely here, might long it around 100 later this week. Who else is watching? 👀',
  );
  await pause(3_500);
  const signal = await say(
    [
      '🟢 LONG #SOL/USDT 🟢',
      '',
      'Entry: market',
      `Stop loss: ${at(-3)}`,
      '',
      `TP1: ${at(2.5)}`,
      `TP2: ${at(6)}`,
      '',
      'Not financial advice.',
    ].join('\n'),
  );
  await pause(6_000);
  await walk(at(2.6), 8_000);
  await pause(3_000);
  await discord.post('signals', 'provider', {
    content: 'TP1 hit ✅ Move your stop loss to entry.',
    replyTo: signal,
  });
  await pause(6_000);
  await say(
    '+2.6% on SOL in under a minute 🔥🔥🔥 VIP members are printing! Join now, link in bio',
  );
  await walk(at(4), 8_000);
  await pause(3_000);
  await say('Close SOL now, I take the rest off the table.');
  await pause(6_000);
  await say(`SHORT ETH now\nSL: 1000\nTP: 9000`);
  // Until what came of it has been told.
  await pause(3_000);
}
