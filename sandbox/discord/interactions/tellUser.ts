import type { APIMessage } from 'discord.js';
import type { Discord } from '../discord.ts';
import { messageExtra } from '../messages/messages.ts';
import type { Wire } from '../wire/wire.ts';
import type { Interaction } from './interaction.ts';

/** What the client of the person who used something hears of it; nobody else does. */
export function tellUser(
  { gateway }: Discord,
  { id, nonce, userId }: Interaction,
  type: string,
  more: Wire = {},
): void {
  gateway.tellUsers((one) => one === userId, type, {
    id,
    ...(nonce === undefined ? {} : { nonce }),
    ...more,
  });
}

/** The application took it: with a form, with choices for what is being typed, or otherwise. */
export function tellAcknowledged(discord: Discord, interaction: Interaction): void {
  const { answer, channel } = interaction;
  if (answer.outcome === 'choices') {
    tellUser(discord, interaction, 'APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE', {
      choices: answer.choices,
    });
  } else if (answer.outcome === 'modal') {
    const { id } = discord.world.application;
    tellUser(discord, interaction, 'INTERACTION_MODAL_CREATE', {
      ...answer.modal,
      channel_id: channel.id,
      application: { id, name: discord.world.application.name },
    });
  } else tellUser(discord, interaction, 'INTERACTION_SUCCESS');
}

/** A message that only the person sees came, changed or went. */
export function tellEphemeral(
  { world, gateway }: Discord,
  { channel, userId }: Interaction,
  type: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE',
  message: APIMessage,
): void {
  const extra = messageExtra(world, channel, message);
  const { guild_id } = extra;
  const wire =
    type === 'MESSAGE_DELETE'
      ? { id: message.id, channel_id: channel.id, ...(guild_id ? { guild_id } : {}) }
      : { ...message, ...extra };
  gateway.tellUsers((one) => one === userId, type, wire);
}
