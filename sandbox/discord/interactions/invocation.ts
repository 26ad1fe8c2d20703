import type {
  APIApplicationCommand,
  APIApplicationCommandOption,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord.js';
import type { Discord } from '../discord.ts';
import { findMember, interactionChannelWire, partialMemberWire, type Wire } from '../wire/wire.ts';
import { bytesOf, type SentFile, storeFile } from '../world/files.ts';
import { channelPermissions, permission } from '../world/permissions.ts';
import { findChannel, findUser, isMember, type WorldChannel } from '../world/world.ts';
import { type InteractionStart, interactionType } from './interactions.ts';

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

/**
 * The interaction of a slash command as Discord's client would send it. Throws a sentence when it
 * would not offer the command there or not take the options.
 *
 * @param path the command with its group and subcommand: "watch add"
 * @param focused the option being typed, for autocomplete
 */
export function slashCommand(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  path: string,
  options: Record<string, OptionValue>,
  focused?: string,
): InteractionStart {
  const [name = '', ...subcommands] = path.replace(/^\//, '').split(' ');
  const command = offeredCommand(discord, userId, channel, name, 1);
  const { resolved, reader } = optionReader(discord, channel);

  let definitions: readonly APIApplicationCommandOption[] = command.options ?? [];
  const nesting: { type: number; name: string }[] = [];
  for (const subcommand of subcommands) {
    const found = definitions.find((one) => one.name === subcommand && one.type <= 2);
    if (found === undefined) throw new Error(`/${name} has no subcommand "${subcommand}".`);
    nesting.push({ type: found.type, name: found.name });
    definitions = ('options' in found ? found.options : undefined) ?? [];
  }
  if (definitions.some(({ type }) => type <= 2)) {
    const whole = definitions.map((one) => `/${path} ${one.name}`).join(', ');
    throw new Error(`/${path} needs one of its subcommands: ${whole}.`);
  }

  for (const given of Object.keys(options)) {
    if (!definitions.some((one) => one.name === given)) {
      throw new Error(`/${path} has no option "${given}".`);
    }
  }
  let values: Wire[] = [];
  for (const definition of definitions) {
    const value = options[definition.name];
    if (value === undefined) {
      if (definition.required && focused === undefined) {
        throw new Error(`/${path} needs the option "${definition.name}".`);
      }
      continue;
    }
    const isFocused = definition.name === focused;
    if (isFocused && !('autocomplete' in definition && definition.autocomplete)) {
      throw new Error(`The option "${focused}" of /${path} has no autocomplete.`);
    }
    values.push({
      name: definition.name,
      type: definition.type,
      // What is still being typed is text, whatever it is going to be.
      value: isFocused ? String(value) : reader(definition, value),
      ...(isFocused ? { focused: true } : {}),
    });
  }
  for (const level of nesting.toReversed()) values = [{ ...level, options: values }];

  return {
    type: focused === undefined ? interactionType.command : interactionType.autocomplete,
    userId,
    channel,
    commandName: path,
    replyType: 20,
    owners: ownersOf(discord, userId, channel, command),
    data: {
      id: command.id,
      name: command.name,
      type: 1,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      options: values,
      ...resolvedWire(resolved),
    },
  };
}

/** The interaction of a command in the menu of a message or of a user. */
export function contextMenuCommand(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  name: string,
  target: { message: APIMessage } | { userId: string },
): InteractionStart {
  const type = 'message' in target ? 3 : 2;
  const command = offeredCommand(discord, userId, channel, name, type);
  const { resolved, addUser } = optionReader(discord, channel);
  let targetId: string;
  let messages: Wire = {};
  if ('message' in target) {
    targetId = target.message.id;
    messages = { messages: { [targetId]: target.message } };
  } else {
    targetId = target.userId;
    addUser(targetId);
  }
  const { resolved: others } = resolvedWire(resolved);
  return {
    type: interactionType.command,
    userId,
    channel,
    commandName: name,
    replyType: 23,
    owners: ownersOf(discord, userId, channel, command),
    data: {
      id: command.id,
      name: command.name,
      type,
      ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
      target_id: targetId,
      resolved: { ...others, ...messages },
    },
  };
}

const selectTypes = [3, 5, 6, 7, 8];

/**
 * The interaction of a button or a select menu of a message. Throws when the message has no such
 * component, when it is disabled, or when a value can't be chosen.
 *
 * @param values what was chosen; absent for a button
 */
export function componentUse(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  message: APIMessage,
  customId: string,
  values?: string[],
): InteractionStart {
  const component = flatComponents((message.components ?? []) as unknown as Wire[]).find(
    (one) => one.custom_id === customId,
  );
  if (component === undefined) {
    throw new Error(`The message has no component with the custom id "${customId}".`);
  }
  if (component.disabled) throw new Error(`The component "${customId}" is disabled.`);
  const type = Number(component.type);
  if (selectTypes.includes(type) !== (values !== undefined)) {
    throw new Error(`The component "${customId}" is ${values ? 'not a select' : 'a select'}.`);
  }
  const { resolved, reader } = optionReader(discord, channel);
  const chosen = values?.map((value) => selected(component, value, reader));
  checkCount(component, chosen?.length);
  return {
    type: interactionType.component,
    userId,
    channel,
    message,
    owners: message.interaction_metadata?.authorizing_integration_owners ?? {
      '0': channel.guildId ?? '0',
    },
    data: {
      id: component.id,
      custom_id: customId,
      component_type: type,
      ...(chosen ? { values: chosen, ...resolvedWire(resolved) } : {}),
    },
  };
}

/**
 * The interaction of a form that was filled in and sent.
 *
 * @param values by custom id; a field that is not named keeps the value it came with
 */
export function modalSubmission(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  modal: APIModalInteractionResponseCallbackData,
  values: Record<string, string | string[]>,
  opener: { message?: APIMessage; owners: Record<string, string> },
): InteractionStart {
  const known = flatComponents(modal.components as unknown as Wire[]);
  for (const customId of Object.keys(values)) {
    if (!known.some((one) => one.custom_id === customId)) {
      throw new Error(`The form has no field with the custom id "${customId}".`);
    }
  }
  const { resolved, reader } = optionReader(discord, channel);
  const filled = (field: Wire): Wire => {
    const customId = String(field.custom_id);
    const common = { type: field.type, id: field.id ?? 1, custom_id: customId };
    if (field.type === 4) {
      const value = String(values[customId] ?? field.value ?? '');
      const { min_length: least, max_length: most } = field;
      const length = value.length;
      if (length === 0 && field.required !== false)
        throw new Error(`The field "${customId}" is required.`);
      if (length > Number(most ?? 4_000)) throw new Error(`The field "${customId}" is too long.`);
      if (length > 0 && length < Number(least ?? 0))
        throw new Error(`The field "${customId}" is too short.`);
      return { ...common, value };
    }
    const chosen = [values[customId] ?? []].flat().map((one) => selected(field, one, reader));
    if (chosen.length > 0 || field.required !== false) checkCount(field, chosen.length);
    return { ...common, values: chosen };
  };
  const components = (modal.components as unknown as Wire[])
    .filter((row) => row.type !== 10)
    .map((row) =>
      row.component
        ? { type: row.type, id: row.id ?? 1, component: filled(row.component as Wire) }
        : { type: row.type, id: row.id ?? 1, components: (row.components as Wire[]).map(filled) },
    );
  return {
    type: interactionType.modalSubmit,
    userId,
    channel,
    ...(opener.message ? { message: opener.message } : {}),
    owners: opener.owners,
    data: { custom_id: modal.custom_id, components, ...resolvedWire(resolved) },
  };
}

/** The command as offered to a user in a channel. Throws a sentence when it isn't. */
function offeredCommand(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  name: string,
  type: number,
): APIApplicationCommand {
  const { world } = discord;
  const named = [...world.commands.values()].filter(
    (one) => one.name === name && one.type === type,
  );
  const command =
    named.find((one) => one.guild_id !== undefined && one.guild_id === channel.guildId) ??
    named.find((one) => one.guild_id === undefined);
  if (command === undefined) throw new Error(`Not offered: there is no command "${name}".`);
  const user = world.users.get(userId)?.username;
  const permissions = channelPermissions(world, channel, userId);
  if ((permissions & permission.viewChannel) === 0n) {
    throw new Error(`Not offered: ${user} can't see that channel.`);
  }
  if (Object.keys(ownersOf(discord, userId, channel, command)).length === 0) {
    throw new Error(`Not offered: "${name}" is not installed there for ${user}.`);
  }
  const where = contextOf(discord, channel);
  if (command.guild_id === undefined && command.contexts && !command.contexts.includes(where)) {
    throw new Error(`Not offered: "${name}" is not for this kind of channel.`);
  }
  const needed = command.default_member_permissions;
  const inGuild =
    channel.guildId !== undefined && isMember(world, channel.guildId, world.application.botId);
  if (inGuild && needed !== null) {
    // "0" is for administrators alone.
    const bits = needed === '0' ? permission.administrator : BigInt(needed);
    if ((permissions & bits) !== bits) {
      throw new Error(`Not offered: ${user} lacks the permissions that "${name}" asks for.`);
    }
  }
  return command;
}

/** Whether Discord's client offers this command, and no other of its name, to a user in a channel. */
export function isOffered(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  { id, name, type }: APIApplicationCommand,
): boolean {
  try {
    return offeredCommand(discord, userId, channel, name, type).id === id;
  } catch {
    return false;
  }
}

/** 0 in a server, 1 in the bot's own direct message, 2 in one between others. */
function contextOf(discord: Discord, channel: WorldChannel): 0 | 1 | 2 {
  if (channel.guildId !== undefined) return 0;
  return channel.recipients.includes(discord.world.application.botId) ? 1 : 2;
}

/** By whose installation a command may be used: the server's ("0"), the user's ("1"), or none. */
function ownersOf(
  discord: Discord,
  userId: string,
  channel: WorldChannel,
  command: APIApplicationCommand,
): Record<string, string> {
  const { world } = discord;
  const { botId, installedBy } = world.application;
  const types: number[] = command.integration_types ?? [0];
  const owners: Record<string, string> = {};
  if (types.includes(0)) {
    if (channel.guildId !== undefined && isMember(world, channel.guildId, botId)) {
      owners['0'] = channel.guildId;
    } else if (contextOf(discord, channel) === 1) owners['0'] = '0';
  }
  if (types.includes(1) && installedBy.includes(userId)) owners['1'] = userId;
  return owners;
}

type ValueReader = (
  definition: { type: number; name: string; choices?: readonly { name: string; value: unknown }[] },
  value: OptionValue,
) => unknown;

/** Reads option values, collecting the users, channels and roles that they name. */
function optionReader(discord: Discord, channel: WorldChannel) {
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

/** A select's chosen value: an option's value or label, or the id of what is named. */
function selected(select: Wire, value: string, reader: ValueReader): string {
  const kinds: Record<number, number> = { 5: 6, 6: 8, 7: 9, 8: 7 };
  const kind = kinds[Number(select.type)];
  if (kind !== undefined)
    return String(reader({ type: kind, name: String(select.custom_id) }, value));
  const options = (select.options ?? []) as { value: string; label: string }[];
  const option = options.find((one) => one.value === value || one.label === value);
  if (option === undefined) throw new Error(`"${value}" can't be chosen in "${select.custom_id}".`);
  return option.value;
}

function checkCount(select: Wire, count: number | undefined): void {
  if (count === undefined) return;
  const least = Number(select.min_values ?? 1);
  const most = Number(select.max_values ?? 1);
  if (count < least || count > most) {
    throw new Error(`"${select.custom_id}" takes ${least} to ${most} choices.`);
  }
}

/** Every component of a message or form, those inside others too. */
function flatComponents(components: readonly Wire[]): Wire[] {
  return components.flatMap((one) => {
    const inside = [one.components ?? [], one.accessory ?? [], one.component ?? []].flat();
    return [one, ...flatComponents(inside as Wire[])];
  });
}

function resolvedWire(resolved: Resolved): { resolved?: Wire } {
  const filled = Object.entries(resolved).filter(([, value]) => Object.keys(value).length > 0);
  return filled.length > 0 ? { resolved: Object.fromEntries(filled) } : {};
}
