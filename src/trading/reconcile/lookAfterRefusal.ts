import type { Engine } from '../engine/engine.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Position } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import type { RejectReason, Venue } from '../venue/venue.ts';

/** Refusals that a look at the product explains: its state, its steps or its sizes have changed. */
const ABOUT_PRODUCT: ReadonlySet<RejectReason> = new Set([
  'product_unavailable',
  'not_now',
  'precision',
  'invalid_size',
]);

/**
 * After a refusal the venue is asked at once for what would explain it, so that the next try knows:
 * the product anew, or what the account really holds.
 */
export function lookAfterRefusal(parts: {
  engine: Engine;
  venues: Partial<Record<Account, Venue>>;
  lookSoon: (account: Account) => void;
  tasks: Tasks;
  now: () => number;
}): void {
  const { engine, venues, lookSoon, tasks, now } = parts;

  async function lookAtProduct({ account, product }: Position): Promise<void> {
    const seen = await venues[account]?.product(product.id);
    if (seen) await engine.submit({ type: 'product', at: now(), account, product: seen });
  }

  engine.onCommit(({ event, decision }) => {
    if (event.type !== 'order') return;
    const { report } = event;
    if (report.kind !== 'rejected' && report.kind !== 'replace_rejected') return;
    for (const position of decision.changed) {
      if (report.reason === 'insufficient_funds') lookSoon(position.account);
      if (!ABOUT_PRODUCT.has(report.reason)) continue;
      tasks.start('a product could not be read anew after a refusal', () =>
        lookAtProduct(position),
      );
    }
  });
}
