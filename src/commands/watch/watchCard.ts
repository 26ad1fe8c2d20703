import {
  type ActionRowBuilder,
  type APIEmbed,
  type MessageActionRowComponentBuilder,
  SnowflakeUtil,
  type StringSelectMenuBuilder,
} from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { missingToRead } from '../../discord/intake/readPermissions.ts';
import { trustsAll } from '../../discord/intake/trust.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { cut, fitEmbed } from '../../notices/words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../../notices/words/providerText.ts';
import { discordTime } from '../../notices/words/time.ts';
import { countIgnored } from '../../trading/store/messages/posters.ts';
import { readSettings } from '../../trading/store/settings/settings.ts';
import { countKnownFormats } from '../../trading/store/watches/formats.ts';
import { lastMessages, type Watch } from '../../trading/store/watches/watches.ts';
import type { Settings } from '../../trading/strategy/settings/settings.ts';
import { findSetting } from '../settings/schemaSettings.ts';
import { valueInWords, wordsFor } from '../settings/settingWords.ts';
import { hintLines } from './readingHints.ts';

export type WatchView = {
  content?: string;
  embeds: APIEmbed[];
  components: ActionRowBuilder<MessageActionRowComponentBuilder>[];
};

type Follow = Settings['follow'];

const FOLLOWED: Readonly<Record<Follow, string>> = {
  known: 'known formats are traded, new ones asked about',
  automatic: 'traded automatically',
  confirm: 'you are asked first',
  paper: 'watched only, on paper',
};

const PAGE = 10;

/** Every watch in a line, with a menu that shows one; `page` counts from 0. */
export async function watchList(bot: Bot, userId: string, page: number): Promise<WatchView> {
  const inherited = await inheritedFollow(bot);
  const ignored = await countIgnored(bot.app.db);
  const known = await countKnownFormats(bot.app.db);
  const last = await lastMessages(bot.app.db);
  const all = bot.watched.all().map((watch) => ({
    watch: { ...watch, last_message_id: last.get(watch.id) ?? watch.last_message_id },
    follow: followOf(watch, inherited),
    trouble: readTrouble(bot, watch),
    ignored: ignored.get(watch.id) ?? 0,
    known: known.get(watch.id) ?? 0,
  }));
  return renderWatches(all, userId, page);
}

export function renderWatches(
  all: readonly ({ watch: Watch } & WatchFacts)[],
  userId: string,
  page: number,
): WatchView {
  const pages = Math.max(1, Math.ceil(all.length / PAGE));
  const shownPage = Math.min(page, pages - 1);
  const shown = all.slice(shownPage * PAGE, (shownPage + 1) * PAGE);
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'watch_page', args: [String(to)], userId });
  const turns = [
    ...(shownPage > 0 ? [turn('Back', shownPage - 1)] : []),
    ...(shownPage < pages - 1 ? [turn('More', shownPage + 1)] : []),
  ];
  return {
    embeds: [
      {
        title: all.length === 0 ? 'No channel is followed yet' : `Following ${all.length}`,
        color: COLOURS.quiet,
        description: cut(
          shown.map(({ watch, ...facts }) => listLine(watch, facts)).join('\n') ||
            'Add one with /watch add.',
          4_000,
        ),
        ...(pages > 1 && { footer: { text: `Page ${shownPage + 1} of ${pages}` } }),
      },
    ],
    components: [
      ...(shown.length === 0
        ? []
        : [
            rowOf(
              showMenu(
                shown.map(({ watch }) => watch),
                userId,
              ),
            ),
          ]),
      ...(turns.length === 0 ? [] : [rowOf(...turns)]),
    ],
  };
}

/** What is shown of a watch beside the watch itself. */
export type WatchFacts = {
  follow: Follow;
  /** Why nothing arrives from there; null when all is well. */
  trouble: string | null;
  /** Messages ignored, as far as they are kept. */
  ignored: number;
  /** Ways of writing that were confirmed or corrected. */
  known: number;
};

/** One watch in full with all that can be done about it; `said` above it. */
export async function watchCard(bot: Bot, watch: Watch, said = ''): Promise<WatchView> {
  const facts = {
    follow: followOf(watch, await inheritedFollow(bot)),
    trouble: readTrouble(bot, watch),
    ignored: (await countIgnored(bot.app.db)).get(watch.id) ?? 0,
    known: (await countKnownFormats(bot.app.db)).get(watch.id) ?? 0,
  };
  const last = (await lastMessages(bot.app.db)).get(watch.id) ?? watch.last_message_id;
  return renderWatch({ ...watch, last_message_id: last }, facts, said);
}

export function renderWatch(
  watch: Watch,
  { follow, trouble, ignored, known }: WatchFacts,
  said: string,
): WatchView {
  const last = lastMessageAt(watch);
  const hints = hintLines(watch);
  const id = String(watch.id);
  const act = (label: string, action: string, look: 'plain' | 'main' | 'danger' = 'plain') =>
    button(label, look, { action, args: [id] });
  return {
    content: said,
    embeds: [
      fitEmbed({
        title: `${escapeProviderText(watch.name, 80)}: ${watch.paused_at === null ? FOLLOWED[follow] : 'paused'}`,
        color:
          trouble !== null
            ? COLOURS.bad
            : watch.paused_at === null
              ? COLOURS.good
              : COLOURS.warning,
        description: [
          ...(trouble === null ? [] : [`⚠ ${trouble}`]),
          ...(watch.paused_at === null
            ? []
            : [
                `Paused ${discordTime(watch.paused_at.getTime())}: its signals are read and noted, none is traded. Its open positions are managed on, and what the provider says about them is followed.`,
              ]),
          `<#${watch.channel_id}>, followed since ${discordTime(watch.added_at.getTime(), 'f')}`,
          last === null ? 'No message yet.' : `Last message ${discordTime(last)}`,
          trustsAll(watch.trusted)
            ? 'Everybody who posts there is read.'
            : `Only ${trustedCount(watch)} there ${trustedCount(watch) === 'one' ? 'is' : 'are'} read; messages of others ignored in 30 days: ${ignored}`,
          knownWords(known, follow),
        ].join('\n'),
        fields: [
          { name: 'Settings of its own', value: ownSettings(watch) },
          ...(hints.length === 0 ? [] : [{ name: 'How it writes', value: hints.join('\n') }]),
        ],
      }),
    ],
    components: [
      rowOf(
        act('Settings', 'watch_settings'),
        act('Test', 'watch_test'),
        act('Who is read', 'watch_trust'),
        button('Ways of writing', 'plain', { action: 'formats_page', args: [id, '0'] }),
        watch.paused_at === null
          ? act('Pause', 'watch_pause')
          : act('Resume', 'watch_resume', 'main'),
      ),
      rowOf(
        button('How it follows', 'plain', {
          action: 'settings_open',
          args: [id, 'follow'],
        }),
        act('How it writes', 'watch_hints'),
        button('Backtest 90 days', 'plain', { action: 'backtest_watch', args: [id, '90'] }),
        act('Rename', 'watch_rename'),
        act('Remove', 'watch_ask_remove', 'danger'),
      ),
    ],
  };
}

/** How many ways of writing are known, and what that means for what is traded. */
function knownWords(known: number, follow: Follow): string {
  const none = follow === 'known' ? ', so each signal is asked about' : '';
  if (known === 0) return `No way of writing is confirmed yet${none}.`;
  return `${known === 1 ? 'One way' : `${known} ways`} of writing confirmed.`;
}

function listLine(watch: Watch, { follow, trouble, ignored }: WatchFacts): string {
  const last = lastMessageAt(watch);
  return [
    `**${escapeProviderText(watch.name, 80)}** <#${watch.channel_id}>`,
    watch.paused_at === null ? FOLLOWED[follow] : '⏸ paused',
    last === null ? null : `last message ${discordTime(last)}`,
    ignored === 0 ? null : `${ignored} ignored`,
    trouble === null ? null : '⚠ can not be read',
  ]
    .filter((part) => part !== null)
    .join(', ');
}

/** "one", "3": how many users, bots, webhooks, origins and roles are named. */
function trustedCount({ trusted }: Watch): string {
  const count = trusted.posters.length + trusted.roles.length;
  return count === 1 ? 'one' : String(count);
}

/** Why nothing arrives from there; null when all is well. */
function readTrouble({ client }: Bot, { channel_id }: Watch): string | null {
  const channel = client.channels.cache.get(channel_id);
  if (channel === undefined || channel.isDMBased())
    return 'The bot can not see this channel: it is gone, or View Channel is missing (channel settings, Permissions).';
  const missing = missingToRead(channel);
  return missing.length === 0
    ? null
    : `The bot can not read it: it lacks ${missing.join(' and ')} (channel settings, Permissions).`;
}

function lastMessageAt({ last_message_id }: Watch): number | null {
  return last_message_id === null ? null : SnowflakeUtil.timestampFrom(last_message_id);
}

async function inheritedFollow(bot: Bot): Promise<Follow> {
  return asFollow((await readSettings(bot.app.db, 'defaults')).follow) ?? 'automatic';
}

function followOf(watch: Watch, inherited: Follow): Follow {
  return asFollow(watch.settings.follow) ?? inherited;
}

function asFollow(value: unknown): Follow | null {
  return typeof value === 'string' && value in FOLLOWED ? (value as Follow) : null;
}

function ownSettings({ settings }: Watch): string {
  const lines = Object.entries(settings).flatMap(([key, value]) => {
    const setting = findSetting(key);
    return setting === null
      ? []
      : [
          `${wordsFor(setting.key).label}: **${escapeProviderText(valueInWords(setting.key, value), 80)}**`,
        ];
  });
  return lines.join('\n') || 'none: all as for all watches';
}

function showMenu(watches: readonly Watch[], userId: string): StringSelectMenuBuilder {
  return menu('Show one', { action: 'watch_show', args: [], userId }).addOptions(
    watches.map((watch) => ({
      label: cut(plainProviderText(watch.name, 100) || watch.channel_id, 100),
      value: String(watch.id),
    })),
  );
}

/** Asked once before a watch is removed. */
export function removeQuestion(watch: Watch): WatchView {
  const id = String(watch.id);
  return {
    content: `Stop following ${escapeProviderText(watch.name, 80)}? Its open positions are managed on; its settings and who is read are kept, for when you follow it again.`,
    embeds: [],
    components: [
      buttonRow(
        button('Stop following', 'danger', { action: 'watch_remove', args: [id] }),
        button('No', 'plain', { action: 'watch_open', args: [id] }),
      ),
    ],
  };
}
