import type { Bot } from '../../discord/bot.ts';
import { Refusal } from '../../discord/command.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { changeWatch, type Watch, type WatchChange } from '../../trading/store/watches/watches.ts';
import { type WatchView, watchCard } from './watchCard.ts';

export const NO_SUCH_WATCH = 'There is no such watch. /watch list shows them all.';

/** Who asks, and when by Discord's own clock, which is the one that messages carry too. */
export type Asker = { user: { id: string }; createdTimestamp: number };

/** Throws Refusal when it is followed no more. */
export function watchOf(bot: Bot, id: number): Watch {
  const watch = bot.watched.all().find((one) => one.id === id);
  if (watch === undefined) throw new Refusal(NO_SUCH_WATCH);
  return watch;
}

/** Changes a watch, keeps who did, and goes by it from the next message on. */
export async function applyToWatch(
  bot: Bot,
  id: number,
  change: WatchChange,
  asker: Asker,
): Promise<Watch> {
  const changed = await changeWatch(bot.app.db, id, change, asker.user.id, bot.app.now());
  await bot.watched.reload();
  if (changed === null) throw new Refusal(NO_SUCH_WATCH);
  return changed.watch;
}

export async function pauseWatch(bot: Bot, { id, name }: Watch, asker: Asker): Promise<WatchView> {
  if (watchOf(bot, id).paused_at !== null)
    throw new Refusal(`${escapeProviderText(name, 80)} is paused already.`);
  const pausedAt = asker.createdTimestamp;
  return watchCard(bot, await applyToWatch(bot, id, { pausedAt }, asker), 'Paused.');
}

export async function resumeWatch(bot: Bot, { id, name }: Watch, asker: Asker): Promise<WatchView> {
  if (watchOf(bot, id).paused_at === null)
    throw new Refusal(`${escapeProviderText(name, 80)} is not paused.`);
  const change = { pausedAt: null, resumedAt: asker.createdTimestamp };
  return watchCard(
    bot,
    await applyToWatch(bot, id, change, asker),
    'Resumed: what is posted from now on is traded. What came while it was paused is not.',
  );
}
