import {
  type APIEmbed,
  type APIMessage,
  DiscordAPIError,
  HTTPError,
  type REST,
  Routes,
} from 'discord.js';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import {
  markNoticesSent,
  type NoticeRow,
  noticeFailed,
  pendingNotices,
} from '../trading/store/notices.ts';
import type { Database } from '../trading/store/tables.ts';
import { EMBED_LIMITS, embedLength } from './embedLimits.ts';
import { noticeButtons } from './noticeButtons.ts';
import { COLOURS, renderNotice } from './renderNotice.ts';

export type NoticeDelivery = {
  /** There may be something to post; returns at once. */
  wake(): void;
  /** Posts until nothing is pending; rejects with the reason when something can't be posted now. */
  drain(): Promise<void>;
  /** Why nothing can be posted at the moment, in a sentence; null when all is well. */
  trouble(): string | null;
  /** Resolves when what is under way is done; nothing more is posted. */
  stop(): Promise<void>;
};

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Posts the notices of the outbox to the private channel: in order, each once, several in one
 * message when they come in a burst. A failure leaves them where they are; they are tried again,
 * later and later, for as long as it takes.
 */
export function deliverNotices(parts: {
  db: Kysely<Database>;
  rest: REST;
  /** Where they go; asked for each time, as the owner may change it. */
  channelId(): Promise<string>;
  log: Logger;
  now(): number;
}): NoticeDelivery {
  const { db, rest, log } = parts;
  let trouble: string | null = null;
  let stopped = false;
  let retryMs = FIRST_RETRY_MS;
  let retry: NodeJS.Timeout | undefined;
  let current: Promise<void> | null = null;
  let again = false;

  const postAll = async () => {
    for (;;) {
      const pending = await pendingNotices(db);
      if (pending.length === 0 || stopped) return;
      await postSome(pending);
    }
  };
  const postSome = async (pending: readonly NoticeRow[]) => {
    const first = pending[0];
    if (first === undefined) return;
    try {
      const channelId = await parts.channelId();
      const group = fittingGroup(pending);
      let posted: APIMessage;
      try {
        posted = await post(
          channelId,
          first.nonce,
          group.map(({ embed }) => embed),
          group[0]?.buttons ?? [],
        );
      } catch (error) {
        if (!isMalformed(error)) throw error;
        // Ours alone is the fault; the others must not wait behind it for ever.
        log.error(
          { err: error, noticeId: first.id, kind: first.kind },
          'Discord refused the form of a notice',
        );
        posted = await post(channelId, first.nonce, [unshowable(first)]);
      }
      // A repeated nonce answers with the message of before, which may hold fewer of them.
      const sent = group.slice(0, Math.max(1, posted.embeds.length));
      const ids = sent.map(({ row }) => row.id);
      await markNoticesSent(db, ids, { messageId: posted.id, at: parts.now() });
      trouble = null;
      retryMs = FIRST_RETRY_MS;
    } catch (error) {
      trouble = sentence(error);
      await noticeFailed(db, first.id, trouble).catch((failure: unknown) =>
        log.warn({ err: failure }, 'the failure of a notice could not be written down'),
      );
      throw error;
    }
  };
  const post = async (
    channelId: string,
    nonce: string,
    embeds: readonly APIEmbed[],
    buttons: Buttons = [],
  ) =>
    (await rest.post(Routes.channelMessages(channelId), {
      body: {
        embeds,
        components: buttons,
        nonce,
        enforce_nonce: true,
        allowed_mentions: { parse: [] },
      },
    })) as APIMessage;

  /** One pass at a time; whoever asks meanwhile waits for one that begins after the asking. */
  const pass = (): Promise<void> => {
    if (current) {
      again = true;
      return current.then(pass, pass);
    }
    again = false;
    current = postAll().finally(() => {
      current = null;
    });
    return current;
  };
  const wake = () => {
    if (stopped || again) return;
    clearTimeout(retry);
    pass().catch((error: unknown) => {
      log.error(
        { error: trouble ?? sentence(error), retryInMs: retryMs },
        'notices can not be posted',
      );
      if (stopped) return;
      clearTimeout(retry);
      retry = setTimeout(wake, retryMs).unref();
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    });
  };

  return {
    wake,
    drain: pass,
    trouble: () => trouble,
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await current?.catch(() => undefined);
    },
  };
}

type Buttons = ReturnType<typeof noticeButtons>;
type Rendered = { row: NoticeRow; embed: APIEmbed; buttons: Buttons };

/** As many from the front as one message holds; one with buttons stands alone. */
function fittingGroup(pending: readonly NoticeRow[]): Rendered[] {
  const group: Rendered[] = [];
  let length = 0;
  for (const row of pending) {
    const embed = renderNotice(row.notice);
    const buttons = noticeButtons(row.notice);
    length += embedLength(embed);
    const isFull = group.length === EMBED_LIMITS.embeds || length > EMBED_LIMITS.total;
    if (group.length > 0 && (isFull || buttons.length > 0)) break;
    group.push({ row, embed, buttons });
    if (buttons.length > 0) break;
  }
  return group;
}

function unshowable(row: NoticeRow): APIEmbed {
  return {
    title: `A notice could not be shown (${row.kind})`,
    color: COLOURS.warning,
    description: `It is kept as number ${row.id}; the log says why it could not be shown.`,
  };
}

function isMalformed(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.status === 400;
}

/** What stands in the way, with what to do about it. */
function sentence(error: unknown): string {
  if (error instanceof DiscordAPIError) {
    if (error.status === 404) return 'The private channel is gone. Choose another.';
    if (error.status === 403)
      return `The bot may not post in the private channel (${error.message}). Give it View Channel, Send Messages and Embed Links there.`;
    return `Discord refused a notice: ${error.message}.`;
  }
  if (error instanceof HTTPError) return `Discord is not answering (status ${error.status}).`;
  return `Notices can not be posted: ${error instanceof Error ? error.message : String(error)}.`;
}
