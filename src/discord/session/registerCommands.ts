import { type REST, type RESTPostAPIApplicationCommandsJSONBody, Routes } from 'discord.js';
import type { Logger } from 'pino';

/**
 * Makes Discord know exactly these commands, globally. Asks first and writes only when something
 * differs, as writes are few a day. Resolves to whether anything was written.
 */
export async function registerCommands(
  rest: REST,
  applicationId: string,
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
  log: Logger,
): Promise<boolean> {
  const route = Routes.applicationCommands(applicationId);
  const known = (await rest.get(route)) as { name: string; type?: number }[];
  const same =
    known.length === commands.length &&
    // dm_permission is the old word for contexts; Discord answers it all the same.
    commands.every(({ dm_permission: _, ...command }) =>
      known.some(
        (other) =>
          other.name === command.name &&
          (other.type ?? 1) === (command.type ?? 1) &&
          covers(other, command),
      ),
    );
  if (same) return false;
  await rest.put(route, { body: commands });
  log.info({ commands: commands.length }, 'commands registered with Discord');
  return true;
}

/**
 * Whether Discord's answer says everything that we ask for. Discord adds fields of its own and
 * leaves out what is false or empty.
 */
function covers(theirs: unknown, ours: unknown): boolean {
  if (isNothing(ours)) return isNothing(theirs);
  if (Array.isArray(ours)) {
    return (
      Array.isArray(theirs) &&
      theirs.length === ours.length &&
      ours.every((item, index) => covers(theirs[index], item))
    );
  }
  if (typeof ours === 'object' && ours !== null) {
    const other = (theirs ?? {}) as Record<string, unknown>;
    return Object.entries(ours).every(([key, value]) => covers(other[key], value));
  }
  return theirs === ours;
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    (Array.isArray(value) && value.length === 0)
  );
}
