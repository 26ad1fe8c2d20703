import type { Bot } from '../../discord/bot.ts';
import { type ComponentInteraction, Refusal } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { grouped, price } from '../../notices/words/amounts.ts';
import { deniedWords } from '../../notices/words/denialWords.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import type { UnknownPosition } from '../../trading/reconcile/unknownPositions.ts';
import { readTradingSettings } from '../../trading/store/settings/tradingSettings.ts';
import { typedAmount } from '../typedNumber.ts';

/** In a button: the stop that rests. */
export const RESTING = '-';
/** As many buttons as a row has. */
const MOST_BUTTONS = 5;

/** What is open at the exchange under this bot's mark and is not in its database, with what can be done about it. */
export async function foundPositions(bot: Bot, said = '') {
  const found = await bot.app.trader.unknownPositions();
  return {
    content: said,
    embeds: [
      {
        title:
          found.length === 0
            ? 'Nothing is open at the exchange that the database does not know'
            : `Open at the exchange and not in the database: ${found.length}`,
        color: found.length === 0 ? COLOURS.quiet : COLOURS.warning,
        description: cut(
          [
            ...found.map(lineOf),
            ...(found.length === 0
              ? []
              : [
                  '',
                  'They are left as they are until you say so. One that is taken over is managed like any other: its stop and targets rest on. Where none rests, say where the stop is to be: /order takeover.',
                ]),
          ].join('\n') || 'Positions of an older database show up here.',
          4_000,
        ),
      },
    ],
    components:
      found.length === 0
        ? []
        : [
            buttonRow(
              ...found
                .slice(0, MOST_BUTTONS)
                .map(({ positionId }) => takeOverButton(positionId, null)),
            ),
          ],
  };
}

/** Shows it, and asks; `stop` as it was typed, null: the one that rests. Throws Refusal where there is none such. */
export async function askToTakeOver(bot: Bot, positionId: string, stop: string | null) {
  const one = await findOne(bot, positionId);
  const typed = stop === null ? null : typedAmount(stop, 'The stop');
  const at = typed === null ? '' : ` Its stop goes to ${price(typed, one.productId)}.`;
  return {
    content: `Take it over? It is managed by this bot from then on, with your settings of now.${at}`,
    embeds: [{ title: `Position ${one.positionId}`, description: lineOf(one) }],
    components: [buttonRow(takeOverButton(one.positionId, typed))],
  };
}

const takeOverButton = (positionId: string, stop: string | null) =>
  button(`Take over ${positionId}`, 'main', {
    action: 'order_take',
    args: [positionId, stop ?? RESTING],
  });

/** Makes it a position of this bot's; what became of it, in a sentence. Throws Refusal where there is none such. */
export async function takeOver(
  bot: Bot,
  positionId: string,
  stop: string | null,
  interaction: Pick<ComponentInteraction, 'id' | 'user'>,
): Promise<string> {
  const { app } = bot;
  const one = await findOne(bot, positionId);
  const product = await app.trader.product(one.productId);
  if (product === null) throw new Refusal(`The exchange has no product ${one.productId} now.`);
  const market = await app.trader.marketOf(product, '1');
  const settings = await readTradingSettings(app.db);
  const { orders } = one;
  const act = { act: 'take_over', positionId, orders, stop, market, settings } as const;
  const event = { type: 'owner', at: app.now(), by: interaction.user.id, act } as const;
  const { outcome } = await app.trader.act(event, interaction.id);
  if (outcome?.outcome === 'denied') return `Not done: ${deniedWords(outcome)}`;
  return `Position ${positionId} is taken over: /position ${positionId} shows it.`;
}

async function findOne(bot: Bot, positionId: string): Promise<UnknownPosition> {
  const one = (await bot.app.trader.unknownPositions()).find(
    (found) => found.positionId === positionId,
  );
  if (one !== undefined) return one;
  throw new Refusal(
    `No position ${escapeProviderText(positionId, 20)} is open at the exchange that the database does not know. /order found lists what is.`,
  );
}

function lineOf({ positionId, productId, size, orders }: UnknownPosition): string {
  const resting = orders.filter(({ status }) => status === 'open' || status === 'pending');
  const stops = resting.flatMap(({ terms }) =>
    terms?.type === 'bracket'
      ? [`${price(terms.stop, productId)} with target ${price(terms.target, productId)}`]
      : terms?.type === 'stop_limit'
        ? [price(terms.stopPrice, productId)]
        : [],
  );
  const side = size.isNegative() ? 'short' : 'long';
  const protection = stops.length === 0 ? '**no stop rests**' : `stop ${stops.join(', ')}`;
  return `**${positionId}** ${side} ${grouped(size.abs().toFixed())} ${productId}: ${protection}`;
}
