import type { Connections, Watched } from '../app.ts';

/** So long since everything was compared with the exchange, and something is wrong. */
const RECONCILE_LATE_MS = 5 * 60_000;

export type Part = { part: 'database' | 'discord' | 'exchange' | 'prices' | 'trader'; up: boolean };

/** Whether the bot can do its work now, and what keeps it from it. */
export type Condition = {
  ready: boolean;
  parts: readonly Part[];
  /** Sentences without anything secret, and nothing that a provider wrote. */
  troubles: readonly string[];
  halted: boolean;
  /** null: never yet. */
  reconcileAgeSeconds: number | null;
  messageAgeSeconds: number | null;
  waiting: Connections['waiting'];
};

/** What the parts of a running bot say of themselves; nobody is asked anything. */
export function conditionOf(app: Watched): Condition {
  const { discord, venue, prices, waiting, lastMessageAt, lastReconcileAt, venueTroubles, trader } =
    app.connections();
  const database = app.databaseTrouble();
  const parts: Part[] = [
    { part: 'database', up: database === null },
    ...(discord === null ? [] : [{ part: 'discord', up: discord.up } as const]),
    ...(venue === null
      ? []
      : [{ part: 'exchange', up: venue.up && venueTroubles.length === 0 } as const]),
    ...(prices === null ? [] : [{ part: 'prices', up: prices.up } as const]),
    ...(trader === undefined ? [] : [{ part: 'trader', up: trader.up } as const]),
  ];
  const now = app.now();
  const age = (at: number | null) => (at === null ? null : Math.max(0, now - at) / 1000);
  const isLate = venue !== null && now - (lastReconcileAt ?? app.startedAt) > RECONCILE_LATE_MS;
  const troubles = [
    ...parts.filter(({ up }) => !up).map(({ part }) => `${part} is down`),
    ...(isLate ? ['nothing was compared with the exchange for five minutes'] : []),
  ];
  return {
    ready: troubles.length === 0,
    parts,
    troubles,
    halted: app.engine !== null && app.engine.state().halt !== null,
    reconcileAgeSeconds: age(lastReconcileAt),
    messageAgeSeconds: age(lastMessageAt),
    waiting,
  };
}
