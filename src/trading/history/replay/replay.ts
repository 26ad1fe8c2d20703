import { dec, ZERO } from '../../money.ts';
import type { ReadingHints } from '../../signal/reading.ts';
import { nextDeadline } from '../../strategy/book/deadline.ts';
import type { Decision } from '../../strategy/model/command.ts';
import type { Event } from '../../strategy/model/event.ts';
import { isActive } from '../../strategy/model/positionStatus.ts';
import type { Position } from '../../strategy/model/state.ts';
import type { Settings } from '../../strategy/settings/settings.ts';
import type { Assumption } from '../../venue/matching/bars.ts';
import type { Tier } from '../../venue/matching/fees.ts';
import type { Depth } from '../../venue/matching/liquidity.ts';
import type { DecimalString, Product } from '../../venue/venue.ts';
import { DAY_MS, MINUTE_MS } from '../candles/candleDay.ts';
import { type CandleSource, createTape } from '../candles/tape.ts';
import { createHistoryClock } from '../clock.ts';
import type { PastMessage } from '../pastMessage.ts';
import { type Bars, createBars } from './barsToCome.ts';
import { createDesk } from './desk.ts';
import { handleHappening } from './handleHappening.ts';
import { type EquityPoint, equityOf } from './pastEquity.ts';
import { happeningsOf } from './pastFeed.ts';
import type { PastReader } from './pastReader.ts';
import { createTaken, type Judged, type Taken } from './taken.ts';

/** Everything that a history depends on; the same inputs always give the same outcome. */
export type ReplayInputs = {
  messages: readonly PastMessage[];
  /** What can be traded, with the steps of today. */
  products: readonly Product[];
  candles: CandleSource;
  settings: Settings;
  /** Those of other watches that share the account, by the name that their messages have. */
  others?: Readonly<Record<string, Settings>>;
  hints?: ReadingHints;
  /** What the account starts with, by asset. */
  cash: Readonly<Record<string, DecimalString>>;
  /** UTC milliseconds; `to` is exclusive, and ends what is still open. */
  from: number;
  to: number;
  /** So long after its message nothing is done yet. */
  delayMs: number;
  /** What is assumed of the minutes in which the order of prices matters. */
  assume: Assumption;
  tiers?: readonly Tier[];
  depth?: Partial<Depth>;
  /** Walks every minute of what is open or waits, instead of those alone that touch something. */
  everyMinute?: boolean;
};

/** The inputs with the settings of every watch changed alike. */
export function withEachSettings(
  inputs: ReplayInputs,
  change: (settings: Settings) => Settings,
): Pick<ReplayInputs, 'settings' | 'others'> {
  const { settings, others } = inputs;
  if (others === undefined) return { settings: change(settings) };
  const changed = Object.entries(others).map(([name, own]) => [name, change(own)] as const);
  return { settings: change(settings), others: Object.fromEntries(changed) };
}

export type Outcome = {
  /** What became of each reading, in order. */
  judged: readonly Judged[];
  /** Every position, as it ended; those still open at the end as they were then. */
  positions: readonly Taken[];
  /** The account's worth at the end of each UTC day, at each end of a position, and at the end. */
  equity: readonly EquityPoint[];
  balances: readonly { asset: string; amount: DecimalString }[];
  fills: number;
  /** Days without candles, by product, of those that were looked for. */
  missing: ReadonlyMap<string, ReadonlySet<number>>;
  /** Minutes in which something was open or waited, over all products; how many of them were walked. */
  minutes: { waited: number; walked: number };
  candles: number;
};

export type ReplayWatch = {
  reader: PastReader;
  signal?: AbortSignal;
  /** How far it has come, 0 to 1; a promise is waited for, so that others get a turn. */
  onProgress?: (share: number) => Promise<void> | void;
  onDecision?: (event: Event, decision: Decision) => void;
};

/** What a replay costs a turn of the loop at most before others get theirs. */
const HAPPENINGS_A_TURN = 50;
const EQUITY_MS = 15 * MINUTE_MS;

/**
 * A channel's past through the reader, the core and the simulated venue of today, on a clock of its
 * own. Rejects with the signal's reason when it is stopped.
 */
export async function replay(inputs: ReplayInputs, watch: ReplayWatch): Promise<Outcome> {
  const { from, to, settings } = inputs;
  const start = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  const clock = createHistoryClock(start);
  const tape = createTape(inputs.candles, clock);
  const taken = createTaken();
  const equity: EquityPoint[] = [];
  const desk = createDesk({
    clock,
    tape,
    products: inputs.products,
    cash: inputs.cash,
    assume: inputs.assume,
    tiers: inputs.tiers,
    depth: inputs.depth,
    onChanged: (positions) => {
      for (const position of positions) taken.changed(position);
    },
    onAmbiguous: (positionId) => taken.ambiguous(positionId),
    onDecision: watch.onDecision,
  });
  const bars: Bars = createBars({ desk, tape, everyMinute: inputs.everyMinute === true });
  const happenings = happeningsOf(inputs.messages, inputs);
  const measuresLosses = [settings, ...Object.values(inputs.others ?? {})].some(
    ({ dailyLossPercent, drawdownPercent }) => dailyLossPercent !== '0' || drawdownPercent !== '0',
  );
  let nextHappening = 0;
  let nextDay = (Math.floor(start / DAY_MS) + 1) * DAY_MS;
  let nextMeasure = start;
  let seenEnds = 0;

  const measure = (): void => {
    const now = clock.now();
    const worth = equityOf(desk, inputs.products);
    equity.push({ at: now, ...worth });
    if (!measuresLosses) return;
    const { total } = worth;
    desk.submit({ type: 'account', at: now, account: 'paper', equity: total, settings });
  };
  measure();

  for (;;) {
    watch.signal?.throwIfAborted();
    const deadline = nextDeadline(desk.state());
    const happening = happenings[nextHappening];
    const now = Math.min(
      happening?.actAt ?? Number.POSITIVE_INFINITY,
      deadline === null ? Number.POSITIVE_INFINITY : fullMinute(deadline, clock.now()),
      bars.next(),
      nextDay,
      measuresLosses && desk.state().active.size > 0 ? nextMeasure : Number.POSITIVE_INFINITY,
      to,
    );
    clock.advance(Math.max(now, clock.now()));
    await bars.pass();
    if (now >= to) break;
    if (deadline !== null && deadline <= now) desk.submit({ type: 'time', at: now });
    while (happenings[nextHappening] && (happenings[nextHappening]?.actAt ?? 0) <= now) {
      const due = happenings[nextHappening];
      nextHappening += 1;
      if (due) await handleHappening(due, { inputs, desk, tape, reader: watch.reader, taken, now });
      if (nextHappening % HAPPENINGS_A_TURN === 0) {
        await watch.onProgress?.((now - from) / (to - from));
      }
    }
    if (now >= nextDay) nextDay += DAY_MS;
    else if (taken.ended() === seenEnds && !(measuresLosses && now >= nextMeasure)) {
      await bars.update();
      continue;
    }
    seenEnds = taken.ended();
    nextMeasure = (Math.floor(now / EQUITY_MS) + 1) * EQUITY_MS;
    measure();
    await bars.update();
  }
  measure();

  const open = [...desk.state().positions.values()].filter(isActive);
  return {
    judged: taken.judged(),
    positions: taken.positions(open.map((position) => markedOf(position))),
    equity,
    balances: desk.account
      .balances()
      .map(({ asset, available, hold }) => ({
        asset,
        amount: dec(available).add(hold).toFixed(),
      }))
      .filter(({ amount }) => !dec(amount).eq(ZERO)),
    fills: desk.account.fills({}).length,
    missing: tape.missing(),
    minutes: bars.minutes(),
    candles: tape.loaded(),
  };

  function markedOf(position: Position) {
    return { position, last: desk.price(position.product.id)?.last ?? null };
  }
}

/** What falls due between two minutes is acted on at the next full one. */
function fullMinute(at: number, now: number): number {
  return Math.max(Math.ceil(at / MINUTE_MS) * MINUTE_MS, now);
}
