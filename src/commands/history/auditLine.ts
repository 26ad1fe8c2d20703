import { parseCustomId } from '../../notices/components/customId.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { discordTime } from '../../notices/words/time.ts';
import type { AuditRow } from '../../trading/store/upkeep/audit.ts';

/** Who used what, with which words, in a line. */
export function auditLine({ at, user_id, action, allowed, detail }: AuditRow): string {
  const { options, customId, values, fields } = detail as {
    options?: Record<string, unknown>;
    customId?: string;
    values?: unknown[];
    fields?: Record<string, unknown>;
  };
  const { subcommand, ...given } = options ?? {};
  const about = customId === undefined ? [] : (parseCustomId(customId)?.args ?? []);
  const words = [
    ...Object.values(given),
    ...about,
    ...(values ?? []),
    ...Object.values(fields ?? {}),
  ];
  const done = [action.replaceAll('_', ' '), subcommand].filter(Boolean).join(' ');
  const said = escapeProviderText(words.map(String).join(' '), 100);
  return `${discordTime(at.getTime())} <@${user_id}> **${escapeProviderText(done, 60)}**${said === '' ? '' : ` ${said}`}${allowed ? '' : ' (refused)'}`;
}
