/** How the look-alike behaves until told otherwise. */
export type Behaviour = {
  /** What a repeated client_order_id gets: the first order again, or a refusal. */
  duplicateClientOrderId: 'first_order' | 'failure';
  /** Off: an edit of a spot order is taken, and leaves its stop where it was. */
  movesSpotStops: boolean;
  /** An order is in the lists only so long after it was taken; asked for by its id it is there at once. */
  listLagMs: number;
  rateLimits: boolean;
  /** How far the look-alike's clock is ahead of the real one. */
  clockSkewMs: number;
  /** Sockets stay open but carry nothing, not even heartbeats. */
  silent: boolean;
  /** A socket without a subscription for this long is closed. */
  firstSubscribeMs: number;
  /** A socket on which nothing was sent for this long is closed. */
  idleCloseMs: number;
};

export const DEFAULT_BEHAVIOUR: Behaviour = {
  duplicateClientOrderId: 'first_order',
  movesSpotStops: true,
  listLagMs: 0,
  rateLimits: false,
  clockSkewMs: 0,
  silent: false,
  firstSubscribeMs: 5_000,
  idleCloseMs: 75_000,
};
