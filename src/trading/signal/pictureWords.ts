import type { EmbedText, MessageText } from './reading.ts';

/** A message with the words of its pictures behind its own: one document. An empty one keeps its place. */
export function withPictures(message: MessageText, words: readonly string[]): MessageText {
  if (words.length === 0) return message;
  const pictures = words.map((picture): EmbedText => ({ picture }));
  return { ...message, embeds: [...(message.embeds ?? []), ...pictures] };
}

/** Whether anything was read in its pictures. */
export function hasPictureWords({ embeds = [] }: MessageText): boolean {
  return embeds.some(({ picture = '' }) => picture !== '');
}

/** The message as its author has typed it. */
export function withoutPictures(message: MessageText): MessageText {
  const { embeds = [] } = message;
  return { ...message, embeds: embeds.filter(({ picture }) => picture === undefined) };
}
