import type { APIAttachment, APIEmbed } from 'discord.js';
import type { Wire } from '../wire/wire.ts';

/** Embeds as Discord gives them back: typed, without nulls, uploaded pictures by their address. */
export function embedsOf(embeds: APIEmbed[], attachments: APIAttachment[]): Wire[] {
  return embeds.map((embed) => {
    const wire = withoutNulls(embed) as Wire;
    wire.type ??= 'rich';
    if (Array.isArray(wire.fields)) {
      wire.fields = wire.fields.map((field: Wire) => ({ ...field, inline: field.inline ?? false }));
    }
    if (typeof wire.timestamp === 'string') {
      wire.timestamp = new Date(wire.timestamp).toISOString();
    }
    for (const part of ['image', 'thumbnail'] as const) {
      const picture = wire[part] as { url?: string } | undefined;
      const prefix = 'attachment://';
      if (!picture?.url?.startsWith(prefix)) continue;
      const name = picture.url.slice(prefix.length);
      const file = attachments.find(({ filename }) => filename === name);
      if (file) {
        const { url, proxy_url, width, height, content_type } = file;
        wire[part] = withoutNulls({ url, proxy_url, width, height, content_type });
      }
    }
    return wire;
  });
}

/** A file shown inside an embed is not shown as an attachment as well. */
export function withoutEmbedded(embeds: Wire[], attachments: APIAttachment[]) {
  const shown = new Set<unknown>();
  for (const embed of embeds) {
    for (const part of [embed.image, embed.thumbnail]) shown.add((part as Wire | undefined)?.url);
  }
  return { embeds, attachments: attachments.filter(({ url }) => !shown.has(url)) };
}

/** Components as Discord gives them back: each numbered, without nulls, with defaults filled in. */
export function componentsOf(components: Wire[]): Wire[] {
  let next = 1;
  const number = (component: Wire): Wire => {
    const wire = withoutNulls(component) as Wire;
    wire.id = typeof wire.id === 'number' && wire.id > 0 ? wire.id : next;
    next += 1;
    const type = Number(wire.type);
    if (type === 3 || (type >= 5 && type <= 8)) {
      wire.min_values ??= 1;
      wire.max_values ??= 1;
    }
    if (Array.isArray(wire.components)) wire.components = wire.components.map(number);
    if (wire.accessory) wire.accessory = number(wire.accessory as Wire);
    if (wire.component) wire.component = number(wire.component as Wire);
    if (type === 14) wire.spacing ??= 1;
    if (type === 14) wire.divider ??= true;
    if (type === 17) wire.spoiler ??= false;
    if (type === 17) wire.accent_color ??= null;
    return wire;
  };
  return components.map(number);
}

/** A copy of a JSON value in which no object has a null or an undefined. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null && one !== undefined)
      .map(([key, one]) => [key, withoutNulls(one)]),
  );
}
