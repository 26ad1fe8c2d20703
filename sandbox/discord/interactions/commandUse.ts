import type { APIApplicationCommandOption, APIMessage } from 'discord.js';
import type { Discord } from '../discord.ts';
import type { Wire } from '../wire/wire.ts';
import type { WorldChannel } from '../world/world.ts';
import { type InteractionStart, interactionType } from './interaction.ts';
import { offeredCommand, ownersOf } from './offered.ts';
import { type OptionValue, optionReader, resolvedWire } from './optionValues.ts';

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
