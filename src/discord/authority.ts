import type { Bot } from './bot.ts';
import type { Who } from './command.ts';

/** Whether a user may use what is open to `who`. A server's admins have no say in it. */
export function mayUse(bot: Bot, userId: string, who: Who): boolean {
  return who === 'everyone' || bot.application.ownerIds.has(userId);
}
