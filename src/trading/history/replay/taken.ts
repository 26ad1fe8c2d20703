import type { Side } from '../../signal/reading.ts';
import { isActive } from '../../strategy/model/positionStatus.ts';
import type { Position } from '../../strategy/model/state.ts';
import { realized, riskTaken } from '../../strategy/model/sums.ts';
import type { DecimalString } from '../../venue/venue.ts';

/** What one reading of a message came to. */
export type Judged = {
  messageId: string;
  revision: number;
  readingIndex: number;
  /** When it was acted on, UTC milliseconds. */
  at: number;
  kind: 'signal' | 'update' | 'unclear' | 'none';
  outcome: 'taken' | 'applied' | 'denied' | 'noted' | 'unclear' | 'none';
  symbol: string | null;
  side: Side | null;
  /** Why nothing came of it: the rule that said no, and a sentence. */
  rule: string | null;
  why: string | null;
  positionId: string | null;
};

/** A position of a history. */
export type Taken = {
  position: Position;
  /** In some minute the order of prices decided over it, and that is not known. */
  ambiguous: boolean;
  /** It was open still, and this was the last price. */
  last: DecimalString | null;
};

/** Gathers what comes of a history. */
export type TakenBook = {
  judge(judged: Judged): void;
  changed(position: Position): void;
  ambiguous(positionId: string): void;
  /** How many positions have ended so far. */
  ended(): number;
  /** What that provider's trades that have ended so far came to. */
  endedOf(providerId: string): readonly { net: DecimalString; risk: DecimalString }[];
  judged(): readonly Judged[];
  positions(open: readonly { position: Position; last: DecimalString | null }[]): readonly Taken[];
};

export function createTaken(): TakenBook {
  const judged: Judged[] = [];
  const ended = new Map<string, Position>();
  const ambiguous = new Set<string>();
  const results = new WeakMap<Position, { net: DecimalString; risk: DecimalString }>();
  const resultOf = (position: Position) => {
    const known = results.get(position);
    if (known !== undefined) return known;
    const net = realized(position).net.toFixed();
    const result = { net, risk: riskTaken(position).toFixed() };
    results.set(position, result);
    return result;
  };
  return {
    judge: (one) => void judged.push(one),
    changed(position) {
      if (isActive(position)) ended.delete(position.id);
      else ended.set(position.id, position);
    },
    ambiguous: (id) => void ambiguous.add(id),
    ended: () => ended.size,
    endedOf: (providerId) =>
      [...ended.values()]
        .filter(({ source, openedAt }) => source.providerId === providerId && openedAt !== null)
        .map(resultOf),
    judged: () => judged,
    positions: (open) =>
      [...[...ended.values()].map((position) => ({ position, last: null })), ...open]
        .map((one) => ({ ...one, ambiguous: ambiguous.has(one.position.id) }))
        .sort((a, b) => Number(a.position.id) - Number(b.position.id)),
  };
}
