import type { APIMessage } from 'discord.js';
import type { DiscordControl } from '../../sandbox/discord/control/control.ts';

/** Every line that the owner was told so far. */
export async function noticesIn(discord: DiscordControl): Promise<string[]> {
  return (await discord.messages('pilotfish')).flatMap(linesOf);
}

/** What the owner was told with a message of its own, or on a card: the whole of it as one text. */
export type Told = { text: string; message: APIMessage };

/** The next thing told of which one line begins so, or what is there already. */
export async function notice(
  discord: DiscordControl,
  line: RegExp,
  wait: { timeoutMs?: number } = {},
): Promise<Told> {
  const find = (message: APIMessage): Told | undefined => {
    const lines = linesOf(message);
    return lines.some((one) => line.test(one)) ? { text: lines.join('\n'), message } : undefined;
  };
  const waiting = discord.waitForMessage(
    'pilotfish',
    (message: APIMessage) => Boolean(find(message)),
    wait,
  );
  waiting.catch(() => undefined);
  const there = (await discord.messages('pilotfish')).flatMap((message) => find(message) ?? []);
  if (there[0]) return there[0];
  try {
    const found = find(await waiting);
    if (found) return found;
  } catch {
    // Said below, with what came instead.
  }
  const told = (await noticesIn(discord)).join('\n');
  throw new Error(`no notice ${String(line)}; there were:\n${told}`);
}

/** Titles of embeds, lines of texts; without the account in front, the time of a step, and bold. */
function linesOf(message: APIMessage): string[] {
  const texts = [
    message.content,
    ...message.embeds.flatMap((embed) => [embed.title ?? '', embed.description ?? '']),
  ];
  return texts
    .flatMap((text) => text.split('\n'))
    .map((line) =>
      line
        .replace(/^(SANDBOX|PAPER|LIVE) · /, '')
        .replace(/^<t:\d+:t> /, '')
        .replaceAll('**', ''),
    )
    .filter((line) => line !== '');
}
