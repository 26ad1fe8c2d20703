import type { Order, Position } from '../trading/strategy/state.ts';

/** How far a panic has come: a line for each position, and whether nothing is left to wait for. */
export type PanicReport = { lines: readonly string[]; done: boolean };

const ENDED = new Set<Position['status']>(['closed', 'cancelled', 'failed']);
const LIVE = new Set<Order['status']>(['new', 'submitted', 'open', 'unknown']);

/** `positions` are those that were not ended when panic was called, as they are now. */
export function panicReport(positions: readonly Position[]): PanicReport {
  if (positions.length === 0)
    return { lines: ['There was nothing open and nothing on order.'], done: true };
  return {
    lines: positions.map(
      (position) =>
        `${position.product.id} ${position.side} (${position.id}): ${progress(position)}`,
    ),
    done: positions.every((position) => ENDED.has(position.status)),
  };
}

function progress(position: Position): string {
  if (position.status === 'cancelled') return 'its entries are cancelled, nothing was bought.';
  if (position.status === 'closed') return 'closed.';
  const live = position.orders.filter((order) => LIVE.has(order.status));
  const unanswered = live.filter((order) => order.status === 'unknown').length;
  const parts = [
    position.trouble,
    position.status === 'failed' ? 'could not be closed: look at the venue yourself.' : null,
    unanswered > 0 ? `no answer from the venue about ${count(unanswered, 'order')} yet.` : null,
    live.length > unanswered ? `waiting for ${count(live.length - unanswered, 'order')}.` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(' ') : 'under way.';
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
