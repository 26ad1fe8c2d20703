import { localFile } from './connection.js';
import { el } from './dom.js';
import { markdown } from './markdown.js';

/**
 * Embeds, pictures and files of a message.
 *
 * @typedef {import('discord.js').APIEmbed} Embed
 * @typedef {import('discord.js').APIAttachment} Attachment
 */

/**
 * A picture that opens large when it is pressed; one from another machine is named, not loaded.
 *
 * @param {{ url?: string, width?: number | null, height?: number | null }} picture
 * @param {string} alt
 * @param {string} [className]
 */
export function picture({ url, width, height }, alt, className = 'picture') {
  const src = localFile(url);
  if (!src) {
    return el(
      'span',
      { class: 'elsewhere' },
      `A picture from ${hostOf(url)}, not loaded: nothing leaves this machine.`,
    );
  }
  const image = el('img', { src, alt, width, height, loading: 'lazy', decoding: 'async' });
  return el(
    'button',
    {
      class: className,
      type: 'button',
      'aria-label': `${alt}: open it large`,
      onclick: () => enlarge(src, alt),
    },
    image,
  );
}

/** @param {string | undefined} url */
function hostOf(url) {
  try {
    return new URL(url ?? '').host;
  } catch {
    return 'elsewhere';
  }
}

/** @param {string} src @param {string} alt */
function enlarge(src, alt) {
  const dialog = el('dialog', { class: 'lightbox', 'aria-label': alt }, el('img', { src, alt }));
  dialog.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Embed} embed */
export function embedView(embed) {
  const {
    author,
    title,
    description,
    fields = [],
    image,
    thumbnail,
    footer,
    timestamp,
    color,
  } = embed;
  const box = el('article', { class: 'embed' });
  if (color !== undefined && color > 0) {
    box.style.setProperty('--bar', `#${color.toString(16).padStart(6, '0')}`);
  }
  const words = el('div', { class: 'embed-words' });
  if (author) words.append(el('div', { class: 'embed-author' }, author.name));
  if (title) words.append(el('div', { class: 'embed-title' }, markdown(title)));
  if (description) words.append(el('div', { class: 'embed-text' }, markdown(description)));
  if (fields.length > 0) words.append(fieldsView(fields));
  box.append(words);
  if (thumbnail) box.append(picture(thumbnail, 'thumbnail', 'picture thumb'));
  if (image) box.append(picture(image, title ? `Picture: ${title}` : 'Picture', 'picture wide'));
  const when = timestamp ? new Date(timestamp).toLocaleString('en-GB') : '';
  const foot = [footer?.text, when].filter(Boolean).join(' • ');
  if (foot) box.append(el('div', { class: 'embed-foot' }, foot));
  return box;
}

/** Inline fields stand beside each other, at most three in a row. @param {NonNullable<Embed['fields']>} fields */
function fieldsView(fields) {
  const boxes = fields.map(({ name, value, inline }, at) => {
    const box = el(
      'div',
      { class: 'field' },
      el('dt', {}, markdown(name)),
      el('dd', {}, markdown(value)),
    );
    box.style.setProperty('--span', String(inline ? 12 / inRow(fields, at) : 12));
    return box;
  });
  return el('dl', { class: 'fields' }, boxes);
}

/** How many fields share the row of this one. @param {NonNullable<Embed['fields']>} fields @param {number} at */
function inRow(fields, at) {
  let first = at;
  while (first > 0 && fields[first - 1]?.inline) first -= 1;
  const rowStart = first + Math.floor((at - first) / 3) * 3;
  let count = 0;
  while (count < 3 && fields[rowStart + count]?.inline) count += 1;
  return count;
}

/** @param {Attachment} attachment */
export function attachmentView(attachment) {
  const { filename, size, url, content_type: type } = attachment;
  if (type?.startsWith('image/')) return picture(attachment, attachment.description ?? filename);
  const href = localFile(url);
  const kilobytes = size < 1_024 ? `${size} bytes` : `${(size / 1_024).toFixed(1)} kB`;
  return el(
    'div',
    { class: 'file' },
    href ? el('a', { href, download: filename }, filename) : filename,
    el('span', { class: 'dim' }, kilobytes),
  );
}
