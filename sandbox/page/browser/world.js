import { discordControl } from './connection.js';
import { toast } from './dom.js';
import { createGateway } from './gateway.js';
import { createPerson } from './person.js';
import { asWhom } from './rest.js';

/**
 * What the person at the page sees of Discord, and who they are just now. Each whom one was keeps a
 * session: coming back it is resumed, with what only they were told meanwhile.
 *
 * @typedef {import('./person.js').PersonView} PersonView
 * @typedef {import('./person.js').ViewGuild} ViewGuild
 * @typedef {import('./person.js').ViewChannel} ViewChannel
 * @typedef {import('discord.js').APIMessage} Message
 * @typedef {import('discord.js').APIUser} User
 * @typedef {{ user: User, token: string }} Account
 * @typedef {object} Client
 * @property {Account} account
 * @property {ReturnType<typeof createPerson>} person
 * @property {import('./gateway.js').Gateway} gateway
 */

/** Channel types, as Discord numbers them. */
export const channelType = { text: 0, dm: 1, category: 4, announcement: 5, forum: 15 };

/** @param {ViewChannel} channel */
export const isThread = ({ type }) => type >= 10 && type <= 12;

export const flag = { ephemeral: 1 << 6, loading: 1 << 7, hasThread: 1 << 5, snapshot: 1 << 14 };

/** @type {Account[]} */
let accounts = [];
/** By user name. @type {Map<string, Client>} */
const clients = new Map();
/** Who is shown. @type {Client | null} */
let current = null;
/** Who it is to be, once they are logged in. @type {Client | null} */
let next = null;
let channelId = sessionStorage.getItem('channel') ?? '';
/** @type {Set<() => void>} */
const listeners = new Set();
/** What hears everything that the gateway tells the one who is shown. @type {(type: string, data: any) => void} */
let onEvent = () => undefined;

/** The user name of who acts. */
export const me = () => current?.account.user.username ?? '';

/** Whom one can be. */
export const people = () => accounts.map(({ user }) => user);

/** @returns {PersonView} */
export function world() {
  if (!current) throw new Error('Discord is not there yet.');
  return current.person.view();
}

/** @param {() => void} listener called whenever what there is, the user or the open channel changed */
export function onWorldChange(listener) {
  listeners.add(listener);
}

function changed() {
  if (!current) return;
  if (!channelOf(channelId)) {
    const own = allChannels().filter(({ type }) => type !== channelType.category);
    channelId = (own.find(({ name }) => name === 'signals') ?? own[0])?.id ?? '';
  }
  for (const listener of listeners) listener();
}

/**
 * Logs in as whom one was last, or as the owner. Rejects with a sentence while Discord is not there.
 *
 * @param {typeof onEvent} hear
 */
export async function enter(hear) {
  onEvent = hear;
  accounts = await discordControl.people();
  become(sessionStorage.getItem('user') ?? 'owner');
}

/** Is shown as soon as they are logged in. @param {string} name */
export function become(name) {
  const account = accounts.find(({ user }) => user.username === name) ?? accounts[0];
  if (!account) throw new Error('There is nobody in this Discord.');
  sessionStorage.setItem('user', account.user.username);
  next?.gateway.leave();
  if (current !== next) current?.gateway.leave();
  next = clients.get(account.user.username) ?? createClient(account);
  clients.set(account.user.username, next);
  next.gateway.connect();
  if (next.person.isReady()) show(next);
}

/** @param {Account} account @returns {Client} */
function createClient(account) {
  const person = createPerson();
  /** @type {Client} */
  const client = {
    account,
    person,
    gateway: createGateway({
      token: account.token,
      hear(type, data) {
        const isChange = person.hear(type, data);
        if (type === 'READY' && client === current) onEvent(type, data);
        if (client !== next || !person.isReady()) return;
        // A log-in anew may have missed something: everything is looked at again.
        if (client !== current || type === 'GUILD_CREATE') show(client);
        else if (isChange) changed();
        onEvent(type, data);
      },
      away(isAway) {
        if (client === next && isAway) toast('Discord does not answer. Trying again …', 'bad');
      },
    }),
  };
  return client;
}

let shows = 0;
/** Changes whenever what is shown has to be looked at as a whole again. */
export const showing = () => shows;

/** @param {Client} client */
function show(client) {
  current = client;
  shows += 1;
  asWhom(client.account.token);
  changed();
}

/** @param {string} id */
export function openChannel(id) {
  channelId = id;
  sessionStorage.setItem('channel', id);
  changed();
}

/** Opens a channel that was made just now, once the gateway has told of it. @param {string} id */
export function openNewChannel(id) {
  if (channelOf(id)) return openChannel(id);
  const waiting = () => {
    if (!channelOf(id)) return;
    listeners.delete(waiting);
    openChannel(id);
  };
  listeners.add(waiting);
}

/** @returns {ViewChannel | undefined} */
export const currentChannel = () => channelOf(channelId);

/** @returns {ViewChannel[]} */
export const allChannels = () =>
  current ? [...world().guilds.flatMap(({ channels }) => channels), ...world().directMessages] : [];

/** @param {string} id */
export const channelOf = (id) => allChannels().find((one) => one.id === id);

/** @param {string} id */
export const guildOf = (id) =>
  world().guilds.find(({ channels }) => channels.some((one) => one.id === id));

/** @param {string} id */
export const userOf = (id) => world().users.find((one) => one.id === id);

/** @param {User | undefined} user */
export const nameOf = (user) => user?.global_name ?? user?.username ?? 'somebody';

/** @param {ViewChannel} channel */
export const titleOf = (channel) =>
  channel.type === channelType.dm
    ? channel.recipients.map((id) => nameOf(userOf(id))).join(', ')
    : channel.name;

/** The account of the bot that is tried out, where it is to be seen: the one whom nobody can be. */
export const theBot = () =>
  world().users.find(({ id, bot }) => bot === true && !accounts.some(({ user }) => user.id === id));

/** Whether the bot is there, and what it says it does; null where it can't be seen. */
export const botPresence = () => {
  const bot = theBot();
  return bot ? (current?.person.presenceOf(bot.id) ?? null) : null;
};

/** The gateway's session of who acts, which an interaction names. */
export const sessionId = () => current?.gateway.sessionId() ?? null;

/** What a user is in this world, in a word. @param {User} user */
export const roleOf = (user) => (user.id === theBot()?.id ? 'the bot' : user.username);
