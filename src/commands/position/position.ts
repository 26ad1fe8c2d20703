import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { button, buttonRow } from '../../discord/buttons.ts';
import {
  type ChatCommand,
  type ComponentInteraction,
  component,
  Refusal,
  slashCommand,
} from '../../discord/command.ts';
import { formatCustomId } from '../../discord/customId.ts';
import { COLOURS } from '../../notices/colours.ts';
import { deniedWords } from '../../notices/denialWords.ts';
import { cut } from '../../notices/embedLimits.ts';
import { positionLine, STATUS_WORDS } from '../../notices/positionCard.ts';
import { escapeProviderText } from '../../notices/providerText.ts';
import { lastPrices } from '../../trading/market/lastPrices.ts';
import { dec } from '../../trading/money.ts';
import { listPositions } from '../../trading/store/positions.ts';
import { readTradingSettings } from '../../trading/store/tradingSettings.ts';
import { findWatch } from '../../trading/store/watches.ts';
import type { OwnerAct } from '../../trading/strategy/model/event.ts';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { getPosition, positionView } from './positionView.ts';
import { showPosition } from './showPosition.ts';

/** On one page. */
const LISTED = 20;

const id = z.string().min(1).max(40);
/** What a button does at once or after one question. */
const acts = z.enum(['close', 'cancel', 'breakeven', 'let_run']);
/** What is asked for in a form. */
const forms = z.enum(['part', 'stop', 'target', 'add']);

export const position: ChatCommand = {
  data: slashCommand('position', 'Open positions, or one in full').addStringOption((option) =>
    option.setName('id').setDescription('Which one').setAutocomplete(true),
  ),
  who: 'viewer',
  async execute(interaction, bot) {
    const chosen = interaction.options.getString('id');
    if (chosen !== null) return showPosition(interaction, bot, chosen);
    await interaction.editReply(await openPositions(bot, 0));
  },
  async complete(interaction, { app }) {
    const typed = interaction.options.getFocused().toLowerCase();
    const recent = await listPositions(app.db, { limit: 100 });
    return recent
      .map((one) => ({
        name: cut(`${one.id}: ${one.side} ${one.product.id}, ${one.status}`, 100),
        value: one.id,
      }))
      .filter((choice) => choice.name.toLowerCase().includes(typed));
  },
  components: [
    component({
      action: 'position_list',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([z.coerce.number().int().min(0).max(10_000)]),
      async execute(interaction, [page], bot) {
        await interaction.editReply(await openPositions(bot, page));
      },
    }),
    component({
      action: 'position_show',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([id]),
      execute: (interaction, [of], bot) => showPosition(interaction, bot, of),
    }),
    component({
      action: 'position_open',
      who: 'viewer',
      answer: 'reply',
      args: z.tuple([id]),
      execute: (interaction, [of], bot) => showPosition(interaction, bot, of),
    }),
    component({
      action: 'position_ask',
      who: 'trader',
      answer: 'update',
      args: z.tuple([id, acts]),
      async execute(interaction, [of, act], bot) {
        const { app } = bot;
        const found = await getPosition(app, of);
        // With its card as it is now the stale buttons go.
        if (!isActive(found)) return showPosition(interaction, bot, of, alreadyOver(found));
        const { embeds } = await positionView(app, of);
        await interaction.editReply({
          content: QUESTIONS[act],
          embeds,
          components: [
            buttonRow(
              button(YES[act], 'danger', { action: 'position_act', args: [of, act] }),
              button('No', 'plain', { action: 'position_show', args: [of] }),
            ),
          ],
        });
      },
    }),
    component({
      action: 'position_act',
      who: 'trader',
      answer: 'update',
      args: z.tuple([id, acts]),
      async execute(interaction, [of, act], bot) {
        const price = act === 'breakeven' ? await lastPriceOf(bot.app, of) : {};
        await carryOut(interaction, bot, { ...ownerAct(of, act), ...price });
      },
    }),
    component({
      action: 'position_form',
      who: 'trader',
      answer: 'modal',
      args: z.tuple([id, forms]),
      async execute(interaction, [of, form], { app }) {
        const found = await getPosition(app, of);
        if (!isActive(found)) throw new Refusal(alreadyOver(found));
        if (interaction.isMessageComponent()) await interaction.showModal(modal(of, form));
      },
    }),
    component({
      action: 'position_enter',
      who: 'trader',
      answer: 'update',
      args: z.tuple([id, forms]),
      async execute(interaction, [of, form], bot) {
        if (!interaction.isModalSubmit()) return;
        const typed = (name: string) => interaction.fields.getTextInputValue(name);
        await carryOut(
          interaction,
          bot,
          form === 'add'
            ? await addAct(bot.app, of, typed)
            : { ...typedAct(of, form, typed), ...(await lastPriceOf(bot.app, of)) },
        );
      },
    }),
  ],
};

/** What is open, newest first, page by page. */
async function openPositions({ app }: Bot, page: number) {
  const found = await listPositions(app.db, {
    open: true,
    limit: LISTED + 1,
    offset: page * LISTED,
  });
  const shown = found.slice(0, LISTED);
  const prices = await lastPrices(
    app,
    shown.map(({ product }) => product.id),
  );
  const lines = shown.map((one) => positionLine(one, prices.get(one.product.id) ?? null));
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'position_list', args: [String(to)] });
  const buttons = [
    ...(page > 0 ? [turn('Newer', page - 1)] : []),
    ...(found.length > LISTED ? [turn('Older', page + 1)] : []),
  ];
  const isEmpty = shown.length === 0;
  return {
    embeds: [
      {
        title: isEmpty ? 'No open positions' : 'Open positions, newest first',
        color: COLOURS.quiet,
        description: cut(lines.join('\n') || 'Signals that are taken show up here.', 4_000),
        ...(!isEmpty && { footer: { text: '/position id shows one in full.' } }),
      },
    ],
    components: buttons.length === 0 ? [] : [buttonRow(...buttons)],
  };
}

const QUESTIONS: Readonly<Record<z.infer<typeof acts>, string>> = {
  close: 'Close all of it at market now?',
  cancel: 'Cancel its entries?',
  let_run: 'Take its targets away and let it run, with the stop alone?',
  breakeven: 'Move the stop to breakeven?',
};
const YES: Readonly<Record<z.infer<typeof acts>, string>> = {
  close: 'Close at market',
  cancel: 'Cancel entries',
  let_run: 'Let it run',
  breakeven: 'Move the stop',
};

function alreadyOver({ id: of, status }: Position): string {
  return `Position ${of} has ended already (${STATUS_WORDS[status]}), so nothing was asked of the venue.`;
}

type PositionAct = Extract<OwnerAct, { positionId: string }>;

function ownerAct(positionId: string, act: z.infer<typeof acts>): PositionAct {
  switch (act) {
    case 'close':
      return { act: 'close', positionId, percent: '100' };
    case 'cancel':
      return { act: 'cancel_entries', positionId };
    case 'breakeven':
      return { act: 'stop_to_entry', positionId };
    case 'let_run':
      return { act: 'let_run', positionId };
  }
}

/** The last price of a position's product, as far as it is known. */
async function lastPriceOf(app: Bot['app'], positionId: string): Promise<{ last?: string }> {
  const productId = app.engine.state().positions.get(positionId)?.product.id;
  if (productId === undefined) return {};
  const price = (await lastPrices(app, [productId])).get(productId);
  return price === undefined ? {} : { last: price };
}

function typedAct(
  positionId: string,
  form: Exclude<z.infer<typeof forms>, 'add'>,
  typed: (name: string) => string,
): PositionAct {
  switch (form) {
    case 'part': {
      const percent = amount(typed('percent'), 'The share to close');
      if (dec(percent).gt(100)) throw new Refusal('The share to close is at most 100 %.');
      return { act: 'close', positionId, percent };
    }
    case 'stop':
      return { act: 'move_stop', positionId, to: { price: amount(typed('price'), 'The stop') } };
    case 'target': {
      const target = Number(amount(typed('number'), 'The number of the target'));
      if (!Number.isInteger(target)) throw new Refusal('Targets are numbered 1, 2, 3.');
      return {
        act: 'move_target',
        positionId,
        target,
        price: amount(typed('price'), 'The target'),
      };
    }
  }
}

/** What is to be added, with what the venue and the limits say of it now. */
async function addAct(
  app: Bot['app'],
  positionId: string,
  typed: (name: string) => string,
): Promise<PositionAct> {
  const quoteSize = amount(typed('amount'), 'The amount');
  const price = typed('price').trim() === '' ? null : amount(typed('price'), 'The price');
  const { product, priceScale, source } = await getPosition(app, positionId);
  const watch = /^\d+$/.test(source.watchId)
    ? await findWatch(app.db, Number(source.watchId))
    : null;
  const settings = await readTradingSettings(app.db, watch?.settings);
  const market = await app.contexts.ofProduct(product, priceScale);
  return { act: 'add', positionId, quoteSize, price, market, settings };
}

/** A number above zero as people type it: "65,000", "$0.5", "50 %". */
function amount(typed: string, what: string): string {
  const text = typed.trim().replace(/^\$/, '').replace(/%$/, '').trim().replaceAll(',', '');
  if (!/^\d{1,15}(\.\d{1,18})?$/.test(text) || dec(text).isZero())
    throw new Refusal(
      `${what} must be a number above zero, such as 65000 or 0.5; “${escapeProviderText(typed, 40)}” is none. Nothing was changed.`,
    );
  return dec(text).toFixed();
}

/** Gives it to the core, and shows the position as it is then, with what the core has to say. */
async function carryOut(
  interaction: ComponentInteraction,
  bot: Bot,
  act: PositionAct,
): Promise<void> {
  const { app } = bot;
  const { outcome, changed } = await app.engine.submit({
    type: 'owner',
    at: app.now(),
    by: interaction.user.id,
    act,
  });
  const said =
    outcome?.outcome === 'denied'
      ? `Not done: ${deniedWords(outcome)}`
      : changed.length === 0
        ? 'Nothing had to be changed.'
        : 'Done. The venue is asked now; the card follows with Refresh.';
  await showPosition(interaction, bot, act.positionId, said);
}

function modal(positionId: string, form: z.infer<typeof forms>): ModalBuilder {
  const made = new ModalBuilder().setCustomId(
    formatCustomId({
      action: 'position_enter',
      args: [positionId, form],
      userId: null,
      expiresAt: null,
    }),
  );
  switch (form) {
    case 'part':
      return made
        .setTitle(`Close part of position ${positionId}`)
        .addLabelComponents(line('percent', 'Percent to close at market', '50'));
    case 'stop':
      return made
        .setTitle(`Move the stop of position ${positionId}`)
        .addLabelComponents(line('price', 'New stop price', '65000'));
    case 'add':
      return made
        .setTitle(`Add to position ${positionId}`)
        .addLabelComponents(
          line('amount', 'How much, in the currency it is paid in', '50'),
          line('price', 'At which price; empty: at market', '64000', false),
        );
    case 'target':
      return made
        .setTitle(`Move a target of position ${positionId}`)
        .addLabelComponents(
          line('number', 'Which target', '1'),
          line('price', 'New price', '70000'),
        );
  }
}

function line(name: string, label: string, example: string, required = true): LabelBuilder {
  return new LabelBuilder()
    .setLabel(label)
    .setTextInputComponent(
      new TextInputBuilder()
        .setCustomId(name)
        .setStyle(TextInputStyle.Short)
        .setPlaceholder(`such as ${example}`)
        .setRequired(required)
        .setMaxLength(40),
    );
}
