import { dec } from '../../../money.ts';
import { isLive, leavesOf } from '../../model/orderStatus.ts';
import { isCancelling } from '../../model/pendingRequest.ts';
import { ahead, behind, direction, further } from '../../model/side.ts';
import type { Position } from '../../model/state.ts';
import { heldSize } from '../../model/sums.ts';
import type { Turn } from '../../model/turn.ts';
import { withWayOut } from '../../model/wayOut.ts';
import { leave } from '../orders/leave.ts';
import { stopLimitPrice } from '../orders/restingOrders.ts';
import { trailLevels, trailOf, withTrail } from '../prices/trail.ts';
import type { PriceTrigger } from '../priceTriggers.ts';
import { isBetter, moveStop, stopAtEntry, whyToEntry } from './moveStop.ts';
import { stopStarts } from './stopStarts.ts';

/** What a position waits for of the price because of its stop. */
export function stopTriggers(position: Position): readonly PriceTrigger[] {
  if (heldSize(position).isZero()) return [];
  return [...outTriggers(position), ...moveTriggers(position)];
}

/**
 * Where the engine itself takes the position out: at the stop as long as no order rests for it;
 * beyond it, where a resting stop has been triggered and left behind by a fast market. A stop with
 * a timeout is only noted at first.
 */
function outTriggers(position: Position): readonly PriceTrigger[] {
  const { side } = position;
  const against = behind(side);
  const out: PriceTrigger = {
    direction: against,
    price: dec(isCovered(position) ? stopLimitPrice(position) : position.stop),
    act: (p, last) => leave(p, 'stop', last),
  };
  const timeout = position.settings.stopTimeoutSeconds;
  if (timeout === 0) return [out];

  const beyondGuard: PriceTrigger = { ...out, price: dec(stopLimitPrice(position)) };
  if (position.wayOut.beyondStopSince === null) {
    const note = (p: Position, _: string, turn: Turn) =>
      withWayOut(p, { beyondStopSince: turn.at });
    return [beyondGuard, { direction: against, price: dec(position.stop), act: note }];
  }
  const back = further(dec(position.stop), position.product.priceIncrement, side);
  const forget = (p: Position) => withWayOut(p, { beyondStopSince: null });
  return [beyondGuard, { direction: ahead(side), price: back, act: forget }];
}

function isCovered(position: Position): boolean {
  let bare = heldSize(position);
  for (const order of position.orders) {
    if (order.purpose !== 'bracket' && order.purpose !== 'stop') continue;
    if (isLive(order) && !isCancelling(order)) bare = bare.sub(leavesOf(order));
  }
  return !bare.isPositive() || bare.isZero();
}

/** Where the stop is to be moved: to breakeven after a percent, or behind the best price. */
function moveTriggers(position: Position): readonly PriceTrigger[] {
  const { settings, side } = position;
  const triggers = stopStarts(position).flatMap((start): PriceTrigger[] => {
    if (!('price' in start)) return [];
    const act = start.what === 'breakeven' ? toBreakeven : trailStop;
    return [{ direction: ahead(side), price: start.price, act }];
  });
  const trail = trailOf(position, 'stop', 0);
  if (trail === null || settings.trailingStopPercent === '0') return triggers;
  const { next } = trailLevels(trail.mark, settings.trailingStopPercent, direction(side));
  return [...triggers, { direction: ahead(side), price: next, act: trailStop }];
}

function toBreakeven(position: Position, last: string, turn: Turn): Position {
  const done = { ...position, ruled: { ...position.ruled, breakeven: true } };
  const to = stopAtEntry(position, last);
  if ('denied' in to || !isBetter(position, to)) return done;
  const why = `the price has gone ${position.settings.breakevenAfterPercent} % the right way`;
  const moved = moveStop(done, to, 'rule', whyToEntry(done, to, why), turn);
  return 'denied' in moved ? done : moved;
}

/** The trailing stop behind a new best price. */
export function trailStop(position: Position, best: string, turn: Turn): Position {
  const percent = position.settings.trailingStopPercent;
  const trailed = withTrail(position, 'stop', 0, best);
  const { turn: to } = trailLevels(best, percent, direction(position.side));
  if (!isBetter(position, to)) return trailed;
  const moved = moveStop(trailed, to, 'rule', `it trails the price by ${percent} %`, turn);
  return 'denied' in moved ? trailed : moved;
}
