import {
  type APIMessage,
  DiscordAPIError,
  HTTPError,
  type REST,
  RESTJSONErrorCodes,
  Routes,
  SnowflakeUtil,
} from 'discord.js';
import { type MessageBody, type PostedFile, withFiles } from './noticeMessage.ts';

/** Discord forgets a nonce after a few minutes; a minute less than it says is sure. */
const NONCE_HOLDS_MS = 2 * 60_000;
/** How far this machine's clock may be from Discord's. */
const CLOCK_MS = 60_000;
const PAGE = 100;

/** Posts a message; under the same nonce, within minutes, only once. Rings no one who is named in it. */
export async function postMessage(
  rest: REST,
  channelId: string,
  body: MessageBody,
  options: { nonce: string; replyTo?: string | null; files?: readonly PostedFile[] },
): Promise<APIMessage> {
  return (await rest.post(Routes.channelMessages(channelId), {
    ...sending(options.files),
    body: {
      ...withFiles(body, options.files ?? []),
      nonce: options.nonce,
      enforce_nonce: true,
      allowed_mentions: { parse: [] },
      ...(options.replyTo && {
        // What it answers may be gone by now.
        message_reference: { message_id: options.replyTo, fail_if_not_exists: false },
      }),
    },
  })) as APIMessage;
}

/** Makes a message show this. Rejects with what `isGone` knows when it was deleted. */
export async function editMessage(
  rest: REST,
  channelId: string,
  messageId: string,
  body: MessageBody,
  files: readonly PostedFile[] = [],
): Promise<void> {
  await rest.patch(Routes.channelMessage(channelId, messageId), {
    ...sending(files),
    body: {
      ...withFiles(body, files),
      allowed_mentions: { parse: [] },
      // These stand in place of those it had.
      ...(files.length > 0 && {
        attachments: files.map(({ name }, id) => ({ id, filename: name })),
      }),
    },
  });
}

function sending(files: readonly PostedFile[] = []): { files?: PostedFile[] } {
  return files.length === 0 ? {} : { files: [...files] };
}

/**
 * The message of the bot that a post since `since` (UTC milliseconds) has made, if its answer was
 * lost so long ago that Discord no longer knows the nonce; null when there is none, or when the
 * nonce still holds and posting again does no harm.
 */
export async function findPosted(
  rest: REST,
  channelId: string,
  since: number,
  now: number,
  isIt: (message: APIMessage) => Promise<boolean> | boolean,
): Promise<APIMessage | null> {
  if (now - since < NONCE_HOLDS_MS) return null;
  let after = SnowflakeUtil.generate({ timestamp: since - CLOCK_MS }).toString();
  for (;;) {
    const page = (await rest.get(Routes.channelMessages(channelId), {
      query: new URLSearchParams({ after, limit: String(PAGE) }),
    })) as APIMessage[];
    for (const message of page) if (await isIt(message)) return message;
    // Newest first.
    const newest = page[0];
    if (page.length < PAGE || newest === undefined) return null;
    after = newest.id;
  }
}

/** The message is no more; its channel is there. */
export function isGone(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage;
}

/** Ours alone is the fault; trying again would not help. */
export function isMalformed(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 400;
}

/** What stands in the way, with what to do about it. */
export function deliveryTrouble(error: unknown): string {
  if (error instanceof DiscordAPIError) {
    if (error.status === 404)
      return 'There is no such private channel, or the bot is not in its server. Choose another with /setup; where DISCORD_CHANNEL_ID is set where the bot runs, mend it or take it away there.';
    if (error.status === 403)
      return `The bot may not post in the private channel (${error.message}). Give it View Channel, Send Messages and Embed Links there.`;
    return `Discord refused a notice: ${error.message}.`;
  }
  if (error instanceof HTTPError) return `Discord is not answering (status ${error.status}).`;
  return `Notices can not be posted: ${error instanceof Error ? error.message : String(error)}.`;
}
