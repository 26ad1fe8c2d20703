import { DiscordAPIError, REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { fetchApplication, NO_MESSAGE_CONTENT } from '../discord/session/application.ts';
import { clockOffset, provenOff } from '../discord/session/clockOffset.ts';
import { askForTime } from '../discord/session/clockWatch.ts';
import { type Finding, note, ok, reasonOf, wrong } from './finding.ts';

/** What this machine's clock may be off before signals look older or newer than they are. */
const TOLERANCE_MS = 10_000;
const PATIENCE_MS = 10_000;

const named = z.object({ name: z.string().default('') });
const self = z.object({ username: z.string() });

/** The token, the intent, the private channel and the clock; nobody is logged in, and nothing is posted. */
export async function examineDiscord(
  { token, apiUrl, channelId }: NonNullable<Config['discord']>,
  now: () => number,
): Promise<Finding[]> {
  const rest = new REST({ timeout: PATIENCE_MS, retries: 0, ...(apiUrl && { api: apiUrl }) });
  rest.setToken(token);
  try {
    const { username } = self.parse(await rest.get(Routes.user()));
    const { messageContent, ownerIds } = await fetchApplication(rest);
    const guilds = z.array(named).parse(await rest.get(Routes.userGuilds()));
    const owners = ownerIds.size === 1 ? 'one owner' : `${ownerIds.size} owners (a team)`;
    return [
      ok('Discord token', `it is ${username}’s, with ${owners}`),
      messageContent
        ? ok('message content', 'may be read')
        : wrong('message content', NO_MESSAGE_CONTENT, 'Switch it on, then start the bot.'),
      guilds.length === 0
        ? note('servers', 'it is in none yet: the log of the first start has an invite link')
        : ok('servers', String(guilds.length)),
      await privateChannel(rest, channelId),
      await clock(rest, now),
    ];
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) {
      return [
        wrong(
          'Discord token',
          'Discord does not know it',
          'Copy it anew: https://discord.com/developers/applications, your application, Bot, Reset Token.',
        ),
      ];
    }
    return [
      wrong(
        'Discord',
        `it gave no answer that helps: ${reasonOf(error)}`,
        'Check the internet connection, and https://discordstatus.com.',
      ),
    ];
  }
}

/** "is typing" wants the same permission as a message, and leaves nothing behind. */
async function privateChannel(rest: REST, id: string | null): Promise<Finding> {
  const about = 'private channel';
  if (id === null)
    return note(about, 'none is set: notices go where /setup says, or to you directly');
  try {
    const { name } = named.parse(await rest.get(Routes.channel(id)));
    await rest.post(Routes.channelTyping(id));
    return ok(about, `the bot may write in #${name}`);
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    return wrong(
      about,
      error.status === 404
        ? 'there is no such channel, or the bot is not in its server'
        : 'the bot may not see it or write there',
      'Check DISCORD_CHANNEL_ID, and give the bot View Channel, Send Messages and Embed Links in it.',
    );
  }
}

async function clock(rest: REST, now: () => number): Promise<Finding> {
  const sample = await askForTime(rest, now);
  if (sample === null) return note('clock', 'Discord did not say what time it is');
  const off = provenOff(clockOffset([sample]), TOLERANCE_MS);
  if (off === 0) return ok('clock', 'right, by Discord’s');
  const seconds = Math.floor(Math.abs(off) / 1000);
  return wrong(
    'clock',
    `at least ${seconds} s ${off > 0 ? 'ahead of' : 'behind'} Discord’s`,
    'Set it, and let it be kept right over the network (NTP): signals would look older or newer than they are.',
  );
}
