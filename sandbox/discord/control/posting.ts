import type { APIMessage, APIUser } from 'discord.js';
import type { Discord } from '../discord.ts';
import { announceEdit, buildMessage, type MessageBody, postMessage } from '../messages/messages.ts';
import { crosspostOf, forwardOf, replyTo } from '../messages/references.ts';
import { bytesOf, type UploadedFile } from '../world/files.ts';
import {
  findChannel,
  findGuild,
  findMessage,
  findUser,
  makeUser,
  messageFlag,
  type WorldChannel,
} from '../world/world.ts';
import type { Post } from './control.ts';

/** Posts what a user, or a webhook, is to have written. */
export function postAs(
  discord: Discord,
  channel: WorldChannel,
  author: string,
  content: string | Post,
  more: Partial<APIMessage> = {},
): APIMessage {
  const { world } = discord;
  const asked = typeof content === 'string' ? { content } : content;
  let kind: Partial<APIMessage> = {};
  let hook = asked.webhook;
  if (asked.replyTo) kind = replyTo(world, messageOf(discord, asked.replyTo));
  if (asked.forwardOf) kind = forwardOf(world, messageOf(discord, asked.forwardOf));
  let body = bodyOf(asked);
  if (asked.crosspostOf) {
    const origin = messageOf(discord, asked.crosspostOf);
    kind = crosspostOf(world, origin);
    hook ??= nameOfOrigin(discord, origin);
    body = { content: origin.content, embeds: structuredClone(origin.embeds) };
    if (!(Number(origin.flags) & messageFlag.crossposted)) {
      origin.flags = Number(origin.flags) | messageFlag.crossposted;
      announceEdit(discord, findChannel(world, origin.channel_id), origin);
    }
  }
  const webhook = hook === undefined ? undefined : webhookOf(discord, channel, hook);
  const by = webhook === undefined ? findUser(world, author) : webhookUser(webhook);
  const message = buildMessage(discord, channel, by, body, filesOf(asked), {
    ...kind,
    ...(webhook ? { webhook_id: webhook.id } : {}),
    ...more,
  });
  postMessage(discord, channel, message);
  return message;
}

/** A message by its id, one that only its reader sees too. Throws a sentence when there is none. */
export function messageOf({ world, interactions }: Discord, { id }: { id: string }): APIMessage {
  const message = interactions.ephemeral(id)?.message ?? findMessage(world, id);
  if (message === undefined) throw new Error(`There is no message ${id}; was it deleted?`);
  return message;
}

function webhookOf({ world, nextId }: Discord, channel: WorldChannel, name: string) {
  for (const webhook of world.webhooks.values()) {
    if (webhook.channelId === channel.id && webhook.name === name) return webhook;
  }
  const webhook = { id: nextId(), channelId: channel.id, name };
  world.webhooks.set(webhook.id, webhook);
  return webhook;
}

function nameOfOrigin({ world }: Discord, { channel_id }: APIMessage) {
  const { name, guildId } = findChannel(world, channel_id);
  return `${guildId === undefined ? '' : findGuild(world, guildId).name} #${name}`;
}

export function bodyOf({ content, embeds, components }: Post): MessageBody {
  return {
    ...(content === undefined ? {} : { content }),
    ...(embeds === undefined ? {} : { embeds }),
    ...(components === undefined ? {} : { components }),
  };
}

export function filesOf({ files = [] }: Post): UploadedFile[] {
  return files.map((file, index) => ({
    index: String(index),
    filename: file.filename,
    contentType: file.contentType ?? 'text/plain',
    bytes: bytesOf(file),
  }));
}

/** A webhook's posts come from a user that is none: its id and its name. */
function webhookUser({ id, name }: { id: string; name: string }): APIUser {
  return { ...makeUser(id, name, name, true), global_name: null, discriminator: '0000' };
}
