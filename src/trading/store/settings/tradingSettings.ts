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
  return tradingSettings({ defaults, own, limits });
}

type Stored = Readonly<Record<string, unknown>>;

/** What was stored last, as it was read: the settings of a few watches change seldom. */
const read = new Map<string, Settings>();
const MOST_READ = 100;

/** The settings that follow from what is stored. */
export function tradingSettings(stored: {
  defaults: Stored;
  own: Stored;
  limits: Stored;
}): Settings {
  const { defaults, own, limits } = stored;
  const key = JSON.stringify([defaults, own, limits]);
  const known = read.get(key);
  if (known) return known;
  const parsed = settingsSchema.parse(onlySettings({ ...defaults, ...own }));
  const settings = withinLimits(parsed, limitsSchema.parse(limits));
  if (read.size >= MOST_READ) read.clear();
  read.set(key, settings);
  return settings;
}
