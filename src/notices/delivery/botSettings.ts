import type { Kysely } from 'kysely';
import { z } from 'zod';
import { isTimeZone } from '../../trading/performance/zonedDays.ts';
import { readSettings, writeSettings } from '../../trading/store/settings/settings.ts';
import type { Database } from '../../trading/store/tables.ts';
import { noticeKinds } from '../words/noticeKinds.ts';

const people = z
  .object({ users: z.array(z.string()).default([]), roles: z.array(z.string()).default([]) })
  .prefault({});

/** What the owner has set that is not about trading. */
const botSettings = z.object({
  /** Where notices go; without it to the owner directly. */
  privateChannelId: z.string().optional(),
  /** What pictures are drawn in. */
  pictures: z.enum(['dark', 'light', 'off']).default('dark'),
  /** Whose midnight a day of a report begins at. */
  timeZone: z.string().refine(isTimeZone).default('UTC').catch('UTC'),
  /** How each kind of notice is told, where it is not as it is by itself. */
  notices: z.partialRecord(z.enum(noticeKinds), z.enum(['on', 'silent', 'off'])).default({}),
  /** May look. */
  viewers: people,
  /** May look, and act on signals and positions. */
  traders: people,
});

export type BotSettings = z.infer<typeof botSettings>;

/** The settings in memory, so that who may do what is known while the database is away. */
export type BotSettingsStore = {
  current(): BotSettings;
  reload(): Promise<void>;
  change(to: BotSettings, by: string, at: number): Promise<void>;
};

export function createBotSettings(db: Kysely<Database>): BotSettingsStore {
  let current = botSettings.parse({});
  return {
    current: () => current,
    async reload() {
      current = botSettings.parse(await readSettings(db, 'bot'));
    },
    async change(to, by, at) {
      await writeSettings(db, 'bot', to, by, at);
      current = to;
    },
  };
}
