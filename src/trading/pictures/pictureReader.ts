import type { Logger } from 'pino';
import { handleMessage, isOnlyPicture, type MessageParts } from '../inbox/handleMessage.ts';
import type { PictureLook, SeenPictures } from '../inbox/pictureLook.ts';
import type { ReadMessage } from '../inbox/secondLook.ts';
import { withPictures } from '../signal/pictureWords.ts';
import type { MessageText, Reading } from '../signal/reading.ts';
import { findMessage, type InboxRow, messageIsDeleted } from '../store/messages/inbox.ts';
import {
  closingPictures,
  countPictureTry,
  keepingMarked,
  keepingWords,
  openPictureJobs,
  type PictureJob,
} from '../store/messages/pictures.ts';
import { type Terms, termsOf } from '../store/watches/terms.ts';
import { isPausedFor } from '../store/watches/watches.ts';
import type { Tasks } from '../tasks.ts';
import { type Agreement, agreementOf, type ByEngine } from './agree.ts';
import { installedEngines } from './engines.ts';
import { MOST_PICTURES } from './limits.ts';
import { marksIn } from './marks.ts';
import { createOcr } from './ocrProcess.ts';
import type { EngineName } from './pictureText.ts';
import { type PictureRead, readPicture } from './readPicture.ts';

export type PictureReader = PictureLook & {
  /** Those that are installed. */
  engines: readonly EngineName[];
  stop(): Promise<void>;
};

/** What ends the bot each time is given up. */
const MOST_TRIES = 3;
const NOTHING: readonly Reading[] = [];

/**
 * Reads the pictures of messages whose words alone say nothing to act on, one after another, and has
 * each message worked again with what stands in them. Nothing else waits for it: a message is handled
 * when it comes, and what its pictures say is a question to its owner some seconds later.
 */
export function createPictureReader(
  parts: MessageParts & {
    tasks: Tasks;
    /** The origin of the Discord that is used instead of the real one; null: the real one. */
    discordOrigin: string | null;
    log: Logger;
  },
): PictureReader {
  const { db, engine, reader, tasks, discordOrigin, log } = parts;
  const engines = installedEngines();
  const ocr = createOcr(log);
  let isRunning = false;
  let again = false;
  // What an engine says that is being ended is no word about the picture.
  const stopped = new AbortController();
  const stopping = AbortSignal.any([tasks.stopping, stopped.signal]);
  stopping.addEventListener('abort', () => void ocr.stop());

  function wake(): void {
    again = true;
    if (isRunning) return;
    isRunning = true;
    tasks.start('pictures could not be read; they are at the next start', async () => {
      try {
        while (again && !stopping.aborted) {
          again = false;
          for (const job of await openPictureJobs(db)) {
            if (stopping.aborted) return;
            await work(job);
          }
        }
      } finally {
        isRunning = false;
      }
    });
  }

  async function work(job: PictureJob): Promise<void> {
    const row = await currentMessage(job);
    const terms = row && (await termsOf(db, row.watch_id, row.author_id));
    if (!row || !terms) return close(job);
    await countPictureTry(db, job);
    const found = job.tries < MOST_TRIES ? await readAll(row, terms) : givenUp(row);
    if (stopping.aborted) return;
    // It was edited or deleted meanwhile.
    if ((await currentMessage(job)) === null) return close(job);
    const also = [
      ...found.also,
      closingPictures(db, job),
      ...(found.body === row.body ? [] : [keepingWords(db, row, found.body)]),
    ];
    await handleMessage(parts, { ...row, body: found.body }, async () => false, {
      pictured: { ...found, also },
    });
  }

  async function close(job: PictureJob): Promise<void> {
    await engine.submitAll([], () => [closingPictures(db, job)]);
  }

  /** Null where it is no more, or says something else by now. */
  async function currentMessage({ message_id, revision }: PictureJob): Promise<InboxRow | null> {
    const newest = await findMessage(db, message_id);
    if (newest?.revision !== revision) return null;
    return (await messageIsDeleted(db, message_id)) ? null : newest;
  }

  type Found = SeenPictures & { body: MessageText };

  function givenUp({ body }: InboxRow): Found {
    const why = ['reading them has ended the bot before'];
    return {
      body,
      picture: { same: false, differences: [], unread: why },
      isUnread: true,
      why,
      also: [],
    };
  }

  async function readAll(row: InboxRow, terms: Terms): Promise<Found> {
    const images = row.body.images ?? [];
    const found: (PictureRead | { fault: string })[] = [];
    for (const { url } of images.slice(0, MOST_PICTURES))
      found.push(await readPicture(url, { ocr, discordOrigin, stopping }));
    const pictures = found.flatMap((one) => ('fault' in one ? [] : [one]));
    const unread = [
      ...found.flatMap((one) => ('fault' in one ? [one.fault] : [])),
      ...(images.length > MOST_PICTURES ? [`only the first ${MOST_PICTURES} are read`] : []),
    ];
    const bodies = {
      paddle: bodyOf(row.body, pictures, 'paddle'),
      tesseract: bodyOf(row.body, pictures, 'tesseract'),
    };
    const readings = {
      paddle: await readingsOf(row, terms, bodies.paddle),
      tesseract: await readingsOf(row, terms, bodies.tesseract),
    };
    const { symbols } = reader.contextOf(terms.watch);
    const agreement = agreementOf(readings, {
      isCut: pictures.some(({ isCut }) => isCut),
      ...(symbols && { symbols }),
    });
    const by = agreement?.by ?? 'paddle';
    const hasWords = pictures.some(({ words }) => (words[by]?.text ?? '') !== '');
    const body = hasWords ? (bodies[by] ?? row.body) : row.body;
    const chosen = (hasWords && readings[by]) || NOTHING;
    log.info(
      { messageId: row.message_id, pictures: images.length, by, same: agreement?.same, unread },
      'pictures read',
    );
    return {
      body,
      picture: pictureOf(agreement, unread),
      isUnread: isOnlyPicture(row.body) || unread.length > 0 || !hasWords,
      why: [
        ...unread,
        ...(pictures.length > 0 && !hasWords ? ['no words were found in it'] : []),
        ...(hasWords ? ['its words are no order'] : []),
      ],
      also: keepingMarked(db, row, await marked(row, pictures, by, chosen), parts.now()),
    };
  }

  async function readingsOf(
    row: InboxRow,
    terms: Terms,
    body: MessageText | null,
  ): Promise<readonly Reading[] | null> {
    if (body === null) return null;
    const message = { ...body, postedAt: row.posted_at.toISOString() };
    return (await reader.read(message, terms.watch, row.author_id, { terms })).readings;
  }

  /** Those that something was read in, with it marked. */
  async function marked(
    { body: { embeds = [] } }: InboxRow,
    pictures: readonly PictureRead[],
    by: EngineName,
    readings: readonly Reading[],
  ): Promise<Uint8Array[]> {
    if (readings.every(({ kind }) => kind === 'none')) return [];
    const provenances = readings.map(({ provenance }) => provenance);
    const drawn: Uint8Array[] = [];
    for (const [place, { file, words }] of pictures.entries()) {
      const text = words[by];
      const marks = text === null ? [] : marksIn(text, embeds.length + place, provenances);
      const jpeg = await ocr.mark(file, marks);
      if (jpeg !== null) drawn.push(jpeg);
    }
    return drawn;
  }

  return {
    engines,
    wake,
    giveWay: ocr.giveWay,
    isWorthReading: (read) => engines.length > 0 && isWorthReading(read, parts.now()),
    stop() {
      stopped.abort();
      return ocr.stop();
    },
  };
}

/** The message with an engine's words of its pictures; null where that engine is not there. */
function bodyOf(
  body: MessageText,
  pictures: readonly PictureRead[],
  engine: EngineName,
): MessageText | null {
  const words: ByEngine<string>[EngineName][] = pictures.map(
    (one) => one.words[engine]?.text ?? null,
  );
  if (words.every((text) => text === null)) return null;
  return withPictures(
    body,
    words.map((text) => text ?? ''),
  );
}

function pictureOf(agreement: Agreement | null, unread: readonly string[]) {
  return {
    // What could not be looked at may say something else.
    same: agreement?.same === true && unread.length === 0,
    differences: agreement?.differences ?? [],
    unread,
  };
}

/** Words that are followed for sure need no picture; neither does what nobody would trade any more. */
function isWorthReading(
  { row, watch, settings, readings, taught }: ReadMessage,
  at: number,
): boolean {
  if (settings.pictures === 'off' || (row.body.images ?? []).length === 0) return false;
  if (readings.some(({ kind }) => kind === 'signal' || kind === 'update')) return false;
  if (taught?.standing === 'nothing' || taught?.standing === 'never') return false;
  const postedAt = row.posted_at.getTime();
  return at - postedAt <= settings.oldestSignalSeconds * 1_000 && !isPausedFor(watch, postedAt);
}
