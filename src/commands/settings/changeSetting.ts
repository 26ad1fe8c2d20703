import type { Kysely } from 'kysely';
import { Refusal } from '../../discord/command.ts';
import {
  readSettings,
  settingsBefore,
  writeSettings,
} from '../../trading/store/settings/settings.ts';
import type { Database } from '../../trading/store/tables.ts';
import { changeWatch, findWatch } from '../../trading/store/watches/watches.ts';
import {
  onlySettings,
  type Settings,
  settingsSchema,
} from '../../trading/strategy/settings/settings.ts';
import type { Setting, SettingKey } from './schemaSettings.ts';
import { valueInWords, wordsFor } from './settingWords.ts';

/** Whose settings: the defaults of all watches, or what one watch has of its own. */
export type Scope = 'defaults' | { watchId: number };

export type ScopeSettings = {
  /** What the settings are called: "all watches", or the watch's name. */
  name: string;
  /** What is set here, and nothing inherited. */
  own: Readonly<Record<string, unknown>>;
  /** What is in force here. */
  inForce: Settings;
};

export type Change = { id: number; key: SettingKey; before: unknown; after: unknown };

/** Throws Refusal when the watch is no more. */
export async function readScope(db: Kysely<Database>, scope: Scope): Promise<ScopeSettings> {
  const defaults = await readSettings(db, 'defaults');
  if (scope === 'defaults')
    return {
      name: 'all watches',
      own: defaults,
      inForce: settingsSchema.parse(onlySettings(defaults)),
    };
  const watch = await findWatch(db, scope.watchId);
  if (watch === null || watch.removed_at !== null) throw new Refusal('That watch is no more.');
  return {
    name: watch.name,
    own: watch.settings,
    inForce: settingsSchema.parse(onlySettings({ ...defaults, ...watch.settings })),
  };
}

/**
 * Sets one setting (`undefined`: back to what it inherits) and keeps who did it. Throws Refusal with
 * the reason when the settings would not hold together.
 */
export async function changeSetting(
  db: Kysely<Database>,
  scope: Scope,
  setting: Setting,
  value: unknown,
  by: string,
  at: number,
): Promise<Change> {
  return db.transaction().execute(async (trx) => {
    const { own, inForce } = await readScope(trx, scope);
    const next: Record<string, unknown> = { ...own };
    if (value === undefined) delete next[setting.key];
    else next[setting.key] = value;
    const inherited = scope === 'defaults' ? {} : await readSettings(trx, 'defaults');
    const checked = settingsSchema.safeParse(onlySettings({ ...inherited, ...next }));
    if (!checked.success) {
      const why = checked.error.issues.map((issue) => issue.message).join('; ');
      throw new Refusal(
        `${wordsFor(setting.key).label} can not be ${valueInWords(setting.key, value).slice(0, 60)}: ${why}. Nothing was changed.`,
      );
    }
    const id = await write(trx, scope, next, by, at);
    return { id, key: setting.key, before: inForce[setting.key], after: checked.data[setting.key] };
  });
}

/** Sets several at once, or none of them; resolves to the change's number. Throws Refusal as `changeSetting` does. */
export async function setMany(
  db: Kysely<Database>,
  scope: Scope,
  sets: Partial<Settings>,
  by: string,
  at: number,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { own } = await readScope(trx, scope);
    const next = { ...own, ...sets };
    const inherited = scope === 'defaults' ? {} : await readSettings(trx, 'defaults');
    const checked = settingsSchema.safeParse(onlySettings({ ...inherited, ...next }));
    if (!checked.success) {
      const why = checked.error.issues.map((issue) => issue.message).join('; ');
      throw new Refusal(`That does not go with what is set here: ${why}. Nothing was changed.`);
    }
    return write(trx, scope, next, by, at);
  });
}

/** Puts everything back to what it was before a change. */
export async function undoMany(
  db: Kysely<Database>,
  scope: Scope,
  changeId: number,
  by: string,
  at: number,
): Promise<void> {
  await write(db, scope, await settingsBefore(db, scopeName(scope), changeId), by, at);
}

/** Puts back what one change replaced, of that setting alone. */
export async function undoChange(
  db: Kysely<Database>,
  scope: Scope,
  setting: Setting,
  changeId: number,
  by: string,
  at: number,
): Promise<Change> {
  const before = await settingsBefore(db, scopeName(scope), changeId);
  return changeSetting(db, scope, setting, before[setting.key], by, at);
}

async function write(
  db: Kysely<Database>,
  scope: Scope,
  value: Record<string, unknown>,
  by: string,
  at: number,
): Promise<number> {
  if (scope === 'defaults') return writeSettings(db, scope, value, by, at);
  const changed = await changeWatch(db, scope.watchId, { settings: value }, by, at);
  if (changed === null) throw new Refusal('That watch is no more.');
  return changed.changeId;
}

function scopeName(scope: Scope): 'defaults' | `watch:${number}` {
  return scope === 'defaults' ? scope : `watch:${scope.watchId}`;
}
