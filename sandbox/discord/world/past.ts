import type { APIMessage, APIUser } from 'discord.js';

const DISCORD_EPOCH = 1_420_070_400_000n;

/** Something that was said before the world began to run; times in UTC milliseconds. */
export type PastPost = {
  at: number;
  author: APIUser;
  content: string;
  /** Its text is the one of this edit. */
  editedAt?: number;
  /** The place in the list of the post that it replies to, before itself. */
  replyTo?: number;
};

/** The messages of a channel that has a past, oldest first as given: for a world to begin with. */
export function pastMessages(channelId: string, posts: readonly PastPost[]): APIMessage[] {
  const made: APIMessage[] = [];
  let last = 0n;
  for (const { at, author, content, editedAt, replyTo } of posts) {
    const first = (BigInt(at) - DISCORD_EPOCH) << 22n;
    last = first > last ? first : last + 1n;
    const referenced = replyTo === undefined ? undefined : made[replyTo];
    const message = {
      id: last.toString(),
      type: referenced === undefined ? 0 : 19,
      channel_id: channelId,
      author,
      content,
      mentions: [],
      mention_everyone: false,
      mention_roles: [],
      attachments: [],
      embeds: [],
      components: [],
      timestamp: new Date(at).toISOString(),
      edited_timestamp: editedAt === undefined ? null : new Date(editedAt).toISOString(),
      tts: false,
      pinned: false,
      flags: 0,
      ...(referenced !== undefined && {
        message_reference: { type: 0, channel_id: channelId, message_id: referenced.id },
        referenced_message: referenced,
      }),
    };
    made.push(message as unknown as APIMessage);
  }
  return made;
}
