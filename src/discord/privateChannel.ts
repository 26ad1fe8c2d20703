import { type REST, Routes } from 'discord.js';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { readSettings } from '../trading/store/settings.ts';
import type { Database } from '../trading/store/tables.ts';

const botSettings = z.object({ privateChannelId: z.string().optional() });
const directChannel = z.object({ id: z.string() });

export type PrivateChannel = {
  /** Where notices go now. Rejects when the database or Discord can't be asked. */
  id(): Promise<string>;
  /** The answer of the last time, without asking anybody. */
  lastKnown(): string | null;
};

/** The configured channel, else the one chosen in Discord, else the owner's own messages. */
export function createPrivateChannel(parts: {
  configured: string | undefined;
  ownerId: string;
  db: Kysely<Database>;
  rest: REST;
}): PrivateChannel {
  let direct: string | undefined;
  let last: string | null = parts.configured ?? null;
  const ask = async (): Promise<string> => {
    if (parts.configured !== undefined) return parts.configured;
    const { privateChannelId } = botSettings.parse(await readSettings(parts.db, 'bot'));
    if (privateChannelId !== undefined) return privateChannelId;
    direct ??= directChannel.parse(
      await parts.rest.post(Routes.userChannels(), { body: { recipient_id: parts.ownerId } }),
    ).id;
    return direct;
  };
  return {
    async id() {
      last = await ask();
      return last;
    },
    lastKnown: () => last,
  };
}
