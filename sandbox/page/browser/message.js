import { componentsView } from './components.js';
import { el } from './dom.js';
import { attachmentView, embedView } from './embeds.js';
import { isEphemeral, usedLine } from './interactions.js';
import { markdown, plainLine } from './markdown.js';
import { channelOf, flag, guildOf, nameOf, theBot, titleOf, userOf, world } from './world.js';

/**
 * One message, as Discord shows it.
 *
 * @typedef {import('./world.js').Message} Message
 * @typedef {import('./world.js').User} User
 *
 * @typedef {object} MessageActs
 * @property {(id: string) => void} jump shows another message
 * @property {(id: string) => void} dismiss
 * @property {(id: string) => void} openThread
 */

const COLOURS = ['#5865f2', '#3ba55c', '#c27c0e', '#eb459e', '#ed4245', '#206694', '#7c5cbf'];

/** A round picture with somebody's initials. @param {Pick<User, 'id' | 'username' | 'global_name'>} user */
export function avatar(user) {
  const name = user.global_name ?? user.username;
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('');
  const box = el(
    'span',
    { class: 'avatar', 'aria-hidden': 'true' },
    user.id === theBot()?.id ? '🐟' : initials,
  );
  box.style.background = COLOURS[Number(BigInt(user.id) % BigInt(COLOURS.length))] ?? '';
  return box;
}

/** @param {Message} message */
export const timeOf = (message) => new Date(message.timestamp);

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const fullTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

/**
 * @param {Message} message
 * @param {MessageActs} acts
 * @returns {HTMLLIElement}
 */
export function messageView(message, acts) {
  const { author, timestamp } = message;
  const user = message.webhook_id ? author : (userOf(author.id) ?? author);
  const date = new Date(timestamp);
  const flags = Number(message.flags ?? 0);
  const isLoading = (flags & flag.loading) !== 0;
  const hidden = isEphemeral(message);
  const head = el(
    'div',
    { class: 'head' },
    el('span', { class: 'name' }, nameOf(user)),
    user.bot || message.webhook_id ? el('span', { class: 'badge' }, 'APP') : null,
    el(
      'time',
      { class: 'when', datetime: timestamp, title: fullTime.format(date) },
      clock.format(date),
    ),
  );
  const body = el(
    'div',
    { class: 'body' },
    head,
    isLoading ? thinking(user) : contentView(message),
  );
  const threadId = (flags & flag.hasThread) !== 0 ? message.id : null;
  const thread = threadId ? channelOf(threadId) : undefined;
  if (thread) {
    body.append(
      el(
        'button',
        { class: 'thread-link', type: 'button', onclick: () => acts.openThread(thread.id) },
        `${titleOf(thread)} — see the thread ›`,
      ),
    );
  }
  if (hidden) {
    body.append(
      el(
        'div',
        { class: 'only-you' },
        '👁 Only you can see this · ',
        el(
          'button',
          { class: 'link', type: 'button', onclick: () => acts.dismiss(message.id) },
          'Dismiss message',
        ),
      ),
    );
  }
  return el(
    'li',
    {
      class: `message${hidden ? ' ephemeral' : ''}${mentionsMe(message) ? ' pinged' : ''}`,
      id: `message-${message.id}`,
      tabindex: '-1',
      'aria-label': `${nameOf(user)}, ${clock.format(date)}: ${summaryOf(message)}`,
    },
    aboveView(message, acts),
    el(
      'div',
      { class: 'gutter' },
      avatar(user),
      el('time', { class: 'gutter-time', datetime: timestamp }, clock.format(date)),
    ),
    body,
  );
}

/** @param {Message} message */
const mentionsMe = (message) =>
  message.mentions.some(({ id }) => id === world().user.id) &&
  message.author.id !== world().user.id;

/** @param {User} user */
const thinking = (user) =>
  el(
    'div',
    { class: 'thinking dim' },
    el('span', { class: 'dots', 'aria-hidden': 'true' }, '•••'),
    ` ${nameOf(user)} is thinking…`,
  );

/** What stands above a message: whom it replies to, or which command it answers. @param {Message} message @param {MessageActs} acts */
function aboveView(message, acts) {
  const replied = message.referenced_message;
  if (message.type === 19) {
    return el(
      'div',
      { class: 'above' },
      el('span', { class: 'hook', 'aria-hidden': 'true' }),
      replied
        ? el(
            'button',
            { class: 'link quote', type: 'button', onclick: () => acts.jump(replied.id) },
            el('b', {}, nameOf(userOf(replied.author.id) ?? replied.author)),
            ` ${summaryOf(replied)}`,
          )
        : el('i', {}, 'The message was deleted'),
    );
  }
  const used = usedLine(message);
  if (!used) return null;
  return el(
    'div',
    { class: 'above' },
    el('span', { class: 'hook', 'aria-hidden': 'true' }),
    el('b', {}, used.who),
    ' used ',
    el('span', { class: 'mention' }, used.what),
  );
}

/** A message in one line. @param {Pick<Message, 'content' | 'embeds' | 'attachments'>} message */
export function summaryOf({ content, embeds, attachments }) {
  const embed = embeds[0];
  const text =
    content ||
    embed?.title ||
    embed?.description ||
    (attachments.length > 0 ? 'an attachment' : 'a message');
  return plainLine(text).slice(0, 120);
}

/** @param {Message} message @returns {DocumentFragment} */
function contentView(message) {
  const shown = document.createDocumentFragment();
  const edited = message.edited_timestamp
    ? el(
        'span',
        { class: 'edited', title: fullTime.format(new Date(message.edited_timestamp)) },
        ' (edited)',
      )
    : null;
  if (message.content)
    shown.append(el('div', { class: 'text' }, markdown(message.content), edited));
  for (const { message: snapshot } of message.message_snapshots ?? []) {
    shown.append(forwardedView(message, /** @type {Message} */ (snapshot)));
  }
  for (const attachment of message.attachments) shown.append(attachmentView(attachment));
  for (const embed of message.embeds) shown.append(embedView(embed));
  if (message.components?.length) shown.append(componentsView(message));
  return shown;
}

/** @param {Message} message @param {Message} snapshot */
function forwardedView(message, snapshot) {
  const from = message.message_reference?.channel_id ?? '';
  const channel = channelOf(from);
  return el(
    'div',
    { class: 'forwarded' },
    el('div', { class: 'dim' }, '↪ Forwarded'),
    snapshot.content ? el('div', { class: 'text' }, markdown(snapshot.content)) : null,
    snapshot.attachments.map(attachmentView),
    snapshot.embeds.map(embedView),
    channel
      ? el('div', { class: 'dim' }, `#${titleOf(channel)} · ${guildOf(from)?.name ?? ''}`)
      : null,
  );
}
