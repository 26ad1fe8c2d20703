import { Events } from 'discord.js';
import type { Bot } from '../discord/bot.ts';
import { lookAtWatches } from '../discord/intake/readability.ts';
import { type GatewayEvent, gatewayEvent } from './gatewayEvent.ts';

/** What may take a watched channel away, or the right to read it, and what may give it back. */
const CHANGES = [
  Events.ChannelCreate,
  Events.ChannelUpdate,
  Events.ChannelDelete,
  Events.ThreadDelete,
  Events.GuildMemberUpdate,
  Events.GuildRoleUpdate,
  Events.GuildRoleDelete,
  Events.GuildUpdate,
  Events.GuildCreate,
  Events.GuildAvailable,
  Events.GuildDelete,
  Events.GuildUnavailable,
] as const;

export const permissionChanges: readonly GatewayEvent[] = CHANGES.map((name) =>
  gatewayEvent(name, look),
);

function look(bot: Bot, ..._: unknown[]): void {
  lookAtWatches(bot);
  // The private channel may be one that takes notices now.
  if (bot.notices.trouble() !== null) bot.notices.tryNow();
}
