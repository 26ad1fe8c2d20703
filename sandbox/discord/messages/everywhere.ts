import type { APIMessage } from 'discord.js';
import type { Discord } from '../discord.ts';
import type { UploadedFile } from '../world/files.ts';
import { findChannel, messageFlag, type WorldChannel } from '../world/world.ts';
import { announceEdit, applyEdit, deleteMessages, type MessageBody } from './messages.ts';
import { copiesOf } from './references.ts';

/** Edits a message, and with an announcement its copies in the channels that follow it. */
export function editEverywhere(
  discord: Discord,
  channel: WorldChannel,
  message: APIMessage,
  body: MessageBody,
  files: UploadedFile[] = [],
): void {
  applyEdit(discord, channel, message, body, files);
  announceEdit(discord, channel, message);
  for (const copy of copiesOf(discord.world, message.id)) {
    const { content, embeds } = message;
    const where = findChannel(discord.world, copy.channel_id);
    applyEdit(discord, where, copy, { content, embeds: structuredClone(embeds) });
    announceEdit(discord, where, copy);
  }
}

/** Deletes messages of one channel; the copies of an announcement stay and say that it is gone. */
export function deleteEverywhere(discord: Discord, channel: WorldChannel, ids: string[]): void {
  deleteMessages(discord, channel, ids);
  for (const copy of ids.flatMap((id) => copiesOf(discord.world, id))) {
    copy.content = '[Original Message Deleted]';
    copy.embeds = [];
    copy.flags = Number(copy.flags) | messageFlag.sourceMessageDeleted;
    announceEdit(discord, findChannel(discord.world, copy.channel_id), copy);
  }
}
