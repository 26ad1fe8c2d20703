import { ComponentType } from 'discord.js';
import type { EmbedText, MessageText } from '../../trading/signal/reading.ts';

/** A component that shows text, or has such inside. */
type WordyComponent = {
  type: number;
  content?: string;
  components?: readonly WordyComponent[];
};

/** The parts of a discord.js Message (or of a forwarded message's snapshot) that carry words or pictures. */
export type WordyMessage = {
  content: string | null;
  embeds: readonly {
    author: { name: string } | null;
    title: string | null;
    description: string | null;
    fields: readonly { name: string; value: string }[];
    footer: { text: string } | null;
    image?: { url: string; proxyURL?: string | undefined } | null;
    thumbnail?: object | null;
    /** rich: the author's own; others are what Discord shows of a link. */
    data?: { type?: string };
  }[];
  attachments?: {
    values(): Iterable<{
      contentType: string | null;
      name: string | null;
      url?: string;
      size?: number;
    }>;
  } | null;
  /** Messages made of components have their words in these. */
  components?: readonly object[];
};

const PICTURE_NAME = /\.(png|jpe?g|webp|gif|bmp|heic|avif)$/iu;

/** What the reader is given of a Discord message: all its words, none of its looks. */
export function messageText(
  message: WordyMessage & {
    createdTimestamp: number;
    messageSnapshots?: { values(): Iterable<WordyMessage> } | null;
  },
  repliedTo: WordyMessage | null,
): MessageText {
  const snapshots = [...(message.messageSnapshots?.values() ?? [])];
  const forwarded = snapshots.map(messageWords);
  const pictures = [message, ...snapshots].map(picturesIn).reduce((sum, count) => sum + count);
  const images = [message, ...snapshots].flatMap(imagesIn);
  return {
    ...messageWords(message),
    ...(forwarded.length > 0 && { forwarded }),
    ...(repliedTo !== null && { repliedTo: messageWords(repliedTo) }),
    postedAt: new Date(message.createdTimestamp).toISOString(),
    ...(pictures > 0 && { pictures }),
    ...(images.length > 0 && { images }),
  };
}

function picturesIn(message: WordyMessage): number {
  const shown = message.embeds.filter(({ image, thumbnail }) => image || thumbnail);
  return pictureFiles(message).length + shown.length;
}

/** What is attached, and the images of the author's own embeds; never what a link in the text leads to. */
function imagesIn(message: WordyMessage): { url: string; bytes?: number }[] {
  const own = message.embeds.filter(({ data }) => data?.type === undefined || data.type === 'rich');
  return [
    ...pictureFiles(message).flatMap(({ url, size }) =>
      url === undefined ? [] : [{ url, ...(size !== undefined && { bytes: size }) }],
    ),
    ...own.flatMap(({ image }) => (image ? [{ url: image.proxyURL ?? image.url }] : [])),
  ];
}

/** Files of that type, or by their name where Discord tells no type. */
function pictureFiles({ attachments }: WordyMessage) {
  return [...(attachments?.values() ?? [])].filter(({ contentType, name }) =>
    contentType === null ? PICTURE_NAME.test(name ?? '') : contentType.startsWith('image/'),
  );
}

/** The words of one message alone. */
export function messageWords(message: WordyMessage): { text: string; embeds?: EmbedText[] } {
  const embeds = message.embeds.map(embedText).filter((embed) => Object.keys(embed).length > 0);
  const text = [message.content ?? '', ...displayedText(message.components ?? [])]
    .filter((words) => words !== '')
    .join('\n');
  return { text, ...(embeds.length > 0 && { embeds }) };
}

function displayedText(components: readonly object[]): string[] {
  return (components as readonly WordyComponent[]).flatMap(({ type, content, components }) => [
    ...(type === ComponentType.TextDisplay && content ? [content] : []),
    ...displayedText(components ?? []),
  ]);
}

function embedText(embed: WordyMessage['embeds'][number]): EmbedText {
  return {
    ...(embed.author?.name && { author: embed.author.name }),
    ...(embed.title && { title: embed.title }),
    ...(embed.description && { description: embed.description }),
    ...(embed.fields.length > 0 && {
      fields: embed.fields.map(({ name, value }) => ({ name, value })),
    }),
    ...(embed.footer?.text && { footer: embed.footer.text }),
  };
}
