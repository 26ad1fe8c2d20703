import { type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { type ComponentInteraction, Refusal } from '../../discord/command.ts';
import { backtestCard } from '../../notices/cards/backtestCard.ts';
import { addBacktest } from '../../trading/store/results/backtests.ts';
import { measuredDelay } from '../../trading/store/results/delays.ts';
import { listEquity } from '../../trading/store/results/equity.ts';
import { readTradingSettings } from '../../trading/store/settings/tradingSettings.ts';
import type { BacktestRequest } from '../../trading/store/tables/results.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import { settingsSchema } from '../../trading/strategy/settings/settings.ts';

const DAY_MS = 86_400_000;
/** Of which no more is asked by itself. */
const MOST_DAYS = 730;
/** Where nothing has been traded yet that a delay could be measured of. */
const USUAL_DELAY_MS = 2_000;
const USUAL_CASH = '10000';
const BEGINS = 'A backtest begins …';

export type Asked = {
  watch: Watch;
  /** Others that share the account with it. */
  others?: readonly Watch[];
  /** UTC milliseconds; all there is, up to two years, and up to now where they are null. */
  from: number | null;
  to: number | null;
  delayMs?: number | null;
  cash?: string | null;
  /** A setting and its value, and how that is said. */
  change?: { settings: Record<string, unknown>; words: string } | null;
};

/** What a history is played with: settings as they are today, and what was asked for beside them. */
export async function requestOf(bot: Bot, asked: Asked): Promise<BacktestRequest> {
  const { db, account, now } = bot.app;
  const { watch, others = [], change = null } = asked;
  const to = Math.min(asked.to ?? now(), now());
  const from = Math.max(asked.from ?? 0, to - MOST_DAYS * DAY_MS);
  if (from >= to) throw new Refusal('There is no time between these two days. Nothing was played.');
  const own = await termsOf(bot, watch, change);
  const theirs = [];
  for (const other of others) {
    const { id: watchId, channel_id: followedId } = other;
    theirs.push({ watchId, followedId, ...(await termsOf(bot, other, change)) });
  }
  return {
    watchId: watch.id,
    ...own,
    from,
    to,
    delayMs: asked.delayMs ?? (await measuredDelay(db)) ?? USUAL_DELAY_MS,
    cash:
      asked.cash ?? (await listEquity(db, account, now() - DAY_MS)).at(-1)?.equity ?? USUAL_CASH,
    changed: change?.words ?? null,
    ...(theirs.length > 0 && { others: theirs }),
  };
}

/** A watch's name, settings with the change in them, and how its channel writes. */
async function termsOf(
  bot: Bot,
  { name, settings }: Watch,
  change: Asked['change'],
): Promise<Pick<BacktestRequest, 'name' | 'settings' | 'hints'>> {
  const { reading: hints, ...own } = settings;
  const current = await readTradingSettings(bot.app.db, own);
  const parsed = settingsSchema.safeParse({ ...current, ...change?.settings });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal(
      `That can not be set: ${issue?.message ?? 'it is no value of it'}. Nothing was played.`,
    );
  }
  return {
    name,
    settings: parsed.data,
    hints: (hints as Record<string, unknown> | undefined) ?? null,
  };
}

/**
 * Starts a history and answers with the message that will show it. Where only the asker sees the
 * answer, which can't be edited for long, that message is in the private channel.
 */
export async function startBacktest(
  interaction: ChatInputCommandInteraction | ComponentInteraction,
  bot: Bot,
  followedId: string,
  request: BacktestRequest,
): Promise<void> {
  const { db, now } = bot.app;
  const answer = await interaction.fetchReply();
  const isSeen = !answer.flags.has(MessageFlags.Ephemeral);
  const message = isSeen ? answer : await postPrivately(bot);
  const row = await addBacktest(db, {
    followedId,
    request,
    by: interaction.user.id,
    at: now(),
    channelId: message.channelId,
    messageId: message.id,
  });
  const view = { content: '', ...backtestCard(row) };
  if (isSeen) await interaction.editReply(view);
  else {
    await message.edit(view);
    await interaction.editReply({
      content: `The backtest of <#${followedId}> is under way: ${message.url}`,
    });
  }
  bot.backtests.wake();
}

async function postPrivately(bot: Bot) {
  const channel = await bot.client.channels.fetch(await bot.privateChannel.id());
  if (!channel?.isSendable())
    throw new Refusal('The private channel can not be posted in: /setup chooses another.');
  return channel.send({ content: BEGINS, flags: MessageFlags.SuppressNotifications });
}
