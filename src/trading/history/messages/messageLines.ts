import { z } from 'zod';
import type { MessageText } from '../../signal/reading.ts';
import type { PastMessage } from '../pastMessage.ts';
import { embedLine, embedOf } from './embedLine.ts';

const time = z.union([
  z.number().int().nonnegative(),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);

const body = {
  text: z.string().nullish(),
  embed: z.union([embedLine, z.array(embedLine)]).nullish(),
};

const messageLine = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  ...body,
  posted_at: time,
  reply_to: z.union([z.string(), z.number()]).transform(String).nullish(),
  reply_to_text: z.string().nullish(),
  author: z.string().nullish(),
  channel: z.string().nullish(),
  edits: z.array(z.object({ ...body, at: time })).nullish(),
  edited_at: time.nullish(),
  deleted_at: time.nullish(),
});

/**
 * Reads messages of a channel, one JSON object a line:
 *
 *     { "id", "posted_at", "text"?, "embed"?, "reply_to"?, "reply_to_text"?, "author"?, "channel"?,
 *       "edits"?: [{ "at", "text"?, "embed"? }], "edited_at"?, "deleted_at"? }
 *
 * Times are ISO 8601 or UNIX milliseconds. `edited_at` without `edits` says that the text is not the
 * one that was posted. Throws RangeError with the line's number where one can't be read, or two have one id.
 */
export function readMessageLines(text: string): PastMessage[] {
  const messages = new Map<string, PastMessage>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const message = messageOf(line, index + 1);
    if (messages.has(message.messageId)) {
      throw new RangeError(`line ${index + 1}: a second message with the id ${message.messageId}`);
    }
    messages.set(message.messageId, message);
  }
  return [...messages.values()];
}

function messageOf(line: string, number: number): PastMessage {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new RangeError(`line ${number}: not a JSON object`);
  }
  const parsed = messageLine.safeParse(json);
  if (!parsed.success) {
    throw new RangeError(`line ${number}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`);
  }
  const { data } = parsed;
  const repliedTo = data.reply_to_text ? { text: data.reply_to_text } : null;
  const edits = (data.edits ?? []).map(({ at, ...edit }) => ({
    at,
    body: bodyOf(edit, repliedTo),
  }));
  const author = data.author ?? 'unknown';
  return {
    messageId: data.id,
    channelId: data.channel ?? 'file',
    authorId: author,
    authorName: author,
    repliedToMessageId: data.reply_to ?? null,
    postedAt: data.posted_at,
    versions: [
      { at: data.posted_at, body: bodyOf(data, repliedTo) },
      ...edits.sort((a, b) => a.at - b.at),
    ],
    ...(edits.length === 0 && data.edited_at ? { editedLater: data.edited_at } : {}),
    ...(data.deleted_at ? { deletedAt: data.deleted_at } : {}),
  };
}

type Line = {
  text?: string | null | undefined;
  embed?: z.infer<typeof embedLine> | z.infer<typeof embedLine>[] | null | undefined;
};

function bodyOf({ text, embed }: Line, repliedTo: MessageText['repliedTo']): MessageText {
  const embeds = embed ? [embed].flat().map(embedOf) : [];
  return { text: text ?? '', embeds, repliedTo: repliedTo ?? null };
}
