import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, component, Refusal, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { orderCard, orderLine, strangeOrderLine } from '../../notices/cards/orderCard.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { deniedWords } from '../../notices/words/denialWords.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { type OwnOrder, openOrders, orderNumber } from '../../trading/execution/openOrders.ts';
import { findOrder, findPosition } from '../../trading/store/core/positions.ts';
import { parseOrderId } from '../../trading/strategy/model/orderId.ts';
import { isLive } from '../../trading/strategy/model/orderStatus.ts';
import { isCancelling } from '../../trading/strategy/model/pendingRequest.ts';

import { askToTakeOver, foundPositions, RESTING, takeOver } from './foundPositions.ts';

const PAGE = 10;

const number = z.string().regex(/^[\w-]{1,40}$/);

export const order: ChatCommand = {
  data: slashCommand('order', 'Single orders: what waits at the exchange, and cancelling an entry')
    .addSubcommand((list) => list.setName('list').setDescription('Every order that may still fill'))
    .addSubcommand((show) =>
      show
        .setName('show')
        .setDescription('One in full')
        .addStringOption((option) =>
          option.setName('order').setDescription('Which').setRequired(true).setAutocomplete(true),
        ),
    )
    .addSubcommand((cancel) =>
      cancel
        .setName('cancel')
        .setDescription('Cancel one entry; what protects a position stays')
        .addStringOption((option) =>
          option.setName('order').setDescription('Which').setRequired(true).setAutocomplete(true),
        ),
    )
    .addSubcommand((found) =>
      found
        .setName('found')
        .setDescription('Positions at the exchange that the database does not know'),
    )
    .addSubcommand((take) =>
      take
        .setName('takeover')
        .setDescription('Manage such a position from now on')
        .addStringOption((option) =>
          option.setName('position').setDescription('Its number').setRequired(true),
        )
        .addStringOption((option) =>
          option
            .setName('stop')
            .setDescription('Its stop, where none rests or it is to be another'),
        ),
    ),
  who: 'viewer',
  async execute(interaction, bot) {
    const { options } = interaction;
    switch (options.getSubcommand()) {
      case 'found':
        return interaction.editReply(await foundPositions(bot));
      case 'takeover':
        return interaction.editReply(
          await askToTakeOver(bot, options.getString('position', true), options.getString('stop')),
        );
      case 'show':
        return interaction.editReply(await shown(bot, options.getString('order', true)));
      case 'cancel':
        return interaction.editReply(await asked(bot, options.getString('order', true)));
      default:
        return interaction.editReply(await listed(bot, 0));
    }
  },
  async complete(interaction, { app }) {
    const typed = interaction.options.getFocused().toLowerCase();
    const state = await app.trader.state();
    return openOrders(state)
      .map(({ order: one, position }) => {
        const id = orderNumber(state, one.id);
        return {
          name: cut(`${id}: ${one.purpose} of ${position.side} ${position.product.id}`, 100),
          value: id,
        };
      })
      .filter((choice) => choice.name.toLowerCase().includes(typed))
      .slice(0, 25);
  },
  components: [
    component({
      action: 'order_page',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([
        z
          .string()
          .regex(/^\d{1,6}$/)
          .transform(Number),
      ]),
      execute: async (interaction, [page], bot) => interaction.editReply(await listed(bot, page)),
    }),
    component({
      action: 'order_show',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([number]),
      execute: async (interaction, [id], bot) => interaction.editReply(await shown(bot, id)),
    }),
    component({
      action: 'order_ask',
      who: 'trader',
      answer: 'update',
      args: z.tuple([number]),
      execute: async (interaction, [id], bot) => interaction.editReply(await asked(bot, id)),
    }),
    component({
      action: 'order_take',
      who: 'trader',
      answer: 'update',
      args: z.tuple([z.string().regex(/^\d{1,9}$/), z.string().regex(/^(-|[\d.]{1,40})$/)]),
      async execute(interaction, [id, stop], bot) {
        const said = await takeOver(bot, id, stop === RESTING ? null : stop, interaction);
        await interaction.editReply(await foundPositions(bot, said));
      },
    }),
    component({
      action: 'order_cancel',
      who: 'trader',
      answer: 'update',
      args: z.tuple([number]),
      async execute(interaction, [id], bot) {
        const { app } = bot;
        const found = await getOrder(bot, id);
        const { order: one, position } = found;
        const act = { act: 'cancel_order', positionId: position.id, orderId: one.id } as const;
        const event = { type: 'owner', at: app.now(), by: interaction.user.id, act } as const;
        const { outcome } = await app.trader.act(event, interaction.id);
        const said =
          outcome?.outcome === 'denied'
            ? `Not done: ${deniedWords(outcome)}`
            : 'Cancelled: the exchange is asked now. A fill that comes before the cancel still counts.';
        await interaction.editReply(await shown(bot, id, said));
      },
    }),
  ],
};

async function listed(bot: Bot, page: number) {
  const { app } = bot;
  const state = await app.trader.state();
  const own = openOrders(state);
  const strange = await app.trader.strangeOrders();
  const lines = [
    ...own.map((one) => orderLine(one, orderNumber(state, one.order.id))),
    ...(strange ?? []).map(strangeOrderLine),
  ];
  const pages = Math.max(1, Math.ceil(lines.length / PAGE));
  const at = Math.min(page, pages - 1);
  const turn = (label: string, to: number) =>
    button(label, 'plain', { action: 'order_page', args: [String(to)] });
  const turns = [
    ...(at > 0 ? [turn('Back', at - 1)] : []),
    ...(at < pages - 1 ? [turn('More', at + 1)] : []),
    turn('Refresh', at),
  ];
  return {
    content: '',
    embeds: [
      {
        title: lines.length === 0 ? 'No open orders' : `Open orders: ${lines.length}`,
        color: COLOURS.quiet,
        description: cut(
          [
            ...(strange === null
              ? ['⚠ The exchange does not answer, so orders placed there by hand are not listed.']
              : []),
            ...lines.slice(at * PAGE, (at + 1) * PAGE),
          ].join('\n') || 'Entries and stops of open positions show up here.',
          4_000,
        ),
        footer: {
          text: `/order show and /order cancel take their numbers; /trade places by hand.${pages > 1 ? ` Page ${at + 1} of ${pages}.` : ''}`,
        },
      },
    ],
    components: [buttonRow(...turns)],
  };
}

async function shown(bot: Bot, id: string, said = '') {
  const found = await getOrder(bot, id);
  const { order: one, position } = found;
  const isCancellable =
    one.purpose === 'entry' && isLive(one) && !isCancelling(one) && position.entriesEnded === null;
  return {
    content: said,
    embeds: [orderCard(found, id)],
    components: [
      buttonRow(
        ...(isCancellable
          ? [button('Cancel this entry', 'danger', { action: 'order_ask', args: [id] })]
          : []),
        button(`Position ${position.id}`, 'plain', {
          action: 'position_open',
          args: [position.id],
        }),
        button('Refresh', 'plain', { action: 'order_show', args: [id] }),
      ),
    ],
  };
}

/** Throws Refusal, with what can be done instead, for an order that protects. */
async function asked(bot: Bot, id: string) {
  const found = await getOrder(bot, id);
  const { order: one, position } = found;
  if (!isLive(one)) throw new Refusal(`Order ${id} has ended already: ${one.status}.`);
  if (one.purpose !== 'entry')
    throw new Refusal(
      `Order ${id} ${one.purpose === 'exit' ? 'closes' : 'protects'} position ${position.id}, so it is not cancelled alone: without it the position could lose more than you planned. With /position ${position.id} you can move its stop or a target, let it run, or close it.`,
    );
  return {
    content: 'Cancel this entry? The other entries of the position stay.',
    embeds: [orderCard(found, id)],
    components: [
      buttonRow(
        button('Cancel it', 'danger', { action: 'order_cancel', args: [id] }),
        button('No', 'plain', { action: 'order_show', args: [id] }),
      ),
    ],
  };
}

/** By its number; also one that ended long ago. Throws Refusal when there is none. */
async function getOrder({ app }: Bot, id: string): Promise<OwnOrder> {
  const state = await app.trader.state();
  const orderId = `${state.install}-${id}`;
  const name = parseOrderId(orderId, state.install);
  const found = await findOrder(app.db, { id: orderId });
  const position =
    (name === null ? undefined : state.positions.get(name.positionId)) ??
    (found === null ? null : await findPosition(app.db, found.positionId));
  const one = position?.orders.find((order) => order.id === orderId);
  if (!position || one === undefined)
    throw new Refusal(`There is no order ${escapeProviderText(id, 40)}. /order list shows them.`);
  return { order: one, position };
}
