import type { Kysely } from 'kysely';
import { limitsSchema, withinLimits } from '../../strategy/settings/limits.ts';
import { onlySettings, type Settings, settingsSchema } from '../../strategy/settings/settings.ts';
import type { Database } from '../tables.ts';
import { readSettings } from './settings.ts';

/**
 * The settings in force for a watch (or for all, without one): what the watch has of its own, over
 * the defaults, within the owner's hard limits.
 */
export async function readTradingSettings(
  db: Kysely<Database>,
  own: Readonly<Record<string, unknown>> = {},
): Promise<Settings> {
  const [defaults, limits] = await Promise.all([
    readSettings(db, 'defaults'),
    readSettings(db, 'limits'),
  ]);
  const settings = settingsSchema.parse(onlySettings({ ...defaults, ...own }));
  return withinLimits(settings, limitsSchema.parse(limits));
}
