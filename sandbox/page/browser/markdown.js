import { el } from './dom.js';
import { channelOf, nameOf, titleOf, userOf, world } from './world.js';

/**
 * Discord's markdown as nodes. What it can't read stays as it was written.
 *
 * @typedef {(match: RegExpExecArray) => Node | string} Make
 */

/** In the order in which they are tried at each place. @type {[RegExp, Make][]} */
const INLINE = [
  [/^\\([^0-9A-Za-z\s])/, ([, text = '']) => text],
  [/^``(.+?)``(?!`)/s, ([, text = '']) => el('code', {}, text)],
  [/^`([^`\n]+)`/, ([, text = '']) => el('code', {}, text)],
  [/^\*\*\*(.+?)\*\*\*/s, ([, text = '']) => el('strong', {}, el('em', {}, ...inline(text)))],
  [/^\*\*(.+?)\*\*(?!\*)/s, ([, text = '']) => el('strong', {}, ...inline(text))],
  [/^__(.+?)__(?!_)/s, ([, text = '']) => el('u', {}, ...inline(text))],
  [/^\*(?!\s)([^*]+?)\*(?!\*)/, ([, text = '']) => el('em', {}, ...inline(text))],
  [/^_(?!\s)([^_]+?)_(?![_\w])/, ([, text = '']) => el('em', {}, ...inline(text))],
  [/^~~(.+?)~~/s, ([, text = '']) => el('s', {}, ...inline(text))],
  [/^\|\|(.+?)\|\|/s, ([, text = '']) => spoiler(text)],
  [/^<t:(-?\d{1,12})(?::([tTdDfFR]))?>/, ([, at = '0', style]) => timeOf(Number(at), style)],
  [/^<@!?(\d{1,20})>/, ([, id = '']) => el('span', { class: 'mention' }, `@${nameOf(userOf(id))}`)],
  [/^<#(\d{1,20})>/, ([, id = '']) => channelMention(id)],
  [/^<@&(\d{1,20})>/, ([, id = '']) => roleMention(id)],
  [/^<\/([^:>]{1,100}):\d{1,20}>/, ([, name = '']) => el('span', { class: 'mention' }, `/${name}`)],
  [/^<a?:(\w{1,32}):\d{1,20}>/, ([, name = '']) => `:${name}:`],
  [
    /^\[([^\]\n]{1,300})\]\(<?(https?:\/\/[^\s)>]+)>?\)/,
    ([, text = '', url = '']) => link(url, text),
  ],
  [/^<(https?:\/\/[^\s>]+)>/, ([, url = '']) => link(url, url)],
  [/^https?:\/\/[^\s<]*[^\s<.,;:!?'")\]]/, ([url]) => link(url, url)],
  [/^@(?:everyone|here)\b/, ([text]) => el('span', { class: 'mention' }, text)],
];

/** Where something of the above may begin. */
const START = /[\\`*_~|<[@]|https?:/g;

/** @param {string} text @returns {(Node | string)[]} */
function inline(text) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let at = 0;
  let plainFrom = 0;
  while (at < text.length) {
    START.lastIndex = at;
    const start = START.exec(text);
    if (!start) break;
    at = start.index;
    const rest = text.slice(at);
    const before = text[at - 1] ?? ' ';
    // An underscore inside a word is part of it.
    const isInWord = rest[0] === '_' && /\w/.test(before);
    const found = isInWord ? undefined : firstOf(rest);
    if (!found) {
      at += 1;
      continue;
    }
    if (at > plainFrom) nodes.push(text.slice(plainFrom, at));
    nodes.push(found.node);
    at += found.length;
    plainFrom = at;
  }
  if (plainFrom < text.length) nodes.push(text.slice(plainFrom));
  return nodes;
}

/** @param {string} rest */
function firstOf(rest) {
  for (const [pattern, make] of INLINE) {
    const match = pattern.exec(rest);
    if (match) return { node: make(match), length: match[0].length };
  }
  return undefined;
}

/** @param {string} url @param {string} text */
const link = (url, text) =>
  el('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, text);

/** @param {string} id */
function channelMention(id) {
  const channel = channelOf(id);
  return el('span', { class: 'mention' }, `#${channel ? titleOf(channel) : 'unknown'}`);
}

/** @param {string} id */
function roleMention(id) {
  const role = world()
    .guilds.flatMap(({ roles }) => roles)
    .find((one) => one.id === id);
  return el('span', { class: 'mention' }, `@${role?.name ?? 'role'}`);
}

/** @param {string} text */
function spoiler(text) {
  const box = el('span', {
    class: 'spoiler',
    role: 'button',
    tabindex: '0',
    'aria-label': 'Spoiler',
  });
  const show = () => {
    box.classList.add('open');
    box.removeAttribute('aria-label');
  };
  box.addEventListener('click', show);
  box.addEventListener('keydown', ({ key }) => key === 'Enter' && show());
  box.append(...inline(text));
  return box;
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const TIME_STYLES = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** @param {number} seconds @param {string} [style] */
function timeOf(seconds, style = 'f') {
  const date = new Date(seconds * 1_000);
  if (Number.isNaN(date.getTime())) return String(seconds);
  const full = new Intl.DateTimeFormat('en-GB', TIME_STYLES.F).format(date);
  const shown =
    style === 'R'
      ? ago(date.getTime())
      : new Intl.DateTimeFormat('en-GB', TIME_STYLES[style] ?? TIME_STYLES.f).format(date);
  return el(
    'time',
    { datetime: date.toISOString(), title: full, 'data-ago': style === 'R' },
    shown,
  );
}

/** @type {[number, Intl.RelativeTimeFormatUnit][]} */
const UNITS = [
  [86_400 * 365, 'year'],
  [86_400 * 30, 'month'],
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** @param {number} at UTC milliseconds */
function ago(at) {
  const seconds = Math.round((at - Date.now()) / 1_000);
  const [size, unit] = UNITS.find(([one]) => Math.abs(seconds) >= one) ?? [1, 'second'];
  return relative.format(Math.round(seconds / size), unit);
}

/** "in 5 minutes" becomes "in 4 minutes" by itself. */
export function keepTimesTrue() {
  setInterval(() => {
    for (const time of document.querySelectorAll('time[data-ago]')) {
      time.textContent = ago(Date.parse(time.getAttribute('datetime') ?? ''));
    }
  }, 10_000);
}

/** @param {string} line @returns {Node[] | null} a line that is a block of its own */
function blockLine(line) {
  const heading = /^(#{1,3}) +(.+)$/.exec(line);
  if (heading?.[1] && heading[2]) {
    return [
      el(
        'div',
        { class: `h${heading[1].length}`, role: 'heading', 'aria-level': heading[1].length + 2 },
        ...inline(heading[2]),
      ),
    ];
  }
  const small = /^-# +(.+)$/.exec(line);
  if (small?.[1]) return [el('small', { class: 'subtext' }, ...inline(small[1]))];
  const item = /^( *)(?:([-*])|(\d{1,3})\.) +(.+)$/.exec(line);
  if (item?.[4]) {
    const depth = (item[1] ?? '').length >= 2 ? ' deeper' : '';
    const mark = item[3] ? `${item[3]}.` : '•';
    return [
      el(
        'div',
        { class: `item${depth}` },
        el('span', { class: 'mark' }, mark),
        el('span', {}, ...inline(item[4])),
      ),
    ];
  }
  return null;
}

/**
 * A text as Discord shows it.
 *
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function markdown(text) {
  const shown = document.createDocumentFragment();
  for (const [at, part] of text.split(/```/).entries()) {
    if (at % 2 === 1) {
      const code = part.replace(/^[a-z0-9+-]{1,20}\n/i, '').replace(/^\n|\n$/g, '');
      shown.append(el('pre', {}, el('code', {}, code)));
    } else shown.append(...blocks(part));
  }
  return shown;
}

/** @param {string} text @returns {(Node | string)[]} */
function blocks(text) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  /** @type {string[]} */
  let plain = [];
  /** @type {string[]} */
  let quoted = [];
  const flush = () => {
    if (quoted.length > 0) nodes.push(el('blockquote', {}, ...blocks(quoted.join('\n'))));
    if (plain.length > 0) nodes.push(...inline(plain.join('\n')));
    quoted = [];
    plain = [];
  };
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const quote = /^> ?(.*)$/.exec(line);
    const block = quote ? null : blockLine(line);
    if (quote) {
      if (plain.length > 0) flush();
      quoted.push(quote[1] ?? '');
    } else if (block) {
      flush();
      nodes.push(...block);
    } else {
      if (quoted.length > 0) flush();
      // A block ends its own line.
      const follows = plain.length === 0 && nodes.length > 0;
      if (!(follows && line === '' && at === lines.length - 1)) plain.push(line);
    }
  }
  flush();
  return nodes;
}

/** A text with its markdown taken away, in one line. @param {string} text */
export function plainLine(text) {
  return (markdown(text.replace(/\|\|.+?\|\|/gs, '▮▮▮')).textContent ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
