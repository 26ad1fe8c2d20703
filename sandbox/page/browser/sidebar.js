import { attempt, byId, el } from './dom.js';
import { avatar } from './message.js';
import { openPicker } from './picker.js';
import { rest } from './rest.js';
import {
  become,
  channelType,
  currentChannel,
  guildOf,
  isThread,
  me,
  nameOf,
  openChannel,
  openNewChannel,
  people,
  roleOf,
  theBot,
  titleOf,
  world,
} from './world.js';

/**
 * Servers, their channels, and who one is.
 *
 * @typedef {import('./world.js').ViewChannel} ViewChannel
 * @typedef {import('./world.js').ViewGuild} ViewGuild
 */

/** Channels with something new in them. @type {Set<string>} */
const unread = new Set();
let shownPlace = '';

/** @param {string} channelId */
export function markUnread(channelId) {
  if (channelId === currentChannel()?.id || unread.has(channelId)) return;
  unread.add(channelId);
  drawSidebar();
}

/** What the name of a channel begins with, by its type. @param {ViewChannel} channel */
function sign(channel) {
  if (isThread(channel)) return '↳';
  if (channel.type === channelType.announcement) return '📣';
  if (channel.type === channelType.forum) return '🗂';
  return channel.type === channelType.dm ? '@' : '#';
}

export function drawSidebar() {
  const channel = currentChannel();
  if (channel) unread.delete(channel.id);
  const open = channel ? (guildOf(channel.id)?.id ?? 'direct') : '';
  if (shownPlace === '' || channel) shownPlace = open || shownPlace;
  const { guilds, directMessages, user } = world();
  const focused = document.activeElement?.id;
  byId('servers').replaceChildren(
    serverButton('direct', 'Direct messages', '@', directMessages),
    ...guilds.map((guild) =>
      serverButton(guild.id, guild.name, guild.name.slice(0, 1), guild.channels),
    ),
  );
  const guild = guilds.find(({ id }) => id === shownPlace);
  byId('server-name').textContent = guild ? guild.name : 'Direct messages';
  byId('channel-list').replaceChildren(
    ...(guild ? guildChannels(guild) : directChannels(directMessages)),
  );
  byId('me').replaceChildren(
    avatar(user),
    el(
      'span',
      { class: 'me-words' },
      el('b', {}, nameOf(user)),
      el('span', { class: 'dim' }, `you are ${article(roleOf(user))}`),
    ),
    el('span', { 'aria-hidden': 'true' }, '▾'),
  );
  byId('me').setAttribute('aria-label', `Who you are: ${nameOf(user)}`);
  // What is drawn anew while somebody is on it stays theirs.
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** @param {string} role */
const article = (role) =>
  role === 'owner'
    ? 'the owner'
    : role.startsWith('the ')
      ? role
      : `a ${role}`.replace(/^a (?=[aeiou])/, 'an ');

/** @param {string} id @param {string} name @param {string} letter @param {readonly ViewChannel[]} channels */
function serverButton(id, name, letter, channels) {
  const isOpen = id === shownPlace;
  const news = !isOpen && channels.some((one) => unread.has(one.id));
  return el(
    'button',
    {
      type: 'button',
      id: `server-${id}`,
      class: `server${isOpen ? ' open' : ''}${news ? ' unread' : ''}`,
      'aria-label': news ? `${name}, unread` : name,
      'aria-current': isOpen ? 'true' : undefined,
      title: name,
      onclick: () => {
        shownPlace = id;
        const first = channels.find((one) => one.type !== channelType.category);
        if (first && !isOpen) openChannel(first.id);
        else if (!first) {
          drawSidebar();
          shownPlace = id;
        }
      },
    },
    letter,
  );
}

/** Under their categories, threads under their channels. @param {ViewGuild} guild */
function guildChannels(guild) {
  const categories = new Set(
    guild.channels.filter(({ type }) => type === channelType.category).map(({ id }) => id),
  );
  const plain = guild.channels.filter((one) => !isThread(one));
  /** @param {string | null} category */
  const under = (category) =>
    plain
      .filter(
        (one) =>
          one.type !== channelType.category &&
          (categories.has(one.parentId ?? '') ? one.parentId : null) === category,
      )
      .flatMap((one) => [
        channelButton(one),
        ...guild.channels
          .filter((thread) => isThread(thread) && thread.parentId === one.id && !thread.archived)
          .map(channelButton),
      ]);
  const named = plain
    .filter(({ type }) => type === channelType.category)
    .flatMap((category) => [
      el('div', { class: 'category' }, category.name),
      ...under(category.id),
    ]);
  return [...under(null), ...named];
}

/** @param {readonly ViewChannel[]} channels */
function directChannels(channels) {
  const bot = theBot();
  const start =
    !bot || channels.some(({ recipients }) => recipients.length === 1 && recipients[0] === bot.id)
      ? []
      : [
          el(
            'button',
            {
              type: 'button',
              class: 'channel',
              onclick: () =>
                attempt(async () => {
                  const body = { recipient_id: bot.id };
                  openNewChannel((await rest('POST', '/users/@me/channels', body)).id);
                }),
            },
            el('span', { class: 'sign' }, '@'),
            `Message ${nameOf(bot)}`,
          ),
        ];
  return [...start, ...channels.map(channelButton)];
}

/** @param {ViewChannel} channel */
function channelButton(channel) {
  const isOpen = channel.id === currentChannel()?.id;
  const isNew = unread.has(channel.id);
  const name = titleOf(channel);
  return el(
    'button',
    {
      type: 'button',
      id: `channel-${channel.id}`,
      class: `channel${isOpen ? ' open' : ''}${isNew ? ' unread' : ''}${isThread(channel) ? ' thread' : ''}`,
      'aria-current': isOpen ? 'page' : undefined,
      'aria-label': isNew ? `${name}, unread` : undefined,
      onclick: () => openChannel(channel.id),
    },
    el('span', { class: 'sign', 'aria-hidden': 'true' }, sign(channel)),
    el('span', { class: 'channel-name' }, name),
    channel.maySend || channel.type === channelType.dm
      ? null
      : el('span', { class: 'lock', title: 'You can only read here' }, '🔒'),
  );
}

/** The line above the messages. */
export function drawChannelHead() {
  const channel = currentChannel();
  byId('channel-title').replaceChildren(
    el('span', { class: 'sign', 'aria-hidden': 'true' }, channel ? sign(channel) : ''),
    channel ? titleOf(channel) : 'No channel',
  );
  byId('channel-topic').textContent = channel?.topic ?? '';
  byId('channel-start').textContent = channel
    ? channel.type === channelType.forum
      ? 'A forum: each post is a thread. Write below to begin one.'
      : `This is the beginning of ${channel.type === channelType.dm ? 'your messages with ' : '#'}${titleOf(channel)}.`
    : '';
}

const EXPLAINED = {
  owner: 'commands the bot',
  provider: 'posts the signals',
  viewer: 'may look, once the owner lets them (/access)',
  stranger: 'is a member and nothing more',
  admin: 'administers the server, and is no owner',
  signalbot: 'another bot',
};

export function startSidebar() {
  const button = byId('me');
  button.addEventListener('click', () => {
    openPicker(button, {
      label: 'Who are you?',
      search: false,
      choices: people().map((user) => ({
        value: user.username,
        label: nameOf(user),
        description: EXPLAINED[/** @type {keyof typeof EXPLAINED} */ (user.username)] ?? '',
        chosen: user.username === me(),
        icon: avatar(user),
      })),
      onChoose: ([name = me()]) => become(name),
    });
  });
}
