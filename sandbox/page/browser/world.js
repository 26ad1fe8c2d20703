import { discord } from './connection.js';

/**
 * What the person at the page sees of Discord, and who they are just now.
 *
 * @typedef {import('../../discord/control/userView.ts').UserView} UserView
 * @typedef {import('../../discord/control/userView.ts').ViewGuild} ViewGuild
 * @typedef {import('../../discord/control/userView.ts').ViewChannel} ViewChannel
 * @typedef {import('discord.js').APIMessage} Message
 * @typedef {import('discord.js').APIUser} User
 */

/** Channel types, as Discord numbers them. */
export const channelType = { text: 0, dm: 1, category: 4, announcement: 5, forum: 15 };

/** @param {ViewChannel} channel */
export const isThread = ({ type }) => type >= 10 && type <= 12;

export const flag = { ephemeral: 1 << 6, loading: 1 << 7, hasThread: 1 << 5, snapshot: 1 << 14 };

/** @type {UserView | null} */
let view = null;
let userName = sessionStorage.getItem('user') ?? 'owner';
let channelId = sessionStorage.getItem('channel') ?? '';
/** @type {Set<() => void>} */
const listeners = new Set();

/** The user name of who acts. */
export const me = () => userName;

/** @returns {UserView} */
export function world() {
  if (!view) throw new Error('Discord is not there yet.');
  return view;
}

/** @param {() => void} listener called whenever the view, the user or the open channel changed */
export function onWorldChange(listener) {
  listeners.add(listener);
}

const changed = () => {
  for (const listener of listeners) listener();
};

/** Looks again at what there is. */
export async function refreshWorld() {
  view = await discord.view(userName);
  if (!channelOf(channelId)) {
    const own = allChannels().filter(({ type }) => type !== channelType.category);
    channelId = (own.find(({ name }) => name === 'signals') ?? own[0])?.id ?? '';
  }
  changed();
}

/** @param {string} name */
export async function become(name) {
  userName = name;
  sessionStorage.setItem('user', name);
  await refreshWorld();
}

/** @param {string} id */
export function openChannel(id) {
  channelId = id;
  sessionStorage.setItem('channel', id);
  changed();
}

/** @returns {ViewChannel | undefined} */
export const currentChannel = () => channelOf(channelId);

export const allChannels = () =>
  view ? [...view.guilds.flatMap(({ channels }) => channels), ...view.directMessages] : [];

/** @param {string} id */
export const channelOf = (id) => allChannels().find((one) => one.id === id);

/** @param {string} id */
export const guildOf = (id) =>
  view?.guilds.find(({ channels }) => channels.some((one) => one.id === id));

/** @param {string} id */
export const userOf = (id) => view?.users.find((one) => one.id === id);

/** @param {User | undefined} user */
export const nameOf = (user) => user?.global_name ?? user?.username ?? 'somebody';

/** @param {ViewChannel} channel */
export const titleOf = (channel) =>
  channel.type === channelType.dm
    ? channel.recipients.map((id) => nameOf(userOf(id))).join(', ')
    : channel.name;

/** What a user is in this world, in a word. @param {User} user */
export function roleOf(user) {
  if (user.id === view?.botId) return 'the bot';
  if (user.id === view?.ownerId) return 'owner';
  return user.username;
}
