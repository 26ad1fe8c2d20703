import { dec, maxOf, minOf, ZERO } from '../../../money.ts';
import { isLifted, type Lifted } from '../../model/cancelledByHand.ts';
import { isAtOnce, isLive, leavesOf } from '../../model/orderStatus.ts';
import { isCancelling } from '../../model/pendingRequest.ts';
import type { Order, Position } from '../../model/state.ts';
import { openSize } from '../../model/sums.ts';
import { type Turn, tell } from '../../model/turn.ts';
import { isLeaving, withWayOut } from '../../model/wayOut.ts';

/** Time enough to sell by hand in an app, and little enough for a stop that was cancelled by mistake. */
const PUT_BACK_AFTER_MS = 60_000;
const AGAIN_WITHIN_MS = 60 * 60_000;

/** Whether the venue tells of a cancel that nobody here asked for; what must fill at once ends like that by itself. */
export function wasCancelledByHand(before: Order, after: Order): boolean {
  if (after.status !== 'cancelled' || isCancelling(before)) return false;
  return isLive(before) && !isAtOnce(after.terms) && !leavesOf(before).isZero();
}

/** The position after one of its resting orders, `before`, was cancelled by hand. */
export function onCancelledByHand(position: Position, before: Order, turn: Turn): Position {
  if (isLeaving(position)) return position;
  return before.purpose === 'entry'
    ? withoutEntry(position, before, turn)
    : lift(position, before, turn);
}

/** An entry that was cancelled is not placed again; without another the signal is called off. */
function withoutEntry(position: Position, entry: Order, turn: Turn): Position {
  const others = position.plan.entries.some(({ leg }) => {
    const order = position.orders.find((one) => one.purpose === 'entry' && one.leg === leg);
    return order === undefined || isLive(order);
  });
  tellByHand(position, turn, {
    what: `its entry${entry.leg > 1 ? ` ${entry.leg}` : ''} was cancelled at the venue by hand`,
    next: others ? 'the other entries go on' : 'it is not placed again',
  });
  if (others || position.entriesEnded !== null) return position;
  return { ...position, entriesEnded: 'outside' };
}

function lift(position: Position, order: Order, turn: Turn): Position {
  const { lifted } = position.wayOut;
  const size = leavesOf(order).add(lifted === null ? ZERO : dec(lifted.size));
  const open = minOf(size, openSize(position)).toFixed();
  if (lifted !== null && isLifted(position, turn)) {
    return withWayOut(position, { lifted: { ...lifted, size: open } });
  }
  const again = lifted !== null && turn.at - lifted.since < AGAIN_WITHIN_MS;
  const times = again ? lifted.times + 1 : 1;
  tellByHand(position, turn, {
    what: `its ${order.purpose === 'stop' ? 'stop was' : 'stop and target were'} cancelled at the venue by hand`,
    next: again
      ? `nothing rests there now. The bot watches the stop ${position.stop} itself, and only while it runs. Move the stop to have it rest there again`
      : `the bot watches the stop ${position.stop} itself and puts it back in a minute. What you sell by hand until then counts as sold of this position`,
  });
  return withWayOut(position, {
    lifted: {
      times,
      since: turn.at,
      until: turn.at + PUT_BACK_AFTER_MS,
      stage: again ? 'left_off' : 'waiting',
      size: open,
    },
  });
}

/** The position whose protection may rest again: its time has come, or the owner has said so. */
export function putBack(position: Position, at: number): Position {
  const { lifted } = position.wayOut;
  if (lifted === null || lifted.stage === 'put_back') return position;
  return withWayOut(position, { lifted: { ...lifted, stage: 'put_back', until: at } });
}

/** What was found sold by hand is not looked for again. */
export function withoutSold(lifted: Lifted, sold: string, countedTo: number): Lifted {
  return {
    ...lifted,
    countedTo: Math.max(lifted.countedTo ?? 0, countedTo),
    size: maxOf(dec(lifted.size).sub(sold), ZERO).toFixed(),
  };
}

/** Tells the owner of something done at the venue by hand, and what follows from it. */
export function tellByHand(
  position: Position,
  turn: Turn,
  { what, next }: { what: string; next: string },
): void {
  tell(turn, {
    kind: 'by_hand',
    account: position.account,
    positionId: position.id,
    productId: position.product.id,
    what,
    next,
  });
}
