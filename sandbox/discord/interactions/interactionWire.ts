import type { Discord } from '../discord.ts';
import { findMember, interactionChannelWire, partialMemberWire, type Wire } from '../wire/wire.ts';
import { channelPermissions } from '../world/permissions.ts';
import { type Interaction, interactionType } from './interaction.ts';

/** Who used what, as the message that answers carries it. */
export function metadataOf(discord: Discord, interaction: Interaction): Wire {
  const user = discord.world.users.get(interaction.userId);
  const own = {
    id: interaction.id,
    type: interaction.type,
    user,
    authorizing_integration_owners: interaction.owners,
  };
  if (interaction.type === interactionType.command) {
    return {
      interaction_metadata: own,
      interaction: { id: interaction.id, type: 2, name: interaction.commandName, user },
    };
  }
  if (interaction.type === interactionType.component) {
    return { interaction_metadata: { ...own, interacted_message_id: interaction.message?.id } };
  }
  return {
    interaction_metadata: {
      ...own,
      triggering_interaction_metadata: interaction.message
        ? { ...own, type: 3, interacted_message_id: interaction.message.id }
        : { ...own, type: 2 },
    },
  };
}

/** An INTERACTION_CREATE. */
export function interactionWire(discord: Discord, interaction: Interaction): Wire {
  const { world } = discord;
  const { channel, userId } = interaction;
  const { application } = world;
  const user = world.users.get(userId);
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  const member = guild && findMember(guild, userId);
  const mayDo = (id: string) => channelPermissions(world, channel, id).toString();
  return {
    id: interaction.id,
    application_id: application.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    data: interaction.data,
    channel_id: channel.id,
    channel: interactionChannelWire(world, channel, userId),
    ...(guild && member
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: { ...partialMemberWire(member), user, permissions: mayDo(userId) },
        }
      : { user }),
    ...(interaction.message ? { message: interaction.message } : {}),
    locale: 'en-US',
    app_permissions: mayDo(application.botId),
    entitlements: [],
    authorizing_integration_owners: interaction.owners,
    context: guild ? 0 : channel.recipients.includes(application.botId) ? 1 : 2,
    attachment_size_limit: 10 * 1024 * 1024,
  };
}
