import type { Bot } from '../../discord/bot.ts';
import type { ComponentInteraction } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { STATUS_WORDS } from '../../notices/cards/positionCard.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { deniedWords } from '../../notices/words/denialWords.ts';
import {
  type Concern,
  consider,
  type Effect,
  type PositionAct,
} from '../../trading/strategy/consider.ts';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { effectLines, questionOf, yesOf } from './effectWords.ts';
import { followAct } from './followAct.ts';
import { getPosition, positionView } from './positionView.ts';
import { showPosition } from './showPosition.ts';
import { actOf, lastPriceOf, type WantedAct } from './wantedAct.ts';

/** Prices move: what was asked longer ago is asked anew. */
const ASK_FOR_MS = 2 * 60_000;

/** How a concern is written into a button, where room is short. */
const KEYS: Readonly<Record<Concern, string>> = {
  closes: 'c',
  widens: 'w',
  adds: 'a',
  lets_run: 'r',
  blind: 'b',
};

/** always: asked whatever it does. concerns: where it closes, widens, adds. */
export type When = 'always' | 'concerns';

/** Does what somebody wants of a position, or shows what it would do and asks. */
export async function doOrAsk(
  interaction: ComponentInteraction,
  bot: Bot,
  positionId: string,
  wanted: WantedAct,
  when: When,
): Promise<void> {
  const weighed = await weigh(bot, positionId, wanted);
  if ('over' in weighed) return showPosition(interaction, bot, positionId, weighed.over);
  const { position, act, effect } = weighed;
  if (when === 'always' || effect.concerns.length > 0) {
    return ask(interaction, bot, position, wanted, effect);
  }
  await carryOut(interaction, bot, position, wanted, act, effect);
}

/** Does what was asked about: `asked` are the concerns that were shown; with others it asks again. */
export async function doConfirmed(
  interaction: ComponentInteraction,
  bot: Bot,
  positionId: string,
  wanted: WantedAct,
  asked: string,
): Promise<void> {
  const weighed = await weigh(bot, positionId, wanted);
  if ('over' in weighed) return showPosition(interaction, bot, positionId, weighed.over);
  const { position, act, effect } = weighed;
  if (effect.concerns.some((concern) => !asked.includes(KEYS[concern]))) {
    const said = 'It would do something else than it did when you were asked. ';
    return ask(interaction, bot, position, wanted, effect, said);
  }
  const sure = { ...act, ...SURE[act.act] };
  await carryOut(interaction, bot, position, wanted, sure, effect, interaction.customId);
}

/** What can close something by the way takes the word that this is wanted. */
const SURE: Readonly<Record<string, { sure: true }>> = {
  move_stop: { sure: true },
  stop_to_entry: { sure: true },
  move_target: { sure: true },
};

async function weigh({ app }: Bot, positionId: string, wanted: WantedAct) {
  const position = await getPosition(app, positionId);
  // With its card as it is now the stale buttons go.
  if (!isActive(position)) return { over: alreadyOver(position) };
  const last = await lastPriceOf(app, position);
  const act = await actOf(app, positionId, wanted, last);
  const effect = consider(await app.trader.state(), act, last, app.now());
  if ('denied' in effect) return { over: `Not done: ${deniedWords(effect.denied)}` };
  return { position, act, effect };
}

export function alreadyOver({ id, status }: Pick<Position, 'id' | 'status'>): string {
  return `Position ${id} has ended already (${STATUS_WORDS[status]}), so nothing was asked of the venue.`;
}

async function ask(
  interaction: ComponentInteraction,
  bot: Bot,
  position: Position,
  wanted: WantedAct,
  effect: Effect,
  said = '',
): Promise<void> {
  const { embeds } = await positionView(bot.app, position.id);
  const asked = effect.concerns.map((concern) => KEYS[concern]).join('') || '-';
  const looks = effect.concerns.length > 0 ? COLOURS.warning : COLOURS.quiet;
  await interaction.editReply({
    content: `${said}${questionOf(wanted, position)}`,
    embeds: [
      {
        title: 'What it would do',
        color: looks,
        description:
          effectLines(position, effect, wanted).join('\n') || 'Nothing of what is open changes.',
      },
      ...embeds,
    ],
    components: [
      buttonRow(
        button(yesOf(wanted, effect), 'danger', {
          action: 'position_confirm',
          args: [position.id, asked, ...wanted],
          userId: interaction.user.id,
          expiresAt: bot.app.now() + ASK_FOR_MS,
        }),
        button('No', 'plain', { action: 'position_show', args: [position.id] }),
      ),
    ],
  });
}

/** Gives it to the core, and shows the position as it is then, with what came of it. */
async function carryOut(
  interaction: ComponentInteraction,
  bot: Bot,
  position: Position,
  wanted: WantedAct,
  act: PositionAct,
  effect: Effect,
  question?: string,
): Promise<void> {
  const { app } = bot;
  const asked = app.now();
  const by = interaction.user.id;
  const answers = question === undefined ? {} : { question };
  const event = { type: 'owner', at: asked, by, act, ...answers } as const;
  const { outcome, changed } = await app.trader.act(event, interaction.id);
  if (outcome?.outcome === 'denied') {
    return showPosition(interaction, bot, position.id, `Not done: ${deniedWords(outcome)}`);
  }
  if (changed.length === 0) {
    return showPosition(interaction, bot, position.id, 'Nothing had to be changed.');
  }
  const said = ['Done.', ...effectLines(position, effect, wanted)].join('\n');
  await followAct(interaction, bot, position.id, said, asked);
}
