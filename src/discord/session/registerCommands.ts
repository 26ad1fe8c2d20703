import type { REST, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import type { Logger } from 'pino';

/**
 * Makes Discord know exactly these commands at a route: everywhere, or in one server. Asks first and
 * writes only when something differs, as writes are few a day.
 */
export async function registerCommands(
  rest: REST,
  route: `/${string}`,
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
  log: Logger,
): Promise<void> {
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
  if (same) return;
  await rest.put(route, { body: commands });
  log.info({ commands: commands.length, route }, 'commands registered with Discord');
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
