import type { APIMessage } from 'discord.js';
import type { Wire } from '../wire/wire.ts';
import { messageFlag, type World } from '../world/world.ts';

type More = Partial<APIMessage> & Wire;

const originOf = (world: World, target: APIMessage) => {
  const guildId = world.channels.get(target.channel_id)?.guildId;
  return {
    channel_id: target.channel_id,
    message_id: target.id,
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  };
};

/** What makes a message a reply to another. */
export function replyTo(world: World, target: APIMessage): More {
  const { referenced_message: _, ...shown } = target;
  return {
    type: 19,
    message_reference: { type: 0, ...originOf(world, target) },
    referenced_message: shown as APIMessage,
  };
}

/** What makes a message a forward: empty itself, it carries a snapshot of the other. */
export function forwardOf(world: World, target: APIMessage): More {
  const { content, embeds, attachments, components, mentions, mention_roles } = target;
  const { timestamp, edited_timestamp, flags, type } = target;
  return {
    flags: messageFlag.hasSnapshot,
    message_reference: { type: 1, ...originOf(world, target) },
    message_snapshots: [
      {
        message: {
          type,
          content,
          embeds: structuredClone(embeds),
          attachments: structuredClone(attachments),
          components: structuredClone(components ?? []),
          mentions,
          mention_roles,
          timestamp,
          edited_timestamp,
          flags: flags ?? 0,
        },
      },
    ],
  } as More;
}

/** What makes a message the copy of an announcement in a channel that follows it. */
export function crosspostOf(world: World, target: APIMessage): More {
  return {
    flags: messageFlag.isCrosspost,
    message_reference: { type: 0, ...originOf(world, target) },
  };
}

/** The copies of an announcement in the channels that follow it: they change and go with it. */
export function copiesOf(world: World, announcementId: string): APIMessage[] {
  return [...world.messages.values()]
    .flat()
    .filter(
      ({ flags, message_reference }) =>
        (Number(flags) & messageFlag.isCrosspost) !== 0 &&
        message_reference?.message_id === announcementId,
    );
}
