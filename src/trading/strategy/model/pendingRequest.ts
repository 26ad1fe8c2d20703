import type { OrderTerms } from '../../venue/venue.ts';
import type { Order } from './state.ts';

/** What the venue was last asked to do with an order that it has, while its answer is to come. */
export type PendingRequest =
  | { kind: 'none' }
  | { kind: 'replacing'; to: OrderTerms; askedAt: number }
  /** `over`: the change that was without an answer when it was cancelled; it may have happened. */
  | {
      kind: 'cancelling';
      over: OrderTerms | null;
      askedAt: number;
      /** How often the cancel was asked for. */
      asks: number;
    };

export const NO_REQUEST: PendingRequest = { kind: 'none' };

/** What an order may have become, or become yet, of what it was asked to be; null where nothing. */
export function changeOf({ request }: Pick<Order, 'request'>): OrderTerms | null {
  switch (request.kind) {
    case 'none':
      return null;
    case 'replacing':
      return request.to;
    case 'cancelling':
      return request.over;
  }
}

export function isCancelling({ request }: Pick<Order, 'request'>): boolean {
  return request.kind === 'cancelling';
}

/** When it was last asked, UTC milliseconds; null while nothing is asked. */
export function askedAtOf({ request }: Pick<Order, 'request'>): number | null {
  return request.kind === 'none' ? null : request.askedAt;
}

/** A cancel more; a change that has no answer yet stays in doubt. */
export function cancelAsked(order: Pick<Order, 'request'>, at: number): PendingRequest {
  const { request } = order;
  const asks = request.kind === 'cancelling' ? request.asks + 1 : 1;
  return { kind: 'cancelling', over: changeOf(order), askedAt: at, asks };
}

/** A change has its answer; a cancel that was asked for since then still waits for its own. */
export function changeAnswered({ request }: Pick<Order, 'request'>): PendingRequest {
  return request.kind === 'cancelling' ? { ...request, over: null } : NO_REQUEST;
}

/** The cancel is not wanted any more; a change that was under way still is. */
export function cancelDropped({ request }: Pick<Order, 'request'>, at: number): PendingRequest {
  if (request.kind !== 'cancelling') return request;
  if (request.over === null) return NO_REQUEST;
  return { kind: 'replacing', to: request.over, askedAt: at };
}
