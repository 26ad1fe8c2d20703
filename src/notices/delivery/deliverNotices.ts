import { findPosition } from '../../trading/store/core/positions.ts';
import { markedPictures } from '../../trading/store/messages/pictures.ts';
import {
  askedSince,
  isToldBy,
  markNoticesSent,
  type NoticeRow,
  noticeFailed,
  pendingNotices,
  postingNotices,
  shownBefore,
} from '../../trading/store/notices/notices.ts';
import { cardMessages, changedPositionCard } from '../../trading/store/notices/positionCards.ts';
import type { DecimalString } from '../../trading/venue/venue.ts';
import { COLOURS } from '../cards/colours.ts';
import { hasOwnMessage, modeOf } from '../words/noticeKinds.ts';
import { type CardParts, showCard } from './deliverCards.ts';
import { type MessageBody, noticeMessage, type PostedFile } from './noticeMessage.ts';
import {
  deliveryTrouble,
  editMessage,
  findPosted,
  isGone,
  isMalformed,
  postMessage,
} from './postMessage.ts';
import { repeating } from './repeating.ts';

export type NoticeDelivery = {
  /** There may be something to tell; returns at once. After a failure it waits with the rest. */
  wake(): void;
  /** What stood in the way may be gone: tries now, whatever the wait; returns at once. */
  tryNow(): void;
  /** Tells until nothing is pending; rejects with the reason when something can't be told now. */
  drain(): Promise<void>;
  /** Why nothing can be posted at the moment, in a sentence; null when all is well. */
  trouble(): string | null;
  /** Resolves when what is under way is done; nothing more is posted. */
  stop(): Promise<void>;
};

/** Questions that follow on each other so closely ring once. */
const ONE_ROW_MS = 2 * 60_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Tells the notices of the outbox in the private channel, each once: what happens to a position on
 * its card, which is posted once and edited from then on, and, as the owner wants it by kind, also
 * or only in messages, in order, several in one when they come in a burst. Messages go first and
 * wait for no edit of a card; what changes on a card while Discord is slow is one edit. A failure
 * leaves everything where it is; it is tried again, later and later, for as long as it takes.
 */
export function deliverNotices(parts: CardParts): NoticeDelivery {
  const { db, rest, log } = parts;
  let trouble: string | null = null;
  let stopped = false;
  let retryMs = FIRST_RETRY_MS;
  let retry: NodeJS.Timeout | undefined;

  const posts = repeating(async () => {
    while (!stopped) {
      const pending = await pendingNotices(db);
      if (!(await tellFirst(pending)) && !(await postNewCard())) return;
    }
  });
  const edits = repeating(async () => {
    while (!stopped) {
      const positionId = await changedPositionCard(db, true);
      if (positionId === null) return;
      if (!(await trying(null, () => showCard(parts, positionId)))) await posts.run();
    }
  });

  /** Tells the first that gets a message of its own, or whose card has none yet; false: there is none. */
  const tellFirst = async (pending: readonly NoticeRow[]): Promise<boolean> => {
    const cards = await cardMessages(
      db,
      pending.flatMap((row) => row.position_id ?? []),
    );
    for (const [at, row] of pending.entries()) {
      const card = row.position_id === null ? undefined : cards.get(row.position_id);
      if (card === null) {
        await trying(row, () => showCard(parts, row.position_id ?? ''));
        return true;
      }
      if (hasOwnMessage(row.kind, parts.modes())) {
        await trying(row, () => post(pending.slice(at), card ?? null));
        return true;
      }
      if (card === undefined) {
        await markNoticesSent(db, [row.id], { messageId: null, at: parts.now() });
        return true;
      }
      // Its card is edited when its turn comes.
    }
    return false;
  };
  const postNewCard = async (): Promise<boolean> => {
    const positionId = await changedPositionCard(db, false);
    if (positionId === null) return false;
    await trying(null, () => showCard(parts, positionId));
    return true;
  };

  /** Posts the first of these, and what goes with it into one message. */
  const post = async (pending: readonly NoticeRow[], replyTo: string | null): Promise<void> => {
    const [first] = pending;
    if (first === undefined) return;
    const modes = parts.modes();
    const rings = modeOf(first.kind, modes) === 'on';
    const tried = first.post !== null;
    const alike = tried
      ? pending.filter((row) => row.post === first.post)
      : upTo(
          pending.filter(({ kind }) => kind === 'signal_taken' || hasOwnMessage(kind, modes)),
          (row) =>
            row.kind === 'signal_taken' ||
            row.post !== null ||
            (modeOf(row.kind, modes) === 'on') !== rings,
        );
    const asks = first.kind === 'format_asked';
    const pings = rings && !(asks && (await askedSince(db, parts.now() - ONE_ROW_MS)));
    const increment = await incrementOf(first);
    const { body, held } = rendered(alike, pings, increment);
    const group = tried ? alike : alike.slice(0, held);
    const ids = group.map(({ id }) => id);
    const channelId = await parts.channelId();
    const files = group.length === 1 ? await picturesOf(first) : [];
    const shown = group.length === 1 ? await shownBefore(db, first) : null;
    if (shown !== null && (await replaced(channelId, shown, body, files))) {
      await markNoticesSent(db, ids, { messageId: shown, at: parts.now() });
      return;
    }
    const nonce = first.post ?? first.nonce;
    const before = first.posting_at && (await postedBefore(channelId, first.posting_at, body));
    if (!tried) await postingNotices(db, ids, { nonce, at: parts.now() });
    try {
      const messageId =
        before ?? (await postMessage(rest, channelId, body, { nonce, replyTo, files })).id;
      await markNoticesSent(db, ids, { messageId, at: parts.now() });
    } catch (error) {
      if (!isMalformed(error)) throw error;
      if (group.length === 1) {
        const messageId = await postUnshown(channelId, first, error, { nonce, replyTo });
        await markNoticesSent(db, ids, { messageId, at: parts.now() });
        return;
      }
      // One of them is at fault, and Discord does not say which.
      for (const row of group) await postAlone(channelId, row, pings, replyTo);
    }
  };
  /** Posts one by itself; one whose form Discord refuses is said to be so. */
  const postAlone = async (
    channelId: string,
    row: NoticeRow,
    rings: boolean,
    replyTo: string | null,
  ): Promise<void> => {
    const { nonce } = row;
    await postingNotices(db, [row.id], { nonce, at: parts.now() });
    const { body } = rendered([row], rings, await incrementOf(row));
    const messageId = await postAnyhow(channelId, row, body, { nonce, replyTo });
    await markNoticesSent(db, [row.id], { messageId, at: parts.now() });
  };
  /** Shows this on the message that showed it as it was before; false: it is gone. */
  const replaced = async (
    channelId: string,
    messageId: string,
    body: MessageBody,
    files: readonly PostedFile[],
  ) => {
    try {
      const { flags: _, ...edited } = body;
      await editMessage(rest, channelId, messageId, edited, files);
      return true;
    } catch (error) {
      if (!isGone(error)) throw error;
      return false;
    }
  };
  /** Of the prices of the product that it is about; none where it is about no position. */
  const incrementOf = async ({ notice }: NoticeRow): Promise<DecimalString | undefined> =>
    'positionId' in notice
      ? (await findPosition(db, notice.positionId))?.product.priceIncrement
      : undefined;
  /** What was read in pictures is shown with them. */
  const picturesOf = async ({ notice }: NoticeRow): Promise<PostedFile[]> => {
    if (notice.kind !== 'format_asked' || notice.picture === undefined) return [];
    const { messageId, revision } = notice.source;
    return (await markedPictures(db, messageId, revision)).map((data, place) => ({
      name: `picture-${place + 1}.jpg`,
      data,
      contentType: 'image/jpeg',
    }));
  };
  /** One that can't be drawn up is said to be so; the others must not wait behind it for ever. */
  const rendered = (
    alike: readonly NoticeRow[],
    rings: boolean,
    increment: DecimalString | undefined,
  ): ReturnType<typeof noticeMessage> => {
    try {
      return noticeMessage(
        alike.map(({ notice }) => notice),
        rings,
        increment,
      );
    } catch (error) {
      const [first, second] = alike;
      if (first === undefined) throw error;
      if (second !== undefined) return rendered([first], rings, increment);
      log.error({ err: error, noticeId: first.id, kind: first.kind }, 'a notice has no form');
      return { body: unshowable(first), held: 1 };
    }
  };
  /** A message that shows this, since then, and that no notice is known to be told by. */
  const postedBefore = async (channelId: string, since: Date, body: MessageBody) => {
    const found = await findPosted(
      rest,
      channelId,
      since.getTime(),
      parts.now(),
      async (message) =>
        message.content === (body.content ?? '') &&
        message.embeds[0]?.title === body.embeds[0]?.title &&
        !(await isToldBy(db, message.id)),
    );
    return found?.id ?? null;
  };
  const postAnyhow = async (
    channelId: string,
    first: NoticeRow,
    body: MessageBody,
    options: { nonce: string; replyTo: string | null },
  ): Promise<string> => {
    try {
      return (await postMessage(rest, channelId, body, options)).id;
    } catch (error) {
      if (!isMalformed(error)) throw error;
      return postUnshown(channelId, first, error, options);
    }
  };
  /** Ours alone is the fault; the others must not wait behind it for ever. */
  const postUnshown = async (
    channelId: string,
    row: NoticeRow,
    error: unknown,
    options: { nonce: string; replyTo: string | null },
  ): Promise<string> => {
    log.error(
      { err: error, noticeId: row.id, kind: row.kind },
      'Discord refused the form of a notice',
    );
    return (await postMessage(rest, channelId, unshowable(row), options)).id;
  };

  /** Keeps why it failed, for /status and beside the notice. */
  const trying = async <T>(row: NoticeRow | null, work: () => Promise<T>): Promise<T> => {
    try {
      const done = await work();
      trouble = null;
      endWait();
      return done;
    } catch (error) {
      trouble = deliveryTrouble(error);
      if (row !== null)
        await noticeFailed(db, row.id, trouble).catch((failure: unknown) =>
          log.warn({ err: failure }, 'the failure of a notice could not be written down'),
        );
      throw error;
    }
  };

  const endWait = () => {
    clearTimeout(retry);
    retry = undefined;
    retryMs = FIRST_RETRY_MS;
  };

  const drain = () => posts.run().then(edits.run);
  const attempt = () => {
    drain().catch((error: unknown) => {
      // Several may have waited for one pass: it failed once.
      if (stopped || retry !== undefined) return;
      log.error(
        { error: trouble ?? deliveryTrouble(error), retryInMs: retryMs },
        'notices can not be posted',
      );
      retry = setTimeout(() => {
        retry = undefined;
        attempt();
      }, retryMs).unref();
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    });
  };

  return {
    wake() {
      if (!stopped && retry === undefined) attempt();
    },
    tryNow() {
      if (stopped) return;
      endWait();
      attempt();
    },
    drain,
    trouble: () => trouble,
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await Promise.all([posts.idle(), edits.idle()]);
    },
  };
}

/** Those before the first that is an end. */
function upTo<T>(all: readonly T[], isEnd: (one: T) => boolean): readonly T[] {
  const end = all.findIndex(isEnd);
  return end === -1 ? all : all.slice(0, end);
}

function unshowable(row: NoticeRow): MessageBody {
  return {
    embeds: [
      {
        title: `A notice could not be shown (${row.kind})`,
        color: COLOURS.warning,
        description: `It is kept as number ${row.id}; the log says why it could not be shown.`,
      },
    ],
    components: [],
  };
}
