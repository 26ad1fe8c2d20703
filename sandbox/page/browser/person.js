/**
 * What one person's client knows of Discord, kept by what its gateway tells.
 *
 * @typedef {import('discord.js').APIUser} User
 * @typedef {import('discord.js').APIRole} Role
 * @typedef {{ status: string, activities: { name: string, state?: string | null }[] }} Presence
 *
 * @typedef {object} ViewChannel a channel that the person sees
 * @property {string} id
 * @property {number} type
 * @property {string} name
 * @property {string | null} topic
 * @property {string | null} parentId the category, or a thread's channel
 * @property {number} position
 * @property {boolean} archived
 * @property {boolean} maySend whether the person may write there
 * @property {boolean} mayManage whether the person may delete what others wrote there
 * @property {string[]} recipients of a direct message: everybody in it but the person
 *
 * @typedef {{ id: string, name: string, roles: Role[], channels: ViewChannel[] }} ViewGuild
 *
 * @typedef {object} PersonView
 * @property {User} user
 * @property {ViewGuild[]} guilds
 * @property {ViewChannel[]} directMessages
 * @property {User[]} users everybody whom the person shares a server or a direct message with
 */

/** Bits of a permission, as Discord numbers them. */
const MANAGE_MESSAGES = 1n << 13n;
const SEND_MESSAGES = 1n << 11n;
const SEND_IN_THREADS = 1n << 38n;

/** @param {any} wire @returns {ViewChannel} */
function channelOf(wire) {
  const allowed = BigInt(wire.permissions ?? 0);
  const isThread = wire.thread_metadata !== undefined;
  return {
    id: wire.id,
    type: wire.type,
    name: wire.name ?? '',
    topic: wire.topic ?? null,
    parentId: wire.parent_id ?? null,
    position: wire.position ?? 0,
    archived: wire.thread_metadata?.archived ?? false,
    maySend: (allowed & (isThread ? SEND_IN_THREADS : SEND_MESSAGES)) !== 0n,
    mayManage: (allowed & MANAGE_MESSAGES) !== 0n,
    recipients: (wire.recipients ?? []).map((/** @type {User} */ { id }) => id),
  };
}

export function createPerson() {
  /** @type {User | null} */
  let user = null;
  /** @type {Map<string, User>} */
  const users = new Map();
  /** @type {Map<string, { id: string, name: string, roles: Role[] }>} */
  const guilds = new Map();
  /** With the server of each; none for a direct message. @type {Map<string, { guildId: string | undefined, channel: ViewChannel }>} */
  const channels = new Map();
  /** By user. @type {Map<string, Presence>} */
  const presences = new Map();
  /** Servers that the log-in named and that were not told of yet. @type {Set<string>} */
  const coming = new Set();
  /** @type {PersonView | null} */
  let view = null;

  /** @param {any} wire @param {string | undefined} guildId */
  const put = (wire, guildId) => {
    channels.set(wire.id, { guildId, channel: channelOf(wire) });
    for (const one of wire.recipients ?? []) users.set(one.id, one);
  };
  /** @param {any} presence */
  const see = ({ user: { id }, status, activities }) => presences.set(id, { status, activities });

  /**
   * Takes an event; says whether what there is changed.
   *
   * @param {string} type
   * @param {any} data
   * @returns {boolean}
   */
  function hear(type, data) {
    switch (type) {
      case 'READY':
        for (const known of [users, guilds, channels, presences, coming]) known.clear();
        user = data.user;
        users.set(data.user.id, data.user);
        for (const { id } of data.guilds) coming.add(id);
        for (const one of data.private_channels) put(one, undefined);
        break;
      case 'GUILD_CREATE':
        coming.delete(data.id);
        guilds.set(data.id, { id: data.id, name: data.name, roles: data.roles });
        for (const member of data.members) users.set(member.user.id, member.user);
        for (const one of [...data.channels, ...data.threads]) put(one, data.id);
        for (const presence of data.presences) see(presence);
        break;
      case 'GUILD_MEMBER_ADD':
        users.set(data.user.id, data.user);
        break;
      case 'GUILD_ROLE_UPDATE':
      case 'GUILD_ROLE_DELETE': {
        const guild = guilds.get(data.guild_id);
        if (!guild) return false;
        const others = guild.roles.filter(({ id }) => id !== (data.role?.id ?? data.role_id));
        guild.roles = data.role ? [...others, data.role] : others;
        break;
      }
      case 'CHANNEL_CREATE':
      case 'CHANNEL_UPDATE':
      case 'THREAD_CREATE':
      case 'THREAD_UPDATE':
        put(data, data.guild_id);
        break;
      case 'CHANNEL_DELETE':
      case 'THREAD_DELETE':
        channels.delete(data.id);
        break;
      case 'PRESENCE_UPDATE':
        see(data);
        return false;
      default:
        return false;
    }
    view = null;
    return true;
  }

  /** @param {string | undefined} wanted a server's; direct messages when absent @returns {ViewChannel[]} */
  const channelsIn = (wanted) =>
    [...channels.values()]
      .filter(({ guildId }) => guildId === wanted)
      .map(({ channel }) => channel)
      .toSorted((a, b) => a.position - b.position);

  return {
    hear,
    /** Whether the whole of a log-in was told. */
    isReady: () => user !== null && coming.size === 0,
    /** @param {string} userId @returns {Presence | null} */
    presenceOf: (userId) => presences.get(userId) ?? null,
    /** @returns {PersonView} */
    view() {
      if (!user) throw new Error('Discord is not there yet.');
      view ??= {
        user,
        guilds: [...guilds.values()].map((guild) => ({ ...guild, channels: channelsIn(guild.id) })),
        directMessages: channelsIn(undefined),
        users: [...users.values()],
      };
      return view;
    },
  };
}
