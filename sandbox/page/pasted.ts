import { z } from 'zod';
import type { EmbedText, MessageText } from '../../src/trading/signal/reading.ts';

/** A message of somebody's channel, as far as a reader looks at it. */
export type PastedMessage = {
  author: string | null;
  /** As the source wrote it. */
  time: string | null;
  message: MessageText;
};

const text = z.string().nullish();
const exportEmbed = z.object({
  title: text,
  description: text,
  author: z.object({ name: text }).nullish(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  footer: z.object({ text }).nullish(),
});

/** A message as Discord's API, DiscordChatExporter and Discord's own data package write it. */
const exportMessage = z
  .object({
    id: z.union([z.string(), z.number()]).nullish(),
    ID: z.union([z.string(), z.number()]).nullish(),
    content: text,
    Contents: text,
    timestamp: text,
    Timestamp: text,
    author: z.object({ name: text, nickname: text, username: text, global_name: text }).nullish(),
    embeds: z.array(exportEmbed).nullish(),
    reference: z.object({ messageId: text }).nullish(),
    message_reference: z.object({ message_id: text }).nullish(),
    message_snapshots: z
      .array(
        z.object({ message: z.object({ content: text, embeds: z.array(exportEmbed).nullish() }) }),
      )
      .nullish(),
  })
  .refine(
    ({ content, Contents, embeds, message_snapshots }) =>
      content != null || Contents != null || embeds != null || message_snapshots != null,
    'no content',
  );
type ExportMessage = z.infer<typeof exportMessage>;

const exportFile = z.union([
  z.array(exportMessage),
  z.object({ messages: z.array(exportMessage) }).transform(({ messages }) => messages),
]);

/**
 * The messages in what somebody pasted: a Discord export in JSON, lines copied out of Discord, or
 * plain text, where a line of dashes stands between messages. Throws a sentence for a JSON that
 * holds no messages.
 */
export function messagesIn(pasted: string): PastedMessage[] {
  const trimmed = pasted.trim();
  const json = /^[[{]/.test(trimmed) ? jsonOf(trimmed) : undefined;
  if (json !== undefined) return fromExport(json);
  const lines = pasted.replaceAll('\r\n', '\n').split('\n');
  const copied = fromCopied(lines);
  if (copied.length > 0) return copied;
  return pasted
    .split(/^[ \t]*[-–—=_*]{3,}[ \t]*$/mu)
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => ({ author: null, time: null, message: { text: each } }));
}

function jsonOf(trimmed: string): unknown {
  try {
    return JSON.parse(trimmed);
  } catch {
    // "[10:31] Percy: LONG BTC" begins as JSON does.
    return undefined;
  }
}

function fromExport(json: unknown): PastedMessage[] {
  const parsed = exportFile.safeParse(json);
  if (!parsed.success) {
    throw new Error(
      'This JSON holds no Discord messages: it takes a list of them, or { "messages": [ … ] } as DiscordChatExporter writes.',
    );
  }
  const byId = new Map(
    parsed.data.flatMap((each) => {
      const id = each.id ?? each.ID;
      return id == null ? [] : [[String(id), each] as const];
    }),
  );
  const messages = parsed.data.map((each): PastedMessage => {
    const repliedTo = byId.get(
      each.reference?.messageId ?? each.message_reference?.message_id ?? '',
    );
    const { author } = each;
    return {
      author: author?.nickname ?? author?.global_name ?? author?.name ?? author?.username ?? null,
      time: each.timestamp ?? each.Timestamp ?? null,
      message: {
        ...wordsOf(each),
        ...(each.message_snapshots
          ? { forwarded: each.message_snapshots.map(({ message }) => wordsOf(message)) }
          : {}),
        repliedTo: repliedTo ? wordsOf(repliedTo) : null,
      },
    };
  });
  // The API gives the newest first, exports the oldest.
  const [first, last] = [messages.at(0)?.time, messages.at(-1)?.time];
  return first && last && Date.parse(first) > Date.parse(last) ? messages.toReversed() : messages;
}

function wordsOf(
  message: Pick<ExportMessage, 'content' | 'embeds'> & { Contents?: string | null | undefined },
): {
  text: string;
  embeds: EmbedText[];
} {
  return {
    text: message.content ?? message.Contents ?? '',
    embeds: (message.embeds ?? []).map((embed) => ({
      ...(embed.author?.name ? { author: embed.author.name } : {}),
      ...(embed.title ? { title: embed.title } : {}),
      ...(embed.description ? { description: embed.description } : {}),
      ...(embed.fields ? { fields: embed.fields } : {}),
      ...(embed.footer?.text ? { footer: embed.footer.text } : {}),
    })),
  };
}

const CLOCK = String.raw`\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AP]M)?`;
const DAY = String.raw`(?:Today|Yesterday|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})`;
/** "Percy — Today at 10:31", "Percy — 04/05/2026 10:31". */
const HEAD = new RegExp(
  String.raw`^(?<author>\S.{0,60}?)\s+[—–-]\s+(?<time>(?:${DAY},?\s+(?:at\s+)?)?${CLOCK})\s*$`,
  'iu',
);
/** "[10:31] Percy: text", "[04.05.2026 10:31] Percy", and "[10:31]" of who wrote before. */
const BRACKET = new RegExp(
  String.raw`^\[(?<time>(?:${DAY},?\s+(?:at\s+)?)?${CLOCK})\]\s*(?:(?<author>[^:\n]{1,60}?)(?::\s?(?<text>.*))?)?$`,
  'iu',
);

/** Messages as Discord's client puts them on the clipboard; none when no line looks like a head. */
function fromCopied(lines: readonly string[]): PastedMessage[] {
  const messages: { author: string | null; time: string | null; lines: string[] }[] = [];
  for (const line of lines) {
    const bracket = BRACKET.exec(line)?.groups;
    const head = bracket ?? HEAD.exec(line)?.groups;
    if (head) {
      const author = head.author?.trim() || messages.at(-1)?.author || null;
      messages.push({ author, time: head.time ?? null, lines: head.text ? [head.text] : [] });
    } else if (messages.length > 0) messages.at(-1)?.lines.push(line);
    else if (line.trim() !== '') messages.push({ author: null, time: null, lines: [line] });
  }
  if (!messages.some(({ time }) => time !== null)) return [];
  return messages
    .map(({ author, time, lines: own }) => ({
      author,
      time,
      message: { text: own.join('\n').trim() },
    }))
    .filter(({ message }) => message.text !== '');
}
