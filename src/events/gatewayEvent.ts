import type { ClientEvents } from 'discord.js';
import type { Bot } from '../discord/bot.ts';

/** One thing that Discord tells, and what the bot does about it. */
export type GatewayEvent = { name: keyof ClientEvents; listen(bot: Bot): void };

/** A failure in `execute` is said in the log and ends there: the bot goes on. */
export function gatewayEvent<Name extends keyof ClientEvents>(
  name: Name,
  execute: (bot: Bot, ...args: ClientEvents[Name]) => unknown,
): GatewayEvent {
  return {
    name,
    listen(bot) {
      const run = async (...args: ClientEvents[Name]) => {
        try {
          await execute(bot, ...args);
        } catch (error) {
          bot.app.log.error(
            { err: error, event: name },
            'a message from Discord could not be handled',
          );
        }
      };
      bot.client.on(name, (...args) => void run(...args));
    },
  };
}
