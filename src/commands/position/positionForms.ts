import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import { z } from 'zod';
import { type Component, component, Refusal } from '../../discord/command.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import type { PositionPlace } from '../../notices/components/positionRows.ts';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { typedAmount, typedNumber, typedPercent } from '../typedNumber.ts';
import { alreadyOver, doOrAsk } from './askFirst.ts';
import { getPosition, positionId } from './positionView.ts';
import { AT_MARKET, type WantedAct } from './wantedAct.ts';

const forms = z.enum(['part', 'stop', 'target', 'add']);

/** What is asked for in a form: opening it, and what was typed into it. */
export const positionForms: readonly Component[] = [
  ...formsAt('position', 'update'),
  ...formsAt('card', 'reply'),
];

function formsAt(place: PositionPlace, answer: Component['answer']): Component[] {
  return [
    component({
      action: `${place}_form`,
      who: 'trader',
      answer: 'modal',
      args: z.tuple([positionId, forms]),
      async execute(interaction, [of, form], { app }) {
        const found = await getPosition(app, of);
        if (!isActive(found)) throw new Refusal(alreadyOver(found));
        if (interaction.isMessageComponent())
          await interaction.showModal(modal(found, form, place));
      },
    }),
    component({
      action: `${place}_enter`,
      who: 'trader',
      answer,
      args: z.tuple([positionId, forms]),
      async execute(interaction, [of, form], bot) {
        if (!interaction.isModalSubmit()) return;
        const typed = (name: string) => interaction.fields.getTextInputValue(name);
        await doOrAsk(interaction, bot, of, typedAct(form, typed), 'concerns');
      },
    }),
  ];
}

function typedAct(form: z.infer<typeof forms>, typed: (name: string) => string): WantedAct {
  switch (form) {
    case 'part':
      return ['close', typedPercent(typed('percent'), 'The share to close')];
    case 'stop':
      return ['stop', typedAmount(typed('price'), 'The stop')];
    case 'target':
      return ['target', targetNumber(typed('number')), typedAmount(typed('price'), 'The target')];
    case 'add': {
      const amount = typedAmount(typed('amount'), 'The amount');
      const price = typed('price').trim();
      return ['add', amount, price === '' ? AT_MARKET : typedAmount(price, 'The price')];
    }
  }
}

function targetNumber(typed: string): string {
  const { value, unit } = typedNumber(typed, 'The number of the target');
  if (unit !== null || !/^[1-9]\d{0,2}$/.test(value))
    throw new Refusal('Targets are numbered 1, 2, 3. Nothing was changed.');
  return value;
}

/** The form, with what is in force now beside what is asked for. */
function modal(
  { id, stop, plan, product }: Position,
  form: z.infer<typeof forms>,
  place: PositionPlace,
): ModalBuilder {
  const made = new ModalBuilder().setCustomId(
    formatCustomId({ action: `${place}_enter`, args: [id, form], userId: null, expiresAt: null }),
  );
  switch (form) {
    case 'part':
      return made
        .setTitle(`Close part of position ${id}`)
        .addLabelComponents(line('percent', 'Percent to close at market', 'such as 50'));
    case 'stop':
      return made
        .setTitle(`Move the stop of position ${id}`)
        .addLabelComponents(line('price', 'New stop price', `now ${stop}`));
    case 'add':
      return made
        .setTitle(`Add to position ${id}`)
        .addLabelComponents(
          line('amount', 'How much, in the currency it is paid in', `${product.quote}, such as 50`),
          line('price', 'At which price; empty: at market', 'empty: at market', false),
        );
    case 'target': {
      const targets = plan.targets.map(({ price }, i) => `${i + 1}: ${price}`).join(', ');
      return made
        .setTitle(`Move a target of position ${id}`)
        .addLabelComponents(
          line('number', 'Which target', `now ${targets || 'none'}`),
          line('price', 'New price', 'its new price'),
        );
    }
  }
}

function line(name: string, label: string, hint: string, required = true): LabelBuilder {
  return new LabelBuilder()
    .setLabel(label)
    .setTextInputComponent(
      new TextInputBuilder()
        .setCustomId(name)
        .setStyle(TextInputStyle.Short)
        .setPlaceholder(hint.slice(0, 100))
        .setRequired(required)
        .setMaxLength(40),
    );
}
