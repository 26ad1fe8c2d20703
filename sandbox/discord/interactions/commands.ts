import type { APIApplicationCommand } from 'discord.js';
import type { Discord } from '../discord.ts';
import { apiErrors, type FormErrors, fieldError, mergeFormErrors } from '../wire/errors.ts';
import { checkCommand } from '../wire/rules.ts';
import type { Wire } from '../wire/wire.ts';
import { isMember } from '../world/world.ts';

/** The registered commands of a guild, or the global ones. */
export function commandsOf(discord: Discord, guildId: string | undefined): APIApplicationCommand[] {
  return [...discord.world.commands.values()].filter((command) => command.guild_id === guildId);
}

const sameCommand = (a: Wire, b: APIApplicationCommand) =>
  a.name === b.name && Number(a.type ?? 1) === b.type;

/**
 * Registers commands; one with a name and type already there replaces that and keeps its id.
 *
 * @param replaceAll whether the others of the same guild (or global ones) are removed
 */
export function registerCommands(
  discord: Discord,
  guildId: string | undefined,
  bodies: Wire[],
  replaceAll: boolean,
): APIApplicationCommand[] {
  const errors: FormErrors = {};
  for (const [index, body] of bodies.entries()) {
    const path = replaceAll ? [index] : [];
    mergeFormErrors(errors, checkCommand(body, path));
    const twin = bodies.findIndex(
      (one) => one.name === body.name && (one.type ?? 1) === (body.type ?? 1),
    );
    if (twin !== index) {
      mergeFormErrors(
        errors,
        fieldError(
          [...path, 'name'],
          'APPLICATION_COMMANDS_DUPLICATE_NAME',
          'Application command names must be unique',
        ),
      );
    }
  }
  if (Object.keys(errors).length > 0) throw apiErrors.invalidForm(errors);

  const { commands } = discord.world;
  const present = commandsOf(discord, guildId);
  if (replaceAll) for (const { id } of present) commands.delete(id);
  const registered = bodies.map((body) => {
    const id = present.find((one) => sameCommand(body, one))?.id ?? discord.nextId();
    const command = commandWire(discord, guildId, id, body);
    commands.set(id, command);
    return command;
  });
  announceCommands(discord, guildId);
  return registered;
}

/** Changes a registered command. */
export function updateCommand(
  discord: Discord,
  command: APIApplicationCommand,
  change: Wire,
): APIApplicationCommand {
  const body = { ...(command as unknown as Wire), ...change };
  const errors = checkCommand(body, []);
  if (Object.keys(errors).length > 0) throw apiErrors.invalidForm(errors);
  const updated = commandWire(discord, command.guild_id, command.id, body);
  discord.world.commands.set(command.id, updated);
  announceCommands(discord, command.guild_id);
  return updated;
}

export function deleteCommand(discord: Discord, command: APIApplicationCommand): void {
  discord.world.commands.delete(command.id);
  announceCommands(discord, command.guild_id);
}

function announceCommands(discord: Discord, guildId: string | undefined): void {
  discord.changed();
  const { world, gateway } = discord;
  for (const guild of world.guilds.values()) {
    if (guildId !== undefined && guildId !== guild.id) continue;
    gateway.tellUsers(
      (userId) => isMember(world, guild.id, userId),
      'GUILD_APPLICATION_COMMAND_INDEX_UPDATE',
      { guild_id: guild.id, version: discord.nextId() },
    );
  }
  discord.events.emit({
    type: 'commands',
    guildId: guildId ?? null,
    commands: commandsOf(discord, guildId),
  });
}

/** A command as Discord gives it back, with its defaults. */
function commandWire(
  discord: Discord,
  guildId: string | undefined,
  id: string,
  body: Wire,
): APIApplicationCommand {
  const type = Number(body.type ?? 1);
  const permissions = body.default_member_permissions;
  const command = {
    id,
    application_id: discord.world.application.id,
    version: discord.nextId(),
    type,
    name: body.name,
    name_localizations: body.name_localizations ?? null,
    description: body.description ?? '',
    description_localizations: body.description_localizations ?? null,
    default_member_permissions:
      permissions === undefined || permissions === null ? null : String(permissions),
    nsfw: body.nsfw === true,
    ...(guildId === undefined
      ? {
          dm_permission: body.dm_permission !== false,
          contexts: body.contexts ?? null,
          integration_types: body.integration_types ?? [0],
        }
      : { guild_id: guildId }),
    ...(Array.isArray(body.options) && body.options.length > 0
      ? { options: body.options.map(optionWire) }
      : {}),
  };
  return command as unknown as APIApplicationCommand;
}

/** An option without the nulls and falses that a client may send. */
function optionWire(option: Wire): Wire {
  const kept = Object.entries(option).filter(
    ([key, value]) =>
      value !== null && value !== undefined && !(key === 'required' && value === false),
  );
  const wire: Wire = Object.fromEntries(kept);
  if (Array.isArray(wire.options)) wire.options = wire.options.map(optionWire);
  return wire;
}
