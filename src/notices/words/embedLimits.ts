import type { APIEmbed, APIEmbedField } from 'discord.js';

/** Discord's limits, in UTF-16 code units. https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
export const EMBED_LIMITS = {
  title: 256,
  description: 4_096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1_024,
  footer: 2_048,
  author: 256,
  total: 6_000,
  embeds: 10,
} as const;

const BLANK = '\u200b';

/**
 * The embed as Discord takes it, whatever is in it: over-long texts are cut with an ellipsis, empty
 * ones left out or made blank, fields dropped from the end until the whole fits.
 */
export function fitEmbed(embed: APIEmbed): APIEmbed {
  const fitted: APIEmbed = { ...embed };
  if (fitted.title !== undefined) fitted.title = cut(fitted.title, EMBED_LIMITS.title);
  if (!fitted.title?.trim()) delete fitted.title;
  if (fitted.description !== undefined)
    fitted.description = cut(fitted.description, EMBED_LIMITS.description);
  if (!fitted.description?.trim()) delete fitted.description;
  if (fitted.author)
    fitted.author = { ...fitted.author, name: cut(fitted.author.name, EMBED_LIMITS.author) };
  if (!fitted.author?.name.trim()) delete fitted.author;
  if (fitted.footer)
    fitted.footer = { ...fitted.footer, text: cut(fitted.footer.text, EMBED_LIMITS.footer) };
  if (!fitted.footer?.text.trim()) delete fitted.footer;

  const fields: APIEmbedField[] = (fitted.fields ?? [])
    .slice(0, EMBED_LIMITS.fields)
    .map((field) => ({
      ...field,
      name: cut(field.name.trim() === '' ? BLANK : field.name, EMBED_LIMITS.fieldName),
      value: cut(field.value.trim() === '' ? BLANK : field.value, EMBED_LIMITS.fieldValue),
    }));
  let over = embedLength({ ...fitted, fields }) - EMBED_LIMITS.total;
  if (over > 0 && fitted.description !== undefined) {
    const keep = Math.max(EMBED_LIMITS.total / 2, fitted.description.length - over);
    fitted.description = cut(fitted.description, keep);
    over = embedLength({ ...fitted, fields }) - EMBED_LIMITS.total;
  }
  while (over > 0 && fields.length > 0) {
    const last = fields.pop();
    over -= last ? last.name.length + last.value.length : 0;
  }
  if (fields.length > 0) fitted.fields = fields;
  else delete fitted.fields;
  // An embed with nothing in it is refused.
  if (embedLength(fitted) === 0 && !fitted.image) fitted.description = BLANK;
  return fitted;
}

/** What Discord adds up over all embeds of a message. */
export function embedLength(embed: APIEmbed): number {
  const fields = embed.fields ?? [];
  return (
    (embed.title?.length ?? 0) +
    (embed.description?.length ?? 0) +
    (embed.author?.name.length ?? 0) +
    (embed.footer?.text.length ?? 0) +
    fields.reduce((sum, field) => sum + field.name.length + field.value.length, 0)
  );
}

/** At most `max` code units, cut between characters and never behind a lone backslash. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = max - 1;
  const code = text.charCodeAt(end - 1);
  if (code >= 0xd800 && code <= 0xdbff) end -= 1;
  let backslashes = 0;
  while (text[end - 1 - backslashes] === '\\') backslashes += 1;
  if (backslashes % 2 === 1) end -= 1;
  return `${text.slice(0, end)}…`;
}
