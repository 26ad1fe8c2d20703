import { positionsOf, positionsWith } from '../book/positions.ts';
import { latestSignalOf } from '../book/recent.ts';
import type { UpdateEvent } from '../model/event.ts';
import { isActive } from '../model/positionStatus.ts';
import type { Position, State } from '../model/state.ts';

/** Which positions an update is about; none with the reason; or several, of which the owner must choose. */
export type Match =
  | { positions: readonly Position[] }
  | { none: string }
  | { several: readonly Position[] };

/**
 * Finds what an update is about: the position of the message it replies to, else the one of the
 * same provider, symbol and side. It never guesses: where two fit, both are given back.
 */
export function matchUpdate(state: State, { source, update, chosen }: UpdateEvent): Match {
  if (chosen !== undefined) {
    const [meant] = positionsOf(state, [chosen]).filter(isActive);
    return meant === undefined ? { none: `position ${chosen} has ended` } : { positions: [meant] };
  }
  const fits = (p: Position) =>
    (update.symbol === null || p.symbol === update.symbol || p.product.base === update.symbol) &&
    (update.side === null || p.side === update.side);

  if (source.repliedToMessageId !== null && !update.all) {
    const replied = positionsOf(state, state.byMessage.get(source.repliedToMessageId) ?? []);
    const meant = replied.filter(fits);
    const active = meant.filter(isActive);
    if (active.length > 1) return { several: active };
    if (active.length === 1) return { positions: active };
    if (meant.length > 0) return { none: 'the position of that message has ended' };
    // A reply to something else (an earlier update, chatter) tells nothing: the words must.
  }

  const theirs = positionsWith(state, { providerId: source.providerId }).filter(fits);
  if (update.all) {
    return theirs.length > 0 ? { positions: theirs } : { none: 'nothing of this provider is open' };
  }
  const [only] = theirs;
  if (only === undefined) {
    return {
      none: update.symbol
        ? `nothing of this provider is open in ${update.symbol}`
        : 'nothing of this provider is open',
    };
  }
  if (theirs.length > 1) return { several: theirs };
  // Nothing names it. It is meant if it came of the provider's latest signal; when that one was
  // not taken, it may be meant instead.
  if (
    update.symbol === null &&
    latestSignalOf(state, source.providerId) !== only.source.messageId
  ) {
    return { several: theirs };
  }
  return { positions: theirs };
}
