import type { EmbedText, MessageText } from '../reading.ts';

/** All words of a message in reading order: its text, its embeds, what it forwards. */
export function plainWords({ text, embeds = [], forwarded = [] }: MessageText): string {
  return [
    text,
    ...embeds.map(embedWords),
    ...forwarded.flatMap((snapshot) => [snapshot.text, ...(snapshot.embeds ?? []).map(embedWords)]),
  ]
    .filter((words) => words !== '')
    .join('\n');
}

function embedWords({
  author,
  title,
  description,
  fields = [],
  footer,
  picture,
}: EmbedText): string {
  return [
    author,
    title,
    description,
    ...fields.map(({ name, value }) => `${name}: ${value}`),
    footer,
    picture,
  ]
    .filter((words) => words !== undefined && words !== '')
    .join('\n');
}
