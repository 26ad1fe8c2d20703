import type { Engine } from '../../src/trading/engine/engine.ts';
import type { Trader } from '../../src/trading/trader/trader.ts';

/** What trades, over a core alone: what would ask a venue is what a test gives beside it. */
export function traderOf(
  core: Pick<Engine, 'state' | 'submit'>,
  more: Partial<Trader> = {},
): Trader {
  const part: Partial<Trader> = {
    state: async () => core.state(),
    async act(event) {
      const { outcome, changed } = await core.submit(event);
      return { ...(outcome && { outcome }), changed: changed.map(({ id }) => id) };
    },
    withoutDatabase: null,
    status: async () => ({
      venue: { up: true, since: null },
      prices: { up: true, since: null },
      waiting: { orders: 0, requests: 0 },
      lastReconcileAt: null,
      venueTroubles: [],
      secondReader: null,
      pictureEngines: [],
      startedAt: Date.now(),
    }),
    ...more,
  };
  return part as Trader;
}
