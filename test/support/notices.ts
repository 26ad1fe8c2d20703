import type { APIEmbed, APIMessage } from 'discord.js';
import type { DiscordControl } from '../../sandbox/discord/control.ts';

/** All embeds of the private channel so far, oldest first: what the owner was told. */
export async function noticesIn(
  discord: DiscordControl,
  channel = 'pilotfish',
): Promise<APIEmbed[]> {
  return (await discord.messages(channel)).flatMap((message) => message.embeds);
}

export async function noticeTitles(discord: DiscordControl): Promise<string[]> {
  return (await noticesIn(discord)).map((embed) => embed.title ?? '');
}

/** The next notice whose title matches, or one that is there already. */
export async function notice(discord: DiscordControl, title: RegExp): Promise<APIEmbed> {
  const find = (embeds: readonly APIEmbed[]) =>
    embeds.find((embed) => title.test(embed.title ?? ''));
  const waiting = discord.waitForMessage('pilotfish', (message: APIMessage) =>
    Boolean(find(message.embeds)),
  );
  waiting.catch(() => undefined);
  const there = find(await noticesIn(discord));
  if (there) return there;
  try {
    const found = find((await waiting).embeds);
    if (found) return found;
  } catch {
    // Said below, with what came instead.
  }
  throw new Error(
    `no notice ${String(title)}; there were:\n${(await noticeTitles(discord)).join('\n')}`,
  );
}
