import type { Discord } from '../discord.ts';
import { findMember, interactionChannelWire, partialMemberWire, type Wire } from '../wire/wire.ts';
import { bytesOf, type SentFile, storeFile } from '../world/files.ts';
import { channelPermissions } from '../world/permissions.ts';
import { findChannel, findUser, type WorldChannel } from '../world/world.ts';

/**
 * The value of a command's option, a select's choice or a modal's field: users, channels and roles
 * by name or id, files as they are sent.
 */
export type OptionValue = string | number | boolean | SentFile;

const optionType = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

interface Resolved {
  users: Wire;
  members: Wire;
  channels: Wire;
  roles: Wire;
  attachments: Wire;
}

export type ValueReader = (
  definition: { type: number; name: string; choices?: readonly { name: string; value: unknown }[] },
  value: OptionValue,
) => unknown;

/** Reads option values, collecting the users, channels and roles that they name. */
export function optionReader(discord: Discord, channel: WorldChannel) {
  const { world } = discord;
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  const resolved: Resolved = { users: {}, members: {}, channels: {}, roles: {}, attachments: {} };

  const addUser = (reference: string) => {
    const user = findUser(world, reference);
    resolved.users[user.id] = user;
    const member = guild && findMember(guild, user.id);
    if (member) {
      const permissions = channelPermissions(world, channel, user.id).toString();
      resolved.members[user.id] = { ...partialMemberWire(member), permissions };
    }
    return user.id;
  };
  const addChannel = (reference: string) => {
    const found = findChannel(world, reference);
    // The client lists the channels of the server that it is in.
    if (found.guildId !== channel.guildId)
      throw new Error(`There is no channel "${reference}" here.`);
    resolved.channels[found.id] = interactionChannelWire(world, found, world.application.botId);
    return found.id;
  };
  const addRole = (reference: string) => {
    const role = guild?.roles.find(({ id, name }) => id === reference || name === reference);
    if (role === undefined) throw new Error(`There is no role "${reference}" here.`);
    resolved.roles[role.id] = role;
    return role.id;
  };

  const reader: ValueReader = (definition, value) => {
    const { type, name, choices } = definition;
    if (choices && choices.length > 0) {
      const choice = choices.find((one) => one.value === value || one.name === value);
      if (choice === undefined) throw new Error(`"${value}" is not a choice of "${name}".`);
      return choice.value;
    }
    switch (type) {
      case optionType.string:
        return checkLength(definition, String(value));
      case optionType.integer:
      case optionType.number:
        return checkNumber(definition, Number(value));
      case optionType.boolean:
        return value === true || value === 'true';
      case optionType.user:
        return addUser(String(value));
      case optionType.channel:
        return addChannel(String(value));
      case optionType.role:
        return addRole(String(value));
      case optionType.mentionable:
        try {
          return addUser(String(value));
        } catch {
          return addRole(String(value));
        }
      case optionType.attachment: {
        if (typeof value !== 'object') throw new Error(`The option "${name}" takes a file.`);
        const file = storeFile(
          discord,
          {
            index: '0',
            filename: value.filename,
            contentType: value.contentType ?? 'application/octet-stream',
            bytes: bytesOf(value),
          },
          channel.id,
        );
        resolved.attachments[file.id] = { ...file, ephemeral: true };
        return file.id;
      }
      default:
        throw new Error(`The option "${name}" is of a kind that is unknown here: ${type}.`);
    }
  };
  return { resolved, reader, addUser };
}

function checkLength(definition: object, value: string): string {
  const {
    name,
    min_length: least = 0,
    max_length: most = 6_000,
  } = definition as {
    name: string;
    min_length?: number;
    max_length?: number;
  };
  if (value.length < least || value.length > most) {
    throw new Error(`The option "${name}" takes ${least} to ${most} characters.`);
  }
  return value;
}

function checkNumber(definition: object, value: number): number {
  const {
    name,
    type,
    min_value: least = -Infinity,
    max_value: most = Infinity,
  } = definition as {
    name: string;
    type: number;
    min_value?: number;
    max_value?: number;
  };
  const whole = type !== optionType.integer || Number.isInteger(value);
  if (!whole || !(value >= least && value <= most)) {
    throw new Error(`The option "${name}" takes a number from ${least} to ${most}.`);
  }
  return value;
}

export function resolvedWire(resolved: Resolved): { resolved?: Wire } {
  const filled = Object.entries(resolved).filter(([, value]) => Object.keys(value).length > 0);
  return filled.length > 0 ? { resolved: Object.fromEntries(filled) } : {};
}
