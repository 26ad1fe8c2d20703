import type { Connections, WholeApp } from '../app.ts';

/** So long since everything was compared with the exchange, and something is wrong. */
const RECONCILE_LATE_MS = 5 * 60_000;

export type Part = { part: 'database' | 'discord' | 'exchange' | 'prices'; up: boolean };

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
export function conditionOf(app: WholeApp): Condition {
  const { discord, venue, prices, waiting, lastMessageAt, lastReconcileAt, venueTroubles } =
    app.connections();
  const database = app.databaseTrouble();
  const parts: Part[] = [
    { part: 'database', up: database === null },
    { part: 'discord', up: discord.up },
    { part: 'exchange', up: venue.up && venueTroubles.length === 0 },
    { part: 'prices', up: prices.up },
  ];
  const now = app.now();
  const age = (at: number | null) => (at === null ? null : Math.max(0, now - at) / 1000);
  const isLate = now - (lastReconcileAt ?? app.startedAt) > RECONCILE_LATE_MS;
  const troubles = [
    ...parts.filter(({ up }) => !up).map(({ part }) => `${part} is down`),
    ...(isLate ? ['nothing was compared with the exchange for five minutes'] : []),
  ];
  return {
    ready: troubles.length === 0,
    parts,
    troubles,
    halted: app.engine.state().halt !== null,
    reconcileAgeSeconds: age(lastReconcileAt),
    messageAgeSeconds: age(lastMessageAt),
    waiting,
  };
}
