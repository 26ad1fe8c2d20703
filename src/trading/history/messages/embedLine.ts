import { z } from 'zod';
import type { EmbedText } from '../../signal/reading.ts';

/** An embed as a line of messages has it, in our own form or Discord's. */
export const embedLine = z.object({
  author: z
    .union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
    .nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  footer: z
    .union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)])
    .nullish(),
});

export function embedOf(embed: z.infer<typeof embedLine>): EmbedText {
  return {
    ...(embed.author ? { author: embed.author } : {}),
    ...(embed.title ? { title: embed.title } : {}),
    ...(embed.description ? { description: embed.description } : {}),
    ...(embed.fields ? { fields: embed.fields } : {}),
    ...(embed.footer ? { footer: embed.footer } : {}),
  };
}
