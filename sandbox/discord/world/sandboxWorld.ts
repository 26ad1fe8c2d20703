import type { APIOverwrite, APIRole } from 'discord.js';
import { everyPermission, permission } from './permissions.ts';
import { channelType, makeUser, noFlags, type WorldChannel, type WorldSnapshot } from './world.ts';

/** When everything in the world was made. Its ids were made then too. */
const foundedAt = '2025-01-01T00:00:00.000Z';
const firstId = 1_323_800_000_000_000_000n;

const id = (number: number): string => (firstId + BigInt(number)).toString();

/** Ids of the default world. They never change, so that a test or a saved setting can name them. */
export const sandboxIds = {
  application: id(1),
  bot: id(1),
  owner: id(2),
  provider: id(3),
  stranger: id(4),
  admin: id(5),
  otherBot: id(6),
  viewer: id(7),
  sandbox: id(10),
  adminRole: id(11),
  botRole: id(12),
  signals: id(20),
  pilotfish: id(21),
  general: id(22),
  announcements: id(23),
  ideas: id(24),
  unseen: id(25),
  readOnly: id(26),
  following: id(27),
  elsewhere: id(30),
  calls: id(31),
} as const;

/** The token of the default world's bot. It opens nothing anywhere else. */
export const sandboxToken = 'sandbox.token.of-the-local-bot';

function role(idOfRole: string, name: string, permissions: bigint, position: number): APIRole {
  return {
    id: idOfRole,
    name,
    permissions: permissions.toString(),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: noFlags,
  };
}

const everybodyMay =
  permission.viewChannel |
  permission.sendMessages |
  permission.embedLinks |
  permission.attachFiles |
  permission.readMessageHistory |
  permission.addReactions |
  permission.useApplicationCommands |
  permission.createPublicThreads |
  permission.sendMessagesInThreads;

/** What the bot was invited with, on top of what everybody may. */
const botMay = everybodyMay | permission.manageChannels;

const overwrite = (idOfTarget: string, type: 0 | 1, allow: bigint, deny: bigint): APIOverwrite => ({
  id: idOfTarget,
  type,
  allow: allow.toString(),
  deny: deny.toString(),
});

function channel(
  idOfChannel: string,
  guildId: string,
  name: string,
  position: number,
  more: Partial<WorldChannel> = {},
): WorldChannel {
  return {
    id: idOfChannel,
    type: channelType.text,
    name,
    guildId,
    parentId: null,
    topic: null,
    position,
    overwrites: [],
    recipients: [],
    ...more,
  };
}

const membership = (userId: string, roles: string[] = []) => ({
  userId,
  roles,
  nick: null,
  joinedAt: foundedAt,
});

/**
 * The default world: a server "Sandbox" where the bot is a member, and a server "Elsewhere" where
 * it is not.
 *
 * - Users: `owner` (of the application and of Sandbox), `provider`, `stranger`, `admin` (a stranger
 *   with the Administrator permission), `signalbot` (another bot), `viewer` (whom the owner may let
 *   look), `pilotfish` (the bot itself).
 * - Sandbox: #signals, #pilotfish (seen by the bot and the owner; the admin's permission reaches it
 *   too, as on Discord), #general, #announcements (announcement channel), #following (where
 *   followed announcements arrive), #ideas (forum), #unseen (the bot can't see it), #read-only (the
 *   bot can't post in it).
 * - Elsewhere: #calls, with owner, provider and stranger.
 */
export function sandboxWorld(): WorldSnapshot {
  const ids = sandboxIds;
  const seen = permission.viewChannel;
  return {
    application: {
      id: ids.application,
      name: 'Pilotfish',
      ownerId: ids.owner,
      botId: ids.bot,
      messageContent: true,
      guildMembers: true,
      presences: true,
      installedBy: [ids.owner],
      unreachable: [],
    },
    users: [
      makeUser(ids.bot, 'pilotfish', 'Pilotfish', true),
      makeUser(ids.owner, 'owner', 'Olive Owner'),
      makeUser(ids.provider, 'provider', 'Percy Provider'),
      makeUser(ids.stranger, 'stranger', 'Sam Stranger'),
      makeUser(ids.admin, 'admin', 'Ada Admin'),
      makeUser(ids.otherBot, 'signalbot', 'Signal Bot', true),
      makeUser(ids.viewer, 'viewer', 'Vera Viewer'),
    ],
    guilds: [
      {
        id: ids.sandbox,
        name: 'Sandbox',
        ownerId: ids.owner,
        roles: [
          role(ids.sandbox, '@everyone', everybodyMay, 0),
          role(ids.adminRole, 'Admins', everyPermission, 2),
          role(ids.botRole, 'Pilotfish', botMay, 1),
        ],
        members: [
          membership(ids.bot, [ids.botRole]),
          membership(ids.owner),
          membership(ids.provider),
          membership(ids.stranger),
          membership(ids.admin, [ids.adminRole]),
          membership(ids.otherBot),
          membership(ids.viewer),
        ],
      },
      {
        id: ids.elsewhere,
        name: 'Elsewhere',
        ownerId: ids.provider,
        roles: [role(ids.elsewhere, '@everyone', everybodyMay, 0)],
        members: [membership(ids.owner), membership(ids.provider), membership(ids.stranger)],
      },
    ],
    channels: [
      channel(ids.signals, ids.sandbox, 'signals', 0),
      channel(ids.pilotfish, ids.sandbox, 'pilotfish', 1, {
        overwrites: [
          overwrite(ids.sandbox, 0, 0n, seen),
          overwrite(ids.bot, 1, seen, 0n),
          overwrite(ids.owner, 1, seen, 0n),
        ],
      }),
      channel(ids.general, ids.sandbox, 'general', 2),
      channel(ids.announcements, ids.sandbox, 'announcements', 3, {
        type: channelType.announcement,
      }),
      channel(ids.following, ids.sandbox, 'following', 4),
      channel(ids.ideas, ids.sandbox, 'ideas', 5, { type: channelType.forum, tags: [] }),
      channel(ids.unseen, ids.sandbox, 'unseen', 6, {
        overwrites: [overwrite(ids.bot, 1, 0n, seen)],
      }),
      channel(ids.readOnly, ids.sandbox, 'read-only', 7, {
        overwrites: [overwrite(ids.bot, 1, 0n, permission.sendMessages)],
      }),
      channel(ids.calls, ids.elsewhere, 'calls', 0),
    ],
    messages: [],
    commands: [],
    webhooks: [],
  };
}
