import type { ActionRowBuilder, APIEmbed, MessageActionRowComponentBuilder } from 'discord.js';
import { expect } from 'vitest';
import { EMBED_LIMITS, embedLength } from '../../src/notices/words/embedLimits.ts';

/** What may not reach a reader as it was written: each is in `hostileText`. */
const LIVE = /(?<!\\)(<@&?123456789012345678>|\[click\]\()|@everyone|@here|\u202e/;

/** Within Discord's limits, with nothing empty, and nothing of a stranger's that pings, links or turns text around. */
export function expectFits(embed: APIEmbed): void {
  const { title = '', description = '', fields = [], author, footer } = embed;
  expect(title.length).toBeLessThanOrEqual(EMBED_LIMITS.title);
  expect(description.length).toBeLessThanOrEqual(EMBED_LIMITS.description);
  expect(fields.length).toBeLessThanOrEqual(EMBED_LIMITS.fields);
  for (const { name, value } of fields) {
    expect(name.trim()).not.toBe('');
    expect(value.trim()).not.toBe('');
    expect(name.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldName);
    expect(value.length).toBeLessThanOrEqual(EMBED_LIMITS.fieldValue);
  }
  expect(embedLength(embed)).toBeLessThanOrEqual(EMBED_LIMITS.total);
  // An author and a footer are shown as plain text.
  const shown = [title, description, ...fields.flatMap(({ name, value }) => [name, value])];
  for (const text of shown) expectInert(text);
  expect(`${author?.name} ${footer?.text}`).not.toMatch(/\u202e|\n/);
}

/** Text in which nothing of `hostileText` pings, links or turns text around. */
export function expectInert(text: string): void {
  expect(text).not.toMatch(LIVE);
}

/** Discord's limit of a message's content. */
const CONTENT = 2_000;

/** A whole answer: discord.js refuses menus and buttons beyond Discord's limits when they are built. */
export function expectViewFits(view: {
  content?: string;
  embeds: readonly APIEmbed[];
  components:
    | readonly ActionRowBuilder<never>[]
    | readonly ActionRowBuilder<MessageActionRowComponentBuilder>[];
}): void {
  const { content = '', embeds, components } = view;
  expect(content.length).toBeLessThanOrEqual(CONTENT);
  expectInert(content);
  for (const embed of embeds) expectFits(embed);
  expect(components.length).toBeLessThanOrEqual(5);
  for (const row of components) row.toJSON();
}
