import {
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { formatCustomId } from '../../notices/components/customId.ts';
import type { WrittenSignal } from './writtenSignal.ts';

/** A form for a signal field by field, with what was read already in it. */
export function fillInModal(args: readonly string[], read: WrittenSignal): ModalBuilder {
  return new ModalBuilder()
    .setCustomId(formatCustomId({ action: 'reading_filled', args, userId: null, expiresAt: null }))
    .setTitle('The signal, as it shall be read')
    .addLabelComponents(
      line('symbol', 'Coin', 'BTC, or BTC/USDC', read.symbol, true),
      new LabelBuilder().setLabel('Side').setStringSelectMenuComponent(
        new StringSelectMenuBuilder().setCustomId('side').addOptions(
          ['long', 'short'].map((side) => ({
            label: side,
            value: side,
            default: side === read.side,
          })),
        ),
      ),
      line('entry', 'Entry', '65000, or 65000 - 66000; at market if empty', read.entry, false),
      line('stop', 'Stop', '60000, or 5%', read.stop, false),
      line('targets', 'Targets', '70000 75000', read.targets, false),
    );
}

/** What was typed into it. */
export function filledIn({ fields }: ModalSubmitInteraction): WrittenSignal {
  const typed = (name: string) => fields.getTextInputValue(name);
  return {
    symbol: typed('symbol'),
    side: fields.getStringSelectValues('side')[0] ?? '',
    entry: typed('entry'),
    stop: typed('stop'),
    targets: typed('targets'),
  };
}

function line(
  name: string,
  label: string,
  example: string,
  value: string,
  required: boolean,
): LabelBuilder {
  const input = new TextInputBuilder()
    .setCustomId(name)
    .setStyle(TextInputStyle.Short)
    .setRequired(required)
    .setPlaceholder(`such as ${example}`)
    .setMaxLength(200);
  if (value !== '') input.setValue(value.slice(0, 200));
  return new LabelBuilder().setLabel(label).setTextInputComponent(input);
}
