import { type Decimal, ZERO } from '../../money.ts';
import type { PastMessage } from '../pastMessage.ts';
import { NO_CANDLES } from '../replay/handleHappening.ts';
import type { Outcome } from '../replay/replay.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { Trade } from './trades.ts';

/** What a history can't know, and what it did not trade: counted beside every result. */
export type Unknowns = {
  messages: number;
  signals: number;
  taken: number;
  /** Messages that look like a signal and can't be read with certainty; the bot would have asked. */
  unclear: number;
  /** Signals refused, by the rule that said no, the most frequent first; the ones below not among them. */
  refused: readonly { rule: string; count: number }[];
  /** Signals on coins that can't be traded at the venue today. */
  notListed: number;
  /** Signals on coins whose prices of that time are not recorded. */
  withoutCandles: number;
  /** Positions that were never opened, by why. */
  neverEntered: readonly { why: string; count: number }[];
  /** Trades over which the order of prices in some minute decided, and that is not known. */
  ambiguous: number;
  /** What the whole came to at the worse, and at the better, of what may have happened in them. */
  worse: Decimal;
  better: Decimal;
  /** Messages that were edited after they were posted, of those that signalled. */
  edited: number;
  /** Of these: only what they say now is known. An edit may know the outcome. */
  editedUnseen: number;
  /** What the whole came to without any message that was edited; null where none was. */
  withoutEdited: Decimal | null;
  /** Messages that signalled and were deleted later: known of our own inbox alone. */
  deleted: number;
  /** Trades that were open still at the end. */
  stillOpen: number;
};

export function unknownsOf(parts: {
  messages: readonly PastMessage[];
  outcome: Pick<Outcome, 'judged' | 'positions'>;
  trades: readonly Trade[];
  /** The same history at the better of what may have happened. */
  better: Pick<Figures, 'net'>;
  withoutEdited: Pick<Figures, 'net'> | null;
}): Unknowns {
  const { messages, outcome, trades } = parts;
  const first = outcome.judged.filter(({ revision }) => revision === 0);
  const signals = first.filter(({ kind }) => kind === 'signal');
  const denied = signals.filter(({ outcome }) => outcome === 'denied');
  const ids = new Set(signals.map(({ messageId }) => messageId));
  const signalled = messages.filter(({ messageId }) => ids.has(messageId));
  const wasEdited = signalled.filter(
    ({ versions, editedLater }) => versions.length > 1 || editedLater !== undefined,
  );
  const unopened = outcome.positions.filter(({ position }) => position.openedAt === null);
  return {
    messages: messages.length,
    signals: signals.length,
    taken: signals.filter(({ outcome }) => outcome === 'taken').length,
    unclear: first.filter(({ kind }) => kind === 'unclear').length,
    refused: countsOf(
      denied.flatMap(({ rule }) =>
        rule === null || rule === NO_CANDLES || rule === NOT_LISTED ? [] : [rule],
      ),
    ).map(({ name, count }) => ({ rule: name, count })),
    notListed: denied.filter(({ rule }) => rule === NOT_LISTED).length,
    withoutCandles: denied.filter(({ rule }) => rule === NO_CANDLES).length,
    neverEntered: countsOf(
      unopened.map(({ position }) => position.closeReason ?? 'still waiting'),
    ).map(({ name, count }) => ({ why: name, count })),
    ambiguous: trades.filter(({ ambiguous }) => ambiguous).length,
    worse: figuresOf(trades).net,
    better: parts.better.net,
    edited: wasEdited.length,
    editedUnseen: wasEdited.filter(({ editedLater }) => editedLater !== undefined).length,
    withoutEdited: parts.withoutEdited?.net ?? null,
    deleted: signalled.filter(({ deletedAt }) => deletedAt !== undefined).length,
    stillOpen: trades.filter(({ isOpen }) => isOpen).length,
  };
}

/** The core's rule for a signal whose market can't be had: here always that no product is listed. */
const NOT_LISTED = 'market';

function countsOf(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** Messages without those that were edited after they were posted; null where none was. */
export function withoutEdited(messages: readonly PastMessage[]): PastMessage[] | null {
  const kept = messages.filter(
    ({ versions, editedLater }) => versions.length === 1 && editedLater === undefined,
  );
  return kept.length === messages.length ? null : kept;
}

/** The net of trades without the one that earned most. */
export function withoutBest(trades: readonly Trade[]): Decimal {
  const { net } = figuresOf(trades);
  const best = trades.reduce<Decimal>((most, trade) => {
    const one = figuresOf([trade]).net;
    return one.gt(most) ? one : most;
  }, ZERO);
  return net.sub(best);
}
