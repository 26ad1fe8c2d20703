import { setTimeout } from 'node:timers/promises';
import type { App } from '../../app.ts';
import type { Bot } from '../../discord/bot.ts';
import type { ComponentInteraction } from '../../discord/command.ts';
import { readStory } from '../../notices/delivery/readStory.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { storyWords } from '../../notices/words/storyWords.ts';
import { waitsForEntry } from '../../trading/strategy/model/attached.ts';
import { isLive } from '../../trading/strategy/model/orderStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { positionView } from './positionView.ts';
import { showPosition } from './showPosition.ts';

/** An exchange answers within a second or so; what takes longer is told in the private channel. */
const FOLLOW_FOR_MS = 20_000;
const LOOK_EVERY_MS = 300;
const STILL_WAITING = '⏳ The exchange is asked; this shows what comes of it.';
const NO_NEWS =
  'The exchange has not answered yet. The bot keeps asking; Refresh shows how it stands.';

/**
 * Shows what is done about a position as it happens, in the answer itself: `said` at once, then what
 * came of it, until the exchange has answered all that was asked. `since`: when it was asked for.
 */
export async function followAct(
  interaction: ComponentInteraction,
  bot: Bot,
  positionId: string,
  said: string,
  since: number,
): Promise<void> {
  const { app } = bot;
  const now = async () => (await app.trader.state()).positions.get(positionId);
  let shown = await now();
  if (shown === undefined || isAnswered(shown)) {
    return showPosition(interaction, bot, positionId, said);
  }
  await interaction.editReply(await positionView(app, positionId, `${said}\n${STILL_WAITING}`));
  const until = app.now() + FOLLOW_FOR_MS;
  while (app.now() < until && !bot.lanes.stopping.aborted) {
    await setTimeout(LOOK_EVERY_MS, undefined, { ref: false });
    const next = await now();
    if (next === undefined || isAnswered(next)) {
      return showPosition(interaction, bot, positionId, await cameOf(app, positionId, said, since));
    }
    if (next === shown) continue;
    shown = next;
    const soFar = await cameOf(app, positionId, said, since);
    await interaction.editReply(await positionView(app, positionId, `${soFar}\n${STILL_WAITING}`));
  }
  if (bot.lanes.stopping.aborted) return;
  await showPosition(interaction, bot, positionId, `${said}\n${NO_NEWS}`);
}

/** Nothing of it waits for an answer of the exchange. */
function isAnswered({ orders, wayOut }: Position): boolean {
  return (
    wayOut.closing.what !== 'parts' &&
    !orders.some(
      (order) =>
        isLive(order) &&
        !waitsForEntry(order) &&
        (order.status !== 'open' || order.request.kind !== 'none' || order.purpose === 'exit'),
    )
  );
}

/** What happened to it since then, as its story tells it; `said` where nothing is known of it. */
async function cameOf(app: App, positionId: string, said: string, since: number): Promise<string> {
  const story = await readStory(app.db, positionId).catch(() => null);
  const increment = (await app.trader.state()).positions.get(positionId)?.product.priceIncrement;
  const lines = (story?.last ?? [])
    .filter(({ at, notice }) => at >= since && notice.kind !== 'order_placed')
    .map(({ notice }) => storyWords(notice, increment))
    .map(({ headline, more }) => `• ${headline}${more === '' ? '' : `; ${more}`}`);
  return lines.length === 0 ? said : cut(['Done:', ...lines].join('\n'), 1_500);
}
