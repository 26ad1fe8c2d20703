import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Watched } from '../app.ts';
import type { Committed } from '../trading/store/core/commit.ts';
import { activePositions } from '../trading/strategy/book/positions.ts';
import { isLive, leavesOf } from '../trading/strategy/model/orderStatus.ts';
import type { Order, Position } from '../trading/strategy/model/state.ts';
import { openSize } from '../trading/strategy/model/sums.ts';
import { type Condition, conditionOf } from './condition.ts';

export type Metrics = {
  /** Counts what this app commits from now on; null: there is none that runs. */
  follow(app: Watched | null): void;
  /** All of it in Prometheus' text form, and what kind of text that is. */
  text(): Promise<{ body: string; type: string }>;
};

/** Seconds between a post and its order, around what is usual. */
const DELAYS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60];

/**
 * What is counted for Prometheus, all of it from what is committed and what /status shows. Counters
 * begin with the process; no label has anything that a provider writes.
 */
export function createMetrics(): Metrics {
  const register = new Registry();
  let app: Watched | null = null;
  /** First entries of which the exchange has said nothing yet, with when their signal was posted. */
  const sent = new Map<string, number>();
  collectDefaultMetrics({ register });
  const named = (name: string, help: string) => ({
    name: `pilotfish_${name}`,
    help,
    registers: [register],
  });

  const outcomes = new Counter({
    ...named('readings_total', 'Signals, instructions and acts decided on, by what became of them'),
    labelNames: ['kind', 'outcome', 'rule'],
  });
  const requests = new Counter({
    ...named('order_requests_total', 'What was asked of the exchange'),
    labelNames: ['kind', 'account'],
  });
  const reports = new Counter({
    ...named('order_reports_total', 'What the exchange answered'),
    labelNames: ['kind', 'reason'],
  });
  const notices = new Counter({
    ...named('notices_total', 'What the owner was to be told'),
    labelNames: ['kind'],
  });
  const delays = new Histogram({
    ...named('post_to_order_seconds', 'From a post to its entry being known at the exchange'),
    buckets: DELAYS,
  });

  const gauge = (
    name: string,
    help: string,
    value: (condition: Condition, app: Watched) => number,
  ) =>
    new Gauge({
      ...named(name, help),
      collect() {
        if (app === null) this.reset();
        else this.set(value(conditionOf(app), app));
      },
    });
  gauge('ready', '1: it acts, and nothing keeps it from acting', ({ ready }) => Number(ready));
  gauge('halted', '1: no new positions', ({ halted }) => Number(halted));
  gauge(
    'positions_open',
    'Positions that are not closed',
    (_, { engine }) => openOf(engine).length,
  );
  gauge(
    'positions_bare',
    'Positions that hold something with nothing at the exchange that protects it',
    (_, { engine }) => openOf(engine).filter(isBare).length,
  );
  gauge('orders_under_way', 'Orders whose answer is not known', ({ waiting }) => waiting.orders);
  gauge(
    'requests_waiting',
    'Requests that wait for the rate limit of the exchange',
    ({ waiting }) => waiting.requests,
  );
  gauge(
    'reconcile_age_seconds',
    'Since all was last compared with the exchange; -1: never',
    ({ reconcileAgeSeconds }) => reconcileAgeSeconds ?? -1,
  );
  gauge(
    'message_age_seconds',
    'Since the last message of a watched channel; -1: none yet',
    ({ messageAgeSeconds }) => messageAgeSeconds ?? -1,
  );
  new Gauge({
    ...named('up', '1: that part works'),
    labelNames: ['part'],
    collect() {
      this.reset();
      if (app === null) return;
      const { parts } = conditionOf(app);
      for (const { part, up } of parts) this.set({ part }, Number(up));
    },
  });
  new Gauge({
    ...named('info', 'Which version runs, in which mode'),
    labelNames: ['version', 'mode'],
    collect() {
      this.reset();
      if (app !== null) this.set({ version: app.version, mode: app.account }, 1);
    },
  });

  return {
    follow(next) {
      app = next;
      next?.engine?.onCommit(count);
    },
    text: async () => ({ body: await register.metrics(), type: register.contentType }),
  };

  function count({ event, decision }: Committed): void {
    const { outcome, commands } = decision;
    if (outcome !== undefined) {
      const rule = outcome.outcome === 'denied' ? outcome.rule : '';
      outcomes.inc({ kind: event.type, outcome: outcome.outcome, rule });
    }
    for (const command of commands) {
      if (command.type === 'notify') notices.inc({ kind: command.notice.kind });
      else requests.inc({ kind: command.type, account: command.account });
      if (command.type !== 'place') continue;
      const { clientOrderId } = command.request;
      const of = decision.changed.find(({ id }) => id === command.positionId);
      if (of && isFirstEntry(of, clientOrderId)) sent.set(clientOrderId, of.source.postedAt);
    }
    if (event.type !== 'order') return;
    const { report, orderId } = event;
    if (report.kind !== 'venue') {
      reports.inc({ kind: report.kind, reason: 'reason' in report ? report.reason : '' });
    }
    const postedAt = sent.get(orderId);
    if (postedAt === undefined || report.kind === 'unknown') return;
    sent.delete(orderId);
    if (report.kind === 'accepted' || report.kind === 'venue') {
      delays.observe(Math.max(0, event.at - postedAt) / 1000);
    }
  }
}

const openOf = (engine: Watched['engine']) =>
  engine === null ? [] : activePositions(engine.state());

const protects = (order: Order) =>
  (order.purpose === 'bracket' || order.purpose === 'stop') &&
  isLive(order) &&
  order.venueOrderId !== null;

function isBare(position: Position): boolean {
  const open = openSize(position);
  if (!open.isPositive()) return false;
  return !position.orders.some((order) => protects(order) && leavesOf(order).isPositive());
}

/** Later ones wait for a price, or for another to fill. */
function isFirstEntry({ orders }: Position, orderId: string): boolean {
  return orders.find(({ purpose }) => purpose === 'entry')?.id === orderId;
}
