import { AttachmentBuilder } from 'discord.js';
import { type BacktestView, backtestCard } from '../../notices/cards/backtestCard.ts';
import { backtestPictures } from '../../notices/charts/backtestPictures.ts';
import type { TriedVariant } from '../../trading/history/report/plain.ts';
import {
  advanceBacktest,
  type BacktestRow,
  findBacktest,
  keepPlayed,
  keepVariants,
  nextBacktest,
} from '../../trading/store/results/backtests.ts';
import { VenueError } from '../../trading/venue/venue.ts';
import type { Bot } from '../bot.ts';
import { isRefusal, isSessionOver, whyUnread } from '../refusals.ts';
import { pauseFor } from '../session/lanes.ts';
import { fetchPast } from './fetchPast.ts';
import { playBacktest } from './playBacktest.ts';

/** Plays the histories that were asked for, one after another; what each has come to is in its message. */
export type Backtests = {
  /** One was asked for, or a variant of one. */
  wake(): void;
  /** Ends the one with that number, if it is the one at work. */
  stop(id: number): void;
  /** Leaves what is at work to the next session. */
  end(): Promise<void>;
};

type Parts = Pick<Bot, 'app' | 'client' | 'connection' | 'pictures' | 'settings' | 'lanes'>;

/** How often the message says how far it is: Discord takes five edits of one in five seconds. */
const SHOWN_MS = 3_000;
const RETRY_MS = 15_000;

class Stopped extends Error {
  override name = 'Stopped';
}

export function createBacktests(bot: Parts): Backtests {
  const { db, log } = bot.app;
  const ending = new AbortController();
  let working: Promise<void> | null = null;
  let woken = false;
  let current: { id: number; stop: AbortController } | null = null;

  function wake(): void {
    woken = true;
    if (working !== null || ending.signal.aborted) return;
    working = work()
      .catch((error: unknown) => log.error({ err: error }, 'the backtests came to a stop'))
      .finally(() => {
        working = null;
        if (woken) wake();
      });
  }

  async function work(): Promise<void> {
    while (!ending.signal.aborted) {
      woken = false;
      try {
        const row = await nextBacktest(db);
        if (row === null) return;
        const stop = new AbortController();
        current = { id: row.id, stop };
        const signal = AbortSignal.any([ending.signal, stop.signal]);
        await (row.stage === 'done' ? tryVariant(row, signal) : play(row, signal));
      } catch (error) {
        if (ending.signal.aborted || isSessionOver(error)) return;
        log.warn(
          { err: error, retryInMs: RETRY_MS },
          'a backtest could not go on; it is tried again',
        );
        await pauseFor(RETRY_MS, ending.signal);
      } finally {
        current = null;
      }
    }
  }

  async function play(asked: BacktestRow, signal: AbortSignal): Promise<void> {
    const { id, followed_id, request } = asked;
    try {
      let row: BacktestRow = asked;
      if (row.stage === 'fetching') {
        const show = progressOf(row);
        const { from } = request;
        // How much there is to come is not known; how much of the time asked for has been read is.
        const channels = [followed_id, ...(request.others ?? []).map((one) => one.followedId)];
        for (const [at, channelId] of channels.entries()) {
          await fetchPast(bot, {
            channelId,
            from,
            signal,
            onProgress: (messages, upTo) => {
              const read = (Math.min(upTo, request.to) - from) / (request.to - from);
              show((at + read) / channels.length, messages);
            },
          });
        }
        if (!(await advanceBacktest(db, id, { stage: 'playing', progress: 0 }))) return;
        row = { ...row, stage: 'playing', progress: 0 };
      }
      const show = progressOf(row);
      let kept: Promise<unknown> = Promise.resolve();
      const played = await playBacktest(bot, row, {
        change: null,
        signal,
        onProgress: show,
        onPlayed: (name, figures) => {
          kept = kept
            .then(() => keepPlayed(db, id, name, figures))
            .catch((error: unknown) =>
              log.warn({ err: error, id }, 'a part of a backtest could not be kept'),
            );
        },
      });
      await kept;
      if (played.what !== 'report') return;
      const endedAt = bot.app.now();
      await advanceBacktest(db, id, {
        stage: 'done',
        progress: 1,
        result: played.report,
        endedAt,
      });
    } catch (error) {
      if (ending.signal.aborted) throw error;
      if (signal.aborted) log.info({ id }, 'a backtest was stopped');
      else {
        const why = whyNot(error);
        if (why === null) throw error;
        log.error({ err: error, id }, 'a backtest could not be played');
        await advanceBacktest(db, id, { stage: 'failed', why, endedAt: bot.app.now() });
      }
    }
    await showBacktest(bot, id);
  }

  async function tryVariant(row: BacktestRow, signal: AbortSignal): Promise<void> {
    const tried = row.variants as readonly TriedVariant[];
    const next = tried.find(({ thirds }) => thirds === null);
    if (next === undefined) return;
    let thirds: TriedVariant['thirds'] = null;
    try {
      const { change } = next;
      const played = await playBacktest(bot, row, {
        change,
        signal,
        onProgress: () => undefined,
        onPlayed: () => undefined,
      });
      if (played.what === 'thirds') thirds = played.thirds;
    } catch (error) {
      if (signal.aborted || whyNot(error) === null) throw error;
      log.error({ err: error, id: row.id, variant: next.name }, 'a variant could not be played');
    }
    // More may have been asked for meanwhile. One that could not be played can be chosen again.
    const now = (await findBacktest(db, row.id))?.variants as readonly TriedVariant[] | undefined;
    await keepVariants(
      db,
      row.id,
      (now ?? []).flatMap((one) =>
        one.name !== next.name ? [one] : thirds === null ? [] : [{ ...one, thirds }],
      ),
    );
  }

  /** Says in the message and the database how far it is, now and then. */
  function progressOf(row: BacktestRow): (share: number, messages?: number) => void {
    let shownAt = bot.app.now();
    let under: Promise<unknown> | null = null;
    return (share, messages) => {
      const now = bot.app.now();
      if (under !== null || now - shownAt < SHOWN_MS) return;
      shownAt = now;
      const progress = Math.max(0, Math.min(1, share));
      const show = async () => {
        if (!(await advanceBacktest(db, row.id, { progress }))) return;
        await editMessage(bot, row, backtestCard({ ...row, progress }, messages ?? null));
      };
      under = show()
        .catch((error: unknown) =>
          log.warn({ err: error }, 'how far a backtest is could not be shown'),
        )
        .finally(() => {
          under = null;
        });
    };
  }

  return {
    wake,
    stop(id) {
      if (current?.id === id) current.stop.abort(new Stopped('it was stopped'));
    },
    async end() {
      ending.abort(new Stopped('the bot stops'));
      await working;
    },
  };
}

/** Makes a history's message show how it stands, with pictures where it is done. Never rejects. */
async function showBacktest(bot: Parts, id: number): Promise<void> {
  try {
    const row = await findBacktest(bot.app.db, id);
    if (row === null) return;
    await editMessage(bot, row, backtestCard(row), await drawn(bot, row));
  } catch (error) {
    bot.app.log.warn({ err: error, id }, 'a backtest’s message could not be edited');
  }
}

async function drawn(bot: Parts, row: BacktestRow): Promise<AttachmentBuilder[]> {
  const look = bot.settings.current().pictures;
  if (look === 'off' || row.stage !== 'done') return [];
  const files: AttachmentBuilder[] = [];
  for (const picture of backtestPictures(row, look)) {
    const png = await bot.pictures.draw(picture);
    const { title, subtitle, result } = picture.heading;
    const description = [title, subtitle, result].filter((one) => one !== null).join(', ');
    if (png !== null)
      files.push(new AttachmentBuilder(png, { name: `${picture.kind}.png`, description }));
  }
  return files;
}

async function editMessage(
  bot: Parts,
  row: BacktestRow,
  { embeds, components }: BacktestView,
  files: readonly AttachmentBuilder[] = [],
): Promise<void> {
  const channel = await bot.client.channels.fetch(row.channel_id);
  if (!channel?.isSendable()) return;
  const [first, ...others] = embeds;
  // Embeds of one address are shown as one, with their pictures beside each other.
  const [main, second] = files;
  const pictured = first
    ? [
        main ? { ...first, image: { url: `attachment://${main.name}` } } : first,
        ...(second
          ? [{ color: first.color ?? 0, image: { url: `attachment://${second.name}` } }]
          : []),
        ...others,
      ]
    : [];
  await channel.messages.edit(row.message_id, {
    content: '',
    embeds: pictured,
    components,
    files: [...files],
    attachments: [],
  });
}

/** Why it can't be played however often it is tried, for the owner; null: it is worth another try. */
function whyNot(error: unknown): string | null {
  if (isRefusal(error)) return `the channel can not be read: ${whyUnread(error)}`;
  if (error instanceof VenueError) return error.message;
  const { name } = error as Error;
  if (name === 'LookAhead' || name === 'RangeError' || name === 'TypeError' || name === 'ZodError')
    return 'a fault of the bot, of which its log has the details';
  return null;
}
