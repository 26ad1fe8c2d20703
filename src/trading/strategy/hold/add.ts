import { dec } from '../../money.ts';
import { type Denied, deny } from '../model/denial.ts';
import type { OwnerAct } from '../model/event.ts';
import { closedFor } from '../model/product.ts';
import { isAhead, tickBack } from '../model/side.ts';
import type { Position, State } from '../model/state.ts';
import { openSize } from '../model/sums.ts';
import { isLeaving } from '../model/wayOut.ts';
import { takenAt } from '../open/entryPrices.ts';
import { withoutReserved } from '../open/freeCash.ts';
import { riskOf, sizeEntries } from '../open/plan.ts';
import { tooLittleMoney } from '../open/planDenials.ts';
import { haltAgainst } from '../open/protections.ts';
import { weigh } from './weighing.ts';

type Add = Extract<OwnerAct, { act: 'add' }>;

/**
 * The position with one more entry, at market or at a price, under the same limits as a new one; or
 * the sentence that says which of them forbids it. Stop and targets hold for what is added too.
 */
export function addEntry(
  state: State,
  position: Position,
  act: Add,
  at: number,
): Position | Denied {
  const halted = haltAgainst(state, position.account);
  if (halted !== null) return { denied: halted };
  if (isLeaving(position)) return deny('being_closed', 'it is being closed');
  if (openSize(position).isZero()) {
    return deny('nothing_open', 'nothing of it is open that could be added to');
  }
  const { market, settings } = act;
  if ('denied' in market) return market;
  if (market.account !== position.account || market.product.id !== position.product.id) {
    return deny(
      'account_switched',
      `new trades go to the ${market.account.toUpperCase()} account now`,
    );
  }
  const closed = closedFor(market.product, act.price === null, at);
  if (closed !== null) return deny('product', closed);

  const { side } = position;
  const price =
    act.price === null ? takenAt(market, side) : tickBack(dec(act.price), market.product, side);
  const stop = dec(position.stop);
  for (const one of [price, dec(market.price.last)]) {
    if (!isAhead(one, stop, side))
      return deny('entry_beyond_stop', `${one.toFixed()} is beyond the stop ${position.stop}`);
  }

  const entry = { price, share: dec(1), market: act.price === null, when: null };
  const leverage = dec(position.plan.leverage ?? '1');
  const sized = sizeEntries(
    [entry],
    dec(act.quoteSize).mul(leverage),
    position.side,
    market,
    settings,
  );
  if ('denied' in sized) return sized;
  const cost = sized.cost.toFixed();
  const denial = tooLittleMoney(sized, leverage, withoutReserved(state, market));
  if (denial !== null) return { denied: denial };

  const { plan } = position;
  const leg = Math.max(0, ...plan.entries.map((one) => one.leg)) + 1;
  // An entry that was called off or has expired stays so.
  const entries =
    position.entriesEnded === null
      ? plan.entries
      : plan.entries.filter((one) => wasPlaced(position, one.leg));
  const added = sized.entries.map((one) => ({ ...one, leg }));
  const larger: Position = {
    ...position,
    entriesEnded: null,
    entriesSince: at,
    plan: {
      ...plan,
      entries: [...entries, ...added],
      // One at market is reckoned with the price of now.
      ...(act.price === null && { expectedEntry: price.toFixed() }),
      cost: dec(plan.cost).add(cost).toFixed(),
      risk: dec(plan.risk)
        .add(riskOf(sized.size, price, stop, market))
        .toFixed(),
    },
  };
  const { equity } = market;
  const limit = weigh(state, position, { last: null, settings, equity }).limit(larger);
  return limit === null ? larger : { denied: limit };
}

function wasPlaced(position: Position, leg: number): boolean {
  return position.orders.some((order) => order.purpose === 'entry' && order.leg === leg);
}
