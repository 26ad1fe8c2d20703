import { personOrName } from '../../notices/cards/renderNotice.ts';
import { NOTICE_KINDS, noticeKinds } from '../../notices/words/noticeKinds.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { discordTime } from '../../notices/words/time.ts';
import type { SettingsChange } from '../../trading/store/settings/settings.ts';
import { limitLabel } from '../settings/limits.ts';
import { findSetting } from '../settings/schemaSettings.ts';
import { valueInWords, wordsFor } from '../settings/settingWords.ts';

type Value = Record<string, unknown>;

/** What somebody whose messages are read is called, by the id they are kept by. */
export type Names = ReadonlyMap<string, string>;

/** Who changed what, from what to what, in a line; `names` of those whom Discord shows no name for. */
export function changeLine(
  { scope, value, before, changed_by, changed_at }: SettingsChange,
  names: Names = new Map(),
): string {
  const changes = isWatch(scope)
    ? watchChanges(before, value, names)
    : differences(scope, before, value, names);
  const what = changes.length === 0 ? 'nothing' : changes.slice(0, 6).join('; ');
  return `${discordTime(changed_at.getTime())} ${personOrName(changed_by)} **${scopeName(scope, value)}** ${what}`;
}

function isWatch(scope: string): boolean {
  return scope.startsWith('watch:');
}

function scopeName(scope: string, value: Value): string {
  if (isWatch(scope)) return escapeProviderText(String(value.name ?? scope), 60);
  return (
    { defaults: 'all watches', limits: 'limits', bot: 'the bot', live: 'live' }[scope] ?? scope
  );
}

/** A watch that comes or goes is one thing, whatever it had set. */
function watchChanges(before: Value | null, after: Value, names: Names): string[] {
  const isFollowed = after.followed !== false;
  if (before === null && isFollowed) return [`followed: <#${String(after.channel)}>`];
  if (!isFollowed) return ['no longer followed'];
  return differences('watch', before, after, names);
}

function differences(scope: string, before: Value | null, after: Value, names: Names): string[] {
  const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const [was, is] = [before?.[key], after[key]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    return [`${labelOf(scope, key)}: ${inWords(key, was, names)} → **${inWords(key, is, names)}**`];
  });
}

function labelOf(scope: string, key: string): string {
  const setting = findSetting(key);
  if (scope === 'limits') return limitLabel(key);
  if (setting !== null && scope !== 'bot') return wordsFor(setting.key).label;
  return WORDS[key] ?? key;
}

const WORDS: Readonly<Record<string, string>> = {
  name: 'name',
  paused: 'paused',
  reading: 'how it writes',
  trusted: 'who is read',
  on: 'real money',
  privateChannelId: 'private channel',
  pictures: 'pictures',
  notices: 'notices',
  viewers: 'viewers',
  traders: 'traders',
};

function inWords(key: string, value: unknown, names: Names): string {
  if (value === undefined) return 'default';
  if (key === 'trusted' && Array.isArray(value))
    return value.length === 0
      ? 'everybody'
      : value
          .slice(0, 8)
          .map((id) => poster(String(id), names))
          .join(' ');
  if (key === 'notices') return noticesInWords(value);
  if (key === 'privateChannelId') return `<#${String(value)}>`;
  const setting = findSetting(key);
  if (setting !== null) return escapeProviderText(valueInWords(setting.key, value), 80);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isPeople(value))
    return (
      [...value.users.map((id) => `<@${id}>`), ...value.roles.map((id) => `<@&${id}>`)]
        .slice(0, 8)
        .join(' ') || 'nobody'
    );
  return escapeProviderText(typeof value === 'object' ? JSON.stringify(value) : String(value), 80);
}

/** A role is kept with a "&" before its id. A webhook has no mention that Discord would show. */
function poster(id: string, names: Names): string {
  const name = names.get(id);
  return name === undefined ? `<@${id}>` : escapeProviderText(name, 40);
}

/** The ids of all whose messages are read, before or after one of these changes. */
export function postersIn(changes: readonly SettingsChange[]): string[] {
  const ids = changes.flatMap(({ before, value }) =>
    [before?.trusted, value.trusted].flatMap((trusted) => (Array.isArray(trusted) ? trusted : [])),
  );
  return [...new Set(ids.map(String))].filter((id) => !id.startsWith('&'));
}

function isPeople(value: unknown): value is { users: string[]; roles: string[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'users' in value &&
    Array.isArray(value.users) &&
    'roles' in value &&
    Array.isArray(value.roles)
  );
}

function noticesInWords(value: unknown): string {
  const chosen = Object.entries(value ?? {}).flatMap(([name, mode]) => {
    const kind = noticeKinds.find((one) => one === name);
    return kind ? [`${NOTICE_KINDS[kind].label} ${String(mode)}`] : [];
  });
  return chosen.length === 0 ? 'as at first' : chosen.slice(0, 8).join(', ');
}
