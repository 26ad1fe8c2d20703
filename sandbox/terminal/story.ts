import { setTimeout as delay } from 'node:timers/promises';
import { type APIMessage, ComponentType } from 'discord.js';
import { dec } from '../../src/trading/money.ts';
import type { CoinbaseControl } from '../coinbase/control/control.ts';
import type { DiscordControl } from '../discord/control/control.ts';

/** Asked about is what it is about at once. */
const ASKED_WITHIN_MS = 4_000;

/** The product that the story trades. */
const PRODUCT = 'SOL-USD';

/**
 * What happens by itself after a start, in about a minute: chatter that looks like a signal, a
 * signal that is asked about as it is the first of its kind and confirmed by the bot's owner, its first
 * target, an update, a boast, a close, another signal written the same way, which is traded by itself,
 * and one that contradicts itself. `pace` stretches the pauses (1: as people post). Ends early when `signal` is aborted.
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
  const card = discord.waitForMessage('pilotfish', (message) => rightOn(message) !== null, {
    timeoutMs: ASKED_WITHIN_MS,
  });
  card.catch(() => undefined);
  const signal = await say(written('🟢 LONG #SOL/USDT 🟢', at(-3), [at(2.5), at(6)]));
  await pause(4_000);
  // A story told again finds the way of writing known.
  const asked = await card.catch(() => null);
  const right = asked && rightOn(asked);
  if (asked && right) await discord.click('owner', asked, right);
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
  const next = await coinbase.quote(PRODUCT);
  if (next) {
    const from = (percent: number) =>
      dec(next.ask)
        .mul(100 + percent)
        .div(100)
        .toFixed(2);
    await say(written('🟢 LONG #SOL/USDT 🟢', from(-4), [from(3), from(5), from(8)]));
    await pause(6_000);
    await say('Close SOL now.');
    await pause(6_000);
  }
  await say(`SHORT ETH now\nSL: 1000\nTP: 9000`);
  // Until what came of it has been told.
  await pause(3_000);
}

/** A signal as the story's provider writes it. */
function written(heading: string, stop: string, targets: readonly string[]): string {
  return [
    heading,
    '',
    'Entry: market',
    `Stop loss: ${stop}`,
    '',
    ...targets.map((target, at) => `TP${at + 1}: ${target}`),
    '',
    'Not financial advice.',
  ].join('\n');
}

/** The button on a card with which its owner confirms a way of writing; null where there is none. */
function rightOn({ components = [] }: APIMessage): string | null {
  for (const row of components) {
    if (row.type !== ComponentType.ActionRow) continue;
    for (const one of row.components)
      if ('label' in one && 'custom_id' in one && one.label?.startsWith('Right: trade'))
        return one.custom_id;
  }
  return null;
}
