import { setTimeout as delay } from 'node:timers/promises';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, slashCommand } from '../../discord/command.ts';
import { unreadTroubles } from '../../discord/intake/unreadWords.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { personOrName } from '../../notices/cards/renderNotice.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { discordTime } from '../../notices/words/time.ts';
import { dec } from '../../trading/money.ts';
import { ENGINE_NAMES } from '../../trading/pictures/agree.ts';
import type { LinkState } from '../../trading/reconcile/links.ts';
import type { SecondReaderState } from '../../trading/secondReader/condition.ts';
import { databaseBytes } from '../../trading/store/upkeep/forgetOld.ts';
import { activePositions } from '../../trading/strategy/book/positions.ts';
import type { TraderStatus } from '../../trading/trader/trader.ts';

export const status: ChatCommand = {
  data: slashCommand('status', 'Mode, connections, last message, what is open'),
  who: 'viewer',
  async execute(interaction, bot) {
    const { app } = bot;
    const [connections, state] = await Promise.all([app.trader.status(), app.trader.state()]);
    const { halt } = state;
    const open = activePositions(state).length;
    const database = await databaseState(bot);
    const troubles = [
      ...[database.trouble, bot.notices.trouble()].filter((trouble) => trouble !== null),
      ...connections.venueTroubles.map(
        ({ account, since, message }) =>
          `The ${account} account can't be asked since ${new Date(since).toISOString().slice(11, 19)} UTC: ${message}`,
      ),
      ...unreadTroubles(bot),
      ...[bot.clock.trouble()].filter((trouble) => trouble !== null),
    ];
    const healthy =
      troubles.length === 0 && connections.venue.up && connections.prices.up && bot.connection.up;
    await interaction.editReply({
      embeds: [
        {
          author: { name: `${app.account.toUpperCase()} · Pilotfish ${app.version}` },
          title: halt
            ? `Halted (${halt.kind}): no new positions`
            : healthy
              ? 'All is well'
              : 'Something needs attention',
          color: halt ? COLOURS.warning : healthy ? COLOURS.good : COLOURS.bad,
          description: [
            ...troubles.map((trouble) => `⚠ ${escapeProviderText(trouble, 300)}`),
            ...(halt
              ? [
                  `${escapeProviderText(halt.reason, 300)} (by ${personOrName(halt.by)}, ${discordTime(halt.since)})`,
                ]
              : []),
          ].join('\n'),
          fields: [
            { name: 'Discord', value: line(bot.connection, pingOf(bot)), inline: true },
            { name: 'Venue', value: line(connections.venue), inline: true },
            { name: 'Prices', value: line(connections.prices), inline: true },
            { name: 'Orders under way', value: underWay(connections.waiting), inline: true },
            { name: 'Watches', value: String(bot.watched.all().length), inline: true },
            { name: 'Positions', value: String(open), inline: true },
            { name: 'Last message', value: ago(bot.lastMessageAt), inline: true },
            { name: 'Last reconcile', value: ago(connections.lastReconcileAt), inline: true },
            { name: 'Database', value: database.size, inline: true },
            { name: 'Second reader', value: secondReaderLine(connections), inline: true },
            { name: 'Pictures', value: picturesLine(connections), inline: true },
            { name: 'Running since', value: discordTime(connections.startedAt), inline: true },
          ],
        },
      ],
    });
  },
};

/** What is the matter must be known while it is. */
const DATABASE_PATIENCE_MS = 2_000;

/** What is the matter with the database, null: nothing; and what it takes on the disk. */
async function databaseState(bot: Bot): Promise<{ trouble: string | null; size: string }> {
  const known = bot.app.databaseTrouble();
  if (known !== null) {
    const since = new Date(known.since).toISOString().slice(11, 19);
    const trouble = `${known.message} Nothing is decided or sent since ${since} UTC; it is tried again each second.`;
    return { trouble, size: 'not known' };
  }
  const patience = new AbortController();
  const tooLong = delay(DATABASE_PATIENCE_MS, null, { signal: patience.signal }).then(() => {
    throw new Error('it hangs');
  });
  tooLong.catch(() => undefined);
  try {
    const bytes = await Promise.race([databaseBytes(bot.app.db), tooLong]);
    return { trouble: null, size: `${Math.ceil(bytes / 1_000_000)} MB` };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { trouble: `The database is not answering: ${why}`, size: 'not known' };
  } finally {
    patience.abort();
  }
}

const SECOND_READER: Readonly<Record<SecondReaderState['is'], string>> = {
  off: 'off',
  on: 'on',
  over_budget: '**over budget**',
  down: '**down**',
  slow: '**slow**',
  wrong_key: '**wrong key**',
};

/** What reads pictures; where something is missing, what to do about it. */
function picturesLine({ pictureEngines }: TraderStatus): string {
  const missing = 'not installed (`npm ci` where the bot runs)';
  const [one, other] = pictureEngines.map((engine) => ENGINE_NAMES[engine]);
  if (one === undefined) return `not read: what reads them is ${missing}`;
  return other === undefined
    ? `read by ${one} alone: the other is ${missing}`
    : `read by ${one} and ${other}`;
}

/** How it is, and what was asked of it today; nothing of trading depends on it. */
function secondReaderLine({ secondReader }: TraderStatus): string {
  if (secondReader === null) return SECOND_READER.off;
  const { is, since, message, today } = secondReader;
  const detail = `${since === null ? '' : ` since ${discordTime(since)}`}${message === '' ? '' : `, ${escapeProviderText(message, 200)}`}`;
  if (today === null) return `${SECOND_READER[is]}${detail}`;
  const { calls, cost, limits } = today;
  const money =
    limits.cost === '0'
      ? ''
      : `, ${dec(cost).toDecimalPlaces(4).toFixed()} of ${limits.cost} spent`;
  return `${SECOND_READER[is]}${detail}; today ${calls} of ${limits.calls} calls${money}`;
}

function pingOf(bot: Bot): string | undefined {
  const { ping } = bot.client.ws;
  return ping >= 0 ? `${Math.round(ping)} ms` : undefined;
}

function line(connection: LinkState, more?: string): string {
  const since = connection.since === null ? '' : ` since ${discordTime(connection.since)}`;
  const detail = more ?? connection.message;
  return `${connection.up ? 'up' : '**down**'}${since}${detail ? `, ${escapeProviderText(detail, 200)}` : ''}`;
}

function underWay({ orders, requests }: TraderStatus['waiting']): string {
  const waiting = requests === 0 ? '' : `, ${requests} requests wait for the venue's rate limit`;
  return orders === 0 && requests === 0 ? 'none' : `${orders}${waiting}`;
}

function ago(at: number | null): string {
  return at === null ? 'none yet' : discordTime(at);
}
