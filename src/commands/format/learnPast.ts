import type { Bot } from '../../discord/bot.ts';
import { isTrusted } from '../../discord/intake/trust.ts';
import { seenFormat } from '../../trading/inbox/handleMessage.ts';
import type { Format } from '../../trading/signal/format/format.ts';
import { readAsTaught } from '../../trading/signal/format/readAsTaught.ts';
import { seeFormat, teachingsOf } from '../../trading/store/watches/formats.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import { type RecentMessage, recentMessages } from '../watch/recentMessages.ts';

/** How far back a channel is read for the ways in which it is written. */
const PAST = 200;

/**
 * Reads a channel's past and writes down in which ways it is written, each with its newest example
 * and how often; nothing is traded, and nothing is confirmed. Resolves to how many messages were read.
 */
export async function learnPast(bot: Bot, watch: Watch): Promise<number> {
  const { db, reader } = bot.app;
  const recent = await recentMessages(bot, watch, null, PAST);
  const context = reader.contextOf(watch);
  const found = new Map<string, { format: Format; count: number; newest: RecentMessage }>();
  for (const one of recent) {
    if (!(await isTrusted(watch.trusted, one.message, null))) continue;
    const { incoming } = one;
    const posted = { ...incoming.body, postedAt: new Date(incoming.postedAt).toISOString() };
    const teachings = await teachingsOf(db, watch.id, incoming.authorId);
    const read = readAsTaught(posted, context, teachings);
    const format =
      seenFormat(read, read.readings) ?? (read.looksLikeOrder ? read.written?.format : null);
    if (!format) continue;
    const key = `${incoming.authorId} ${format.key}`;
    found.set(key, { format, count: (found.get(key)?.count ?? 0) + 1, newest: one });
  }
  for (const { format, count, newest } of found.values()) {
    const { incoming } = newest;
    await seeFormat(db, {
      watchId: watch.id,
      providerId: incoming.authorId,
      providerName: incoming.authorName,
      format,
      example: incoming.body,
      messageId: incoming.messageId,
      at: incoming.postedAt,
      count,
    });
  }
  return recent.length;
}
