import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { APIEmbed } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { renderNotice } from '../../notices/cards/renderNotice.ts';
import { activePositions, positionsOf } from '../../trading/strategy/book/positions.ts';
import { panicLine } from '../../trading/strategy/events/panic.ts';
import { isActive } from '../../trading/strategy/model/positionStatus.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import type { WithoutDatabase } from '../../trading/trader/trader.ts';
import { TraderAway } from '../../trading/trader/traderAway.ts';

/** Discord lets an answer be edited for 15 minutes. */
const REPORT_FOR_MS = 14 * 60_000;
const REPORT_EVERY_MS = 500;
/** Nobody waits longer for a database in a panic; one that comes back later closes nothing twice. */
const STORE_PATIENCE_MS = 3_000;

/** So long nothing may come of it before it is said what is not done. */
const VENUE_PATIENCE_MS = 5_000;
const NO_NEWS =
  '⚠ The exchange does not answer: what is not said to be closed here is NOT closed yet. The bot keeps asking, and sends nothing twice. If it can not wait, close it in the app of the exchange.';
const REPORT_ENDS =
  'This message can not follow it any longer. The bot goes on, and says here when all is closed.';

type Show = (embed: APIEmbed) => Promise<unknown>;
/** Resolves so many milliseconds later. */
type Wait = (ms: number) => Promise<unknown>;

const reallyWait: Wait = (ms) => setTimeout(ms, undefined, { ref: false });

/**
 * Cancels every order, closes every position at market and halts trading, and shows how it goes,
 * line by line; while the venue does not answer, what is not done. While the database is away it
 * closes at the venue directly, and halts as soon as the database is back. `wait` is how time passes
 * between two reports; by default really.
 */
export async function runPanic(
  bot: Pick<Bot, 'app' | 'lanes'>,
  by: string,
  show: Show,
  wait: Wait = reallyWait,
): Promise<void> {
  const { app } = bot;
  app.log.warn({ by }, 'panic was called');
  const id = `panic ${randomUUID()}`;
  const ids = activePositions(await app.trader.state()).map((position) => position.id);
  const halt = () =>
    app.trader.act(
      { type: 'owner', at: app.now(), by, act: { act: 'panic', reason: 'called by command' } },
      id,
    );
  try {
    // A trader that is another process says itself when it can't be asked.
    await (app.trader.withoutDatabase === null ? halt() : withinPatience(halt(), wait));
  } catch (error) {
    app.log.error({ err: error }, 'panic without the database');
    const { withoutDatabase } = app.trader;
    if (error instanceof TraderAway) {
      const report = { kind: 'panic_report', by, lines: [error.message], done: false } as const;
      return void (await show(renderNotice(report)));
    }
    if (withoutDatabase === null) throw error;
    const release = withoutDatabase.holdOrders();
    await closeDirectly(bot, withoutDatabase, by, show);
    bot.lanes.run('panic', async () => {
      await halt();
      release();
    });
    return;
  }
  await follow(bot, by, ids, show, wait);
}

async function follow(
  bot: Pick<Bot, 'app'>,
  by: string,
  ids: readonly string[],
  show: Show,
  wait: Wait,
): Promise<void> {
  const { app } = bot;
  const until = app.now() + REPORT_FOR_MS;
  let known: readonly Position[] = [];
  let changedAt = app.now();
  for (let shown = ''; ; ) {
    const positions = positionsOf(await app.trader.state(), ids);
    const isOver = !positions.some(isActive);
    const now = app.now();
    if (positions.some((position, index) => position !== known[index])) {
      known = positions;
      changedAt = now;
    }
    const lines = positions.length === 0 ? ['Nothing was open.'] : positions.map(panicLine);
    if (!isOver && now - changedAt > VENUE_PATIENCE_MS) lines.push(NO_NEWS);
    if (!isOver && now > until) lines.push(REPORT_ENDS);
    const report = lines.join('\n');
    if (report !== shown) {
      await show(renderNotice({ kind: 'panic_report', by, lines, done: isOver }));
      shown = report;
    }
    if (isOver || now > until) return;
    await wait(REPORT_EVERY_MS);
  }
}

async function closeDirectly(
  bot: Pick<Bot, 'app'>,
  { close }: WithoutDatabase,
  by: string,
  show: Show,
): Promise<void> {
  const lines = ['The database is not answering: closing at the venue directly.'];
  const tell = (done: boolean) =>
    // Closing goes on whether or not Discord takes the report.
    show(renderNotice({ kind: 'panic_report', by, lines, done })).catch((error: unknown) =>
      bot.app.log.warn({ err: error, lines }, 'the panic could not be reported'),
    );
  await tell(false);
  let shown: Promise<unknown> = Promise.resolve();
  await close((line) => {
    bot.app.log.warn({ line }, 'panic');
    lines.push(line);
    shown = shown.then(() => tell(false));
  });
  await shown;
  lines.push('Trading is halted as soon as the database is back; the books are reconciled then.');
  await tell(true);
}

async function withinPatience(work: Promise<unknown>, wait: Wait): Promise<void> {
  const tooLong = wait(STORE_PATIENCE_MS).then(() => {
    throw new Error('the database did not answer in time');
  });
  tooLong.catch(() => undefined);
  await Promise.race([work, tooLong]);
}
