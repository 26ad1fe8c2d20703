import {
  ActionRowBuilder,
  type MessageActionRowComponentBuilder,
  StringSelectMenuBuilder,
} from 'discord.js';
import { type CustomId, formatCustomId } from './customId.ts';

/** A menu that runs an action. By default anybody who may use the action, at any time. */
export function menu(
  placeholder: string,
  id: Pick<CustomId, 'action' | 'args'> & Partial<CustomId>,
): StringSelectMenuBuilder {
  return new StringSelectMenuBuilder()
    .setCustomId(formatCustomId({ userId: null, expiresAt: null, ...id }))
    .setPlaceholder(placeholder);
}

/** One menu, or up to five buttons. */
export function rowOf(
  ...parts: readonly MessageActionRowComponentBuilder[]
): ActionRowBuilder<MessageActionRowComponentBuilder> {
  return new ActionRowBuilder<MessageActionRowComponentBuilder>().addComponents(...parts);
}
