import type { Decimal } from '../../money.ts';
import { type NearestTriggers, nearestTriggers } from '../../strategy/hold/priceTriggers.ts';
import type { Position, State } from '../../strategy/model/state.ts';
import type { Assumption, BarFollower, Phase } from '../../venue/matching/bars.ts';

type Way = 'up' | 'down';

/** Tells the core of the prices it waits for, inside a bar as it is assumed to have gone, and outside. */
export type CoreFollower = BarFollower & {
  /** A bar of that product begins. */
  begin(productId: string): void;
  /** Positions that a decision has changed. */
  changed(positions: readonly Position[]): void;
  /** The price of a product is known to be `last`: whoever waits for it is told. */
  crossed(productId: string, last: Decimal): void;
};

export function createBarFollower(parts: {
  assume: Assumption;
  state: () => State;
  /** The price has come to where these positions wait for it. */
  tell: (positions: readonly Position[], productId: string) => void;
}): CoreFollower {
  const { assume, state, tell } = parts;
  let productId = '';
  let phase: Phase = 'close';
  /** What changed in this bar: of it, what is held back waits for the close. */
  const born = new Set<string>();
  /** Told of a price that changed nothing: not told again until it has changed. */
  const deaf = new WeakSet<Position>();
  const levels = new WeakMap<Position, NearestTriggers>();

  function levelsOf(position: Position): NearestTriggers {
    let known = levels.get(position);
    if (known === undefined) {
      known = nearestTriggers(position);
      levels.set(position, known);
    }
    return known;
  }

  function* waitingFor(id: string): Generator<Position> {
    const ids = state().active.get(id);
    if (ids === undefined) return;
    for (const positionId of ids) {
      const position = state().positions.get(positionId);
      if (position !== undefined && !deaf.has(position)) yield position;
    }
  }

  /** Whether a position may be told of a price that way already. */
  function mayHear(position: Position, way: Way): boolean {
    if (phase === 'open' || phase === 'close') return true;
    if (position.openedAt === null) {
      // Whether it was missed is settled after whether it was entered.
      return phase === 'held' ? entersThatWay(position, way) : !born.has(position.id);
    }
    const helps = (way === 'up') === (position.side === 'long');
    if (helps !== (assume === 'worse')) return true;
    return phase === 'released' && !born.has(position.id);
  }

  function enter(next: Phase): void {
    if (phase === 'open' && next !== 'open') born.clear();
    phase = next;
  }

  function crossed(id: string, last: Decimal): void {
    const reached = [...waitingFor(id)].filter((position) => {
      const { above, below } = levelsOf(position);
      return (
        (above !== null && last.gte(above) && mayHear(position, 'up')) ||
        (below !== null && last.lte(below) && mayHear(position, 'down'))
      );
    });
    if (reached.length === 0) return;
    reached.sort((a, b) => Number(a.id) - Number(b.id));
    tell(reached, id);
    for (const position of reached) {
      if (state().positions.get(position.id) === position) deaf.add(position);
    }
  }

  return {
    begin(id) {
      productId = id;
      phase = 'open';
      born.clear();
    },
    changed(positions) {
      for (const { id } of positions) born.add(id);
    },
    next(way, now) {
      enter(now);
      let nearest: Decimal | null = null;
      for (const position of waitingFor(productId)) {
        const level = way === 'up' ? levelsOf(position).above : levelsOf(position).below;
        if (level === null || !mayHear(position, way)) continue;
        if (nearest === null || (way === 'up' ? level.lt(nearest) : level.gt(nearest))) {
          nearest = level;
        }
      }
      return nearest;
    },
    reached(last, now) {
      enter(now);
      crossed(productId, last);
    },
    crossed,
  };
}

/** An entry of it waits for the price to come that way. */
function entersThatWay({ plan, entriesReady }: Position, way: Way): boolean {
  const direction = way === 'up' ? 'above' : 'below';
  return plan.entries.some(
    ({ leg, when }) => when?.direction === direction && !entriesReady.includes(leg),
  );
}
