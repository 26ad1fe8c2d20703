import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  Refusal,
  slashCommand,
} from '../../discord/command.ts';
import { trustsAll } from '../../discord/intake/trust.ts';
import { showMode } from '../../discord/session/client.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { money } from '../../notices/words/amounts.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import type { LiveCheck } from '../../trading/accounts/live.ts';
import { readTradingSettings } from '../../trading/store/settings/tradingSettings.ts';
import { limitLines } from '../settings/limits.ts';

/** Typed by the owner to go live; a click alone is made too easily. */
const WORDS = 'real money';
const ASK_FOR_MS = 5 * 60_000;
const MOST_WATCHES = 8;

export const live: ChatCommand = {
  data: slashCommand('live', 'Trade new signals with real money, or on paper again')
    .addSubcommand((on) => on.setName('on').setDescription('Check everything, then go live'))
    .addSubcommand((off) => off.setName('off').setDescription('Trade new signals on paper again')),
  who: 'owner',
  async execute(interaction, bot) {
    const mine = {
      args: [],
      userId: interaction.user.id,
      expiresAt: bot.app.now() + ASK_FOR_MS,
    };
    if (interaction.options.getSubcommand() === 'off') {
      await interaction.editReply({
        content:
          'New signals will trade on paper. Live positions that are open keep their stops and are managed on.',
        components: [buttonRow(button('Back to paper', 'main', { action: 'live_off', ...mine }))],
      });
      return;
    }
    if (bot.app.account === 'live')
      throw new Refusal('Live trading is on already. /live off ends it.');
    const check = await checkOf(bot);
    await interaction.editReply({
      embeds: [checkCard(check, await whatTrades(bot))],
      components:
        check.problems.length > 0
          ? []
          : [buttonRow(button('Go live …', 'danger', { action: 'live_ask', ...mine }))],
    });
  },
  components: [
    component({
      action: 'live_ask',
      who: 'owner',
      answer: 'modal',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        if (!interaction.isMessageComponent()) return;
        const words = new TextInputBuilder().setCustomId('words').setStyle(TextInputStyle.Short);
        await interaction.showModal(
          new ModalBuilder()
            .setCustomId(
              formatCustomId({
                action: 'live_on',
                args: [],
                userId: interaction.user.id,
                expiresAt: bot.app.now() + ASK_FOR_MS,
              }),
            )
            .setTitle('Trade with real money?')
            .addLabelComponents(
              new LabelBuilder().setLabel(`Type: ${WORDS}`).setTextInputComponent(words),
            ),
        );
      },
    }),
    component({
      action: 'live_on',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        if (!interaction.isModalSubmit()) return;
        if (interaction.fields.getTextInputValue('words').trim().toLowerCase() !== WORDS) {
          throw new Refusal(
            `That was not "${WORDS}": nothing was changed, trading stays on paper.`,
          );
        }
        // Things change while a form is open.
        const check = await checkOf(bot);
        if (check.problems.length > 0) throw new Refusal(check.problems.join(' '));
        await turn(bot, true, interaction);
        await interaction.editReply({
          content: '',
          embeds: [
            {
              title: 'LIVE: new signals trade with real money',
              color: COLOURS.bad,
              description: '/live off goes back to paper. /panic closes everything.',
            },
          ],
          components: [],
        });
      },
    }),
    component({
      action: 'live_off',
      who: 'owner',
      answer: 'update',
      args: z.tuple([]),
      async execute(interaction, _args, bot) {
        if (bot.app.account === 'live') await turn(bot, false, interaction);
        await interaction.editReply({
          content: '',
          embeds: [{ title: 'PAPER: new signals trade on paper', color: COLOURS.quiet }],
          components: [],
        });
      },
    }),
  ],
};

async function checkOf({ app }: Bot): Promise<LiveCheck> {
  const check = await app.trader.checkLive();
  if (check !== null) return check;
  throw new Refusal(
    app.account === 'sandbox'
      ? 'This is the sandbox: there is no real money here.'
      : 'There is no Coinbase key. Set COINBASE_KEY_FILE, or COINBASE_KEY_NAME and COINBASE_PRIVATE_KEY, and start again.',
  );
}

async function turn(
  bot: Bot,
  on: boolean,
  { id, user: { id: by } }: ComponentInteraction,
): Promise<void> {
  await bot.app.trader.turnLive(on, by, id);
  showMode(bot.client, `${bot.app.account} trading`);
  bot.app.log.warn({ by }, on ? 'live trading was switched on' : 'live trading was switched off');
}

const HOW_TRADED = {
  known: 'trades the ways of writing you have confirmed by itself, asks about others',
  automatic: 'trades by itself',
  confirm: 'asks you first',
} as const;

/** A line for each watch that would trade with real money: how, and whom it reads. */
async function whatTrades({ watched, app }: Bot): Promise<string> {
  const lines: string[] = [];
  for (const watch of watched.all()) {
    const { follow } = await readTradingSettings(app.db, watch.settings);
    if (follow === 'paper') continue;
    const named = watch.trusted.posters.length + watch.trusted.roles.length;
    const whom = trustsAll(watch.trusted)
      ? '**everybody who posts there**'
      : `${named} named there`;
    const how = HOW_TRADED[follow];
    lines.push(
      `${escapeProviderText(watch.name, 60)} <#${watch.channel_id}>: ${how}, reads ${whom}`,
    );
  }
  const shown = lines.slice(0, MOST_WATCHES);
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`);
  return shown.join('\n') || 'No watch: only what you enter by hand.';
}

/** A difference of clocks in words; none is not "-0.0 s". */
function clockWords(milliseconds: number): string {
  const tenths = Math.round(Math.abs(milliseconds) / 100);
  return tenths === 0 ? 'right' : `${(tenths / 10).toFixed(1)} s off`;
}

function checkCard(check: LiveCheck, trades: string) {
  const right = check.problems.length === 0;
  return {
    title: right ? 'Ready to trade with real money' : 'Not ready to trade with real money',
    color: right ? COLOURS.warning : COLOURS.bad,
    description: right
      ? 'Read this once more. Positions opened on paper stay on paper.'
      : check.problems.map((problem) => `• ${problem}`).join('\n'),
    fields: [
      { name: 'Account', value: `portfolio ${check.portfolioId || 'unknown'}`, inline: true },
      { name: 'Worth', value: money(check.equity, 'USD'), inline: true },
      {
        name: 'The key may',
        value: ['view', check.canTrade && 'trade', check.canTransfer && '**transfer**']
          .filter(Boolean)
          .join(', '),
        inline: true,
      },
      { name: 'Clock', value: clockWords(check.clockSkewMs), inline: true },
      { name: 'What will trade with real money', value: cut(trades, 1_000) },
      { name: 'Limits', value: limitLines(check.limits).join('\n') || 'none' },
    ],
  };
}
