import { ActionRowBuilder, ButtonBuilder, ButtonStyle } from 'discord.js';
import { type CustomId, formatCustomId } from './customId.ts';

export type ButtonLook = 'plain' | 'main' | 'danger';

const STYLES = {
  plain: ButtonStyle.Secondary,
  main: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
} as const;

/** A button that runs an action. By default anybody who may use the action, at any time. */
export function button(
  label: string,
  look: ButtonLook,
  id: Pick<CustomId, 'action' | 'args'> & Partial<CustomId>,
): ButtonBuilder {
  return new ButtonBuilder()
    .setLabel(label)
    .setStyle(STYLES[look])
    .setCustomId(formatCustomId({ userId: null, expiresAt: null, ...id }));
}

export function buttonRow(...buttons: readonly ButtonBuilder[]): ActionRowBuilder<ButtonBuilder> {
  return new ActionRowBuilder<ButtonBuilder>().addComponents(...buttons);
}
