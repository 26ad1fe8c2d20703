import type { BaseInteraction } from 'discord.js';
import type { Bot } from './bot.ts';
import type { Who } from './command.ts';

/** How much someone may, from least to most. */
const RANKS = ['everyone', 'viewer', 'trader', 'owner'] as const satisfies readonly Who[];

/**
 * What a user may. The application's owners may everything; others what an owner
 * gave them or a role of theirs. A server's admins have no say in it.
 */
function rankOf(bot: Bot, id: string, roles: readonly string[]): Who {
  if (bot.application.ownerIds.has(id)) return 'owner';
  const { traders, viewers } = bot.settings.current();
  const isAmong = ({ users, roles: given }: typeof traders) =>
    users.includes(id) || given.some((role) => roles.includes(role));
  if (isAmong(traders)) return 'trader';
  return isAmong(viewers) ? 'viewer' : 'everyone';
}

export function mayUse(bot: Bot, interaction: BaseInteraction, who: Who): boolean {
  return isAtLeast(rankOf(bot, interaction.user.id, rolesOf(interaction)), who);
}

/** The same in a direct message, where nobody has a role. */
export function mayUseDirectly(bot: Bot, userId: string, who: Who): boolean {
  return isAtLeast(rankOf(bot, userId, []), who);
}

function isAtLeast(rank: Who, who: Who): boolean {
  return RANKS.indexOf(rank) >= RANKS.indexOf(who);
}

/** The polite no. */
export function refusalFor(who: Who): string {
  switch (who) {
    case 'owner':
      return 'Sorry, only the owner of this bot can use this.';
    case 'trader':
      return 'Sorry, only the owner of this bot and their traders can use this.';
    default:
      return 'Sorry, this is not open to you: ask the owner of this bot.';
  }
}

function rolesOf(interaction: BaseInteraction): readonly string[] {
  const roles = interaction.member?.roles;
  if (roles === undefined) return [];
  return Array.isArray(roles) ? roles : [...roles.cache.keys()];
}
