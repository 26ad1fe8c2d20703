import { expect } from 'vitest';
import type { DiscordControl } from '../../sandbox/discord/control/control.ts';

/**
 * Fails the test when a request of the bot's, or an answer of the look-alike's, was not as Discord's
 * published schema says. Every look-alike that a bot under test talks to is closed by way of this.
 */
export async function closeWithoutViolations(
  discord: Pick<DiscordControl, 'violations'> & { close(): Promise<void> },
): Promise<void> {
  const violations = await discord.violations();
  await discord.close();
  expect(violations).toEqual([]);
}
