import {
  type PlaceResult,
  type Venue,
  VenueError,
  type VenueOrder,
} from '../../../src/trading/venue/venue.ts';

/** What goes wrong with one call; without one the venue behind answers. */
export type Trouble =
  /** It never arrived, and no answer came. */
  | 'lost before'
  /** It was done, and no answer came. */
  | 'lost after'
  /** A look that fails. */
  | 'fails'
  /** A list that does not show it yet. */
  | 'lags'
  /** An order whose fills are not listed yet. */
  | 'fills lag'
  | { rejected: Extract<PlaceResult, { outcome: 'rejected' }>['reason'] };

export type Call = 'place' | 'replace' | 'cancel' | 'order' | 'findOrder';

/** A venue around another, which does what the test has lined up for its next calls. */
export type TroubledVenue = {
  venue: Venue;
  /** The next calls of that name go so, in order; null is no trouble. */
  next(call: Call, ...troubles: (Trouble | null)[]): void;
  /** Every call that asks the venue to do something: "place sell 0.02 bracket". */
  asked: string[];
  /** How often something was asked by that name. */
  count(call: Call): number;
  /** What was lined up and has not happened. */
  left(): number;
  /** Nothing of what was lined up happens any more. */
  calm(): void;
  /** What comes with an entry is not shown: neither by itself, nor beside its entry. */
  hideAttached(yes: boolean): void;
};

export function troubledVenue(real: Venue): TroubledVenue {
  const lined = new Map<Call, (Trouble | null)[]>();
  const counts = new Map<Call, number>();
  const asked: string[] = [];
  const take = (call: Call): Trouble | null => {
    counts.set(call, (counts.get(call) ?? 0) + 1);
    return lined.get(call)?.shift() ?? null;
  };
  let hides = false;
  const withoutAttached = ({ attachedVenueOrderId: _, ...order }: VenueOrder): VenueOrder => order;
  const lost = { outcome: 'unknown', message: 'no answer came' } as const;

  async function through<T extends { outcome: string }>(call: Call, act: () => Promise<T>) {
    const trouble = take(call);
    if (trouble === 'lost before') return lost;
    if (trouble === 'lost after') {
      await act();
      return lost;
    }
    if (trouble !== null && typeof trouble === 'object') {
      return { outcome: 'rejected', reason: trouble.rejected, message: 'no' } as const;
    }
    return act();
  }

  return {
    asked,
    count: (call) => counts.get(call) ?? 0,
    next: (call, ...troubles) => lined.set(call, [...(lined.get(call) ?? []), ...troubles]),
    left: () => [...lined.values()].flat().length,
    calm: () => lined.clear(),
    hideAttached(yes) {
      hides = yes;
    },
    venue: {
      ...real,
      async openOrders() {
        const open = await real.openOrders();
        if (!hides) return open;
        const shown = open.entries.filter(({ parentVenueOrderId }) => !parentVenueOrderId);
        return { ...open, entries: shown.map(withoutAttached) };
      },
      place: (request) => {
        const { side, terms } = request;
        asked.push(`place ${side} ${'size' in terms ? terms.size : terms.quoteSize} ${terms.type}`);
        return through('place', async () => {
          const result = await real.place(request);
          if (!hides || result.outcome !== 'accepted') return result;
          const { attachedVenueOrderId: _, ...placed } = result;
          return placed;
        });
      },
      replace: (id, request) => {
        asked.push(`replace ${request.terms.type}`);
        return through('replace', () => real.replace(id, request));
      },
      cancel: (id) => {
        asked.push('cancel');
        return through('cancel', () => real.cancel(id));
      },
      async order(id) {
        const trouble = take('order');
        if (trouble === 'fails') throw new VenueError('the exchange did not answer');
        const seen = await real.order(id);
        if (hides && seen?.order.parentVenueOrderId) return null;
        const found = seen && hides ? { ...seen, order: withoutAttached(seen.order) } : seen;
        if (trouble !== 'fills lag' || found === null) return found;
        return { order: { ...found.order, exact: false }, fills: [] };
      },
      async findOrder(...args) {
        const trouble = take('findOrder');
        if (trouble === 'fails') throw new VenueError('the exchange did not answer');
        return trouble === 'lags' ? null : real.findOrder(...args);
      },
    },
  };
}
