import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { BotSettingsStore } from '../notices/delivery/botSettings.ts';

const directChannel = z.object({ id: z.string() });

export type PrivateChannel = {
  /** Where notices go now. Rejects when Discord can't be asked. */
  id(): Promise<string>;
  /** The answer without asking anybody; null when it is not known yet. */
  lastKnown(): string | null;
  /** The channel that was configured or chosen; null when the owner is written to directly. */
  chosen(): string | null;
  /** Whether it is fixed where the bot runs. */
  isConfigured: boolean;
};

/** The configured channel, else the one chosen in Discord, else the owner's own messages. */
export function createPrivateChannel(parts: {
  configured: string | undefined;
  settings: BotSettingsStore;
  ownerId: string;
  rest: REST;
}): PrivateChannel {
  let direct: string | null = null;
  const chosen = () => parts.configured ?? parts.settings.current().privateChannelId;
  return {
    async id() {
      const channel = chosen();
      if (channel !== undefined) return channel;
      direct ??= directChannel.parse(
        await parts.rest.post(Routes.userChannels(), { body: { recipient_id: parts.ownerId } }),
      ).id;
      return direct;
    },
    lastKnown: () => chosen() ?? direct,
    chosen: () => chosen() ?? null,
    isConfigured: parts.configured !== undefined,
  };
}
