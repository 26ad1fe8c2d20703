import type { Presence } from '../control/events.ts';
import type { Discord } from '../discord.ts';
import type { Wire } from '../wire/wire.ts';
import { isMember } from '../world/world.ts';
import type { Session } from './session.ts';

/** Whether the bot is there, and what it says it does. */
export interface BotPresence {
  /** What it last set; null when it never did. */
  last(): Presence | null;
  /** Takes what it sets. */
  set(data: Wire): void;
  /** As PRESENCE_UPDATE carries it: online while the bot has a connection. */
  wire(): Wire;
  /** Tells everybody who shares a server with it. */
  tell(): void;
}

export function createBotPresence(
  discord: () => Discord,
  sessions: ReadonlyMap<string, Session>,
): BotPresence {
  let last: Presence | null = null;
  const wire = (): Wire => {
    const { botId } = discord().world.application;
    const isOnline = [...sessions.values()].some(
      ({ userId, connection }) => userId === botId && connection !== null,
    );
    return {
      user: { id: botId },
      status: isOnline ? (last?.status ?? 'online') : 'offline',
      activities: isOnline ? (last?.activities ?? []) : [],
      client_status: isOnline ? { web: 'online' } : {},
    };
  };
  const tell = () => {
    const { world, gateway } = discord();
    for (const { id } of world.guilds.values()) {
      if (!isMember(world, id, world.application.botId)) continue;
      gateway.tellUsers((userId) => isMember(world, id, userId), 'PRESENCE_UPDATE', {
        ...wire(),
        guild_id: id,
      });
    }
  };
  return {
    last: () => last,
    set: (data) => {
      last = {
        status: String(data.status ?? 'online'),
        activities: Array.isArray(data.activities) ? data.activities : [],
      };
      discord().events.emit({ type: 'presence', presence: last });
      tell();
    },
    wire,
    tell,
  };
}
