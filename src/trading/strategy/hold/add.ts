import { dec } from '../../money.ts';
import { exposureOf } from '../book/totals.ts';
import type { MarketContext, OwnerAct } from '../model/event.ts';
import { onTick } from '../model/product.ts';
import { money } from '../model/sentence.ts';
import type { Position, State } from '../model/state.ts';
import { inBase, openSize } from '../model/sums.ts';
import { closedFor, sizeEntries, tooLittleMoney } from '../open/plan.ts';
import { accountAgainst, exposureAgainst } from '../open/protections.ts';

type Add = Extract<OwnerAct, { act: 'add' }>;
type Refused = { refused: string };

/**
 * The position with one more entry, at market or at a price, under the same limits as a new one; or
 * the sentence that says which of them forbids it. Stop and targets hold for what is added too.
 */
export function addEntry(
  state: State,
  position: Position,
  act: Add,
  at: number,
): Position | Refused {
  if (state.halt !== null) return refuse(`trading is halted: ${state.halt.reason}`);
  if (position.leaving !== null) return refuse('it is being closed');
  if (openSize(position).isZero()) return refuse('nothing of it is open that could be added to');
  const { market, settings } = act;
  if ('denied' in market) return refuse(market.denied);
  if (market.account !== position.account || market.product.id !== position.product.id)
    return refuse(`new trades go to the ${market.account.toUpperCase()} account now`);
  const closed = closedFor(market, act.price === null);
  if (closed !== null) return refuse(closed);

  const long = position.side === 'long';
  const now = dec(long ? market.price.ask : market.price.bid);
  const price =
    act.price === null ? now : onTick(dec(act.price), market.product, long ? 'down' : 'up');
  const stop = dec(position.stop);
  for (const one of [price, dec(market.price.last)]) {
    if (long ? one.lte(stop) : one.gte(stop))
      return refuse(`${one.toFixed()} is beyond the stop ${position.stop}`);
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
  if ('denied' in sized) return refuse(sized.denied.why);
  const cost = sized.cost.toFixed();
  const asked = { state, market, event: { settings, at } };
  const denial =
    tooLittleMoney(sized, leverage, market) ??
    accountAgainst(asked) ??
    exposureAgainst(asked, { cost });
  if (denial !== null) return refuse(denial.why);
  const large = tooLarge(position, cost, leverage.toFixed(), act);
  if (large !== null) return refuse(large);

  const { plan } = position;
  const leg = Math.max(0, ...plan.entries.map((one) => one.leg)) + 1;
  // An entry that was called off or has expired stays so.
  const entries =
    position.entriesEnded === null
      ? plan.entries
      : plan.entries.filter((one) => wasPlaced(position, one.leg));
  const added = sized.entries.map((one) => ({ ...one, leg }));
  return {
    ...position,
    entriesEnded: null,
    entriesSince: at,
    plan: {
      ...plan,
      entries: [...entries, ...added],
      cost: dec(plan.cost).add(cost).toFixed(),
      risk: dec(plan.risk)
        .add(riskOf(sized.size.toFixed(), price.toFixed(), position, market))
        .toFixed(),
    },
  };
}

function tooLarge(
  position: Position,
  cost: string,
  leverage: string,
  { settings }: Add,
): string | null {
  const most = dec(settings.largestPosition).mul(leverage);
  const whole = exposureOf(position).add(cost);
  if (most.isZero() || whole.lte(most)) return null;
  const { quote } = position.product;
  return `it would be ${money(whole)} ${quote} with it, and ${money(most)} is the most for one position`;
}

/** What the stop would lose of it, fees of both ways included, in quote. */
function riskOf(size: string, price: string, position: Position, market: MarketContext) {
  const worth = inBase(dec(size), market);
  const atStop = worth.mul(position.stop);
  const fees = worth.mul(price).add(atStop).mul(market.fees.taker);
  return worth.mul(price).sub(atStop).abs().add(fees);
}

function wasPlaced(position: Position, leg: number): boolean {
  return position.orders.some((order) => order.purpose === 'entry' && order.leg === leg);
}

function refuse(refused: string): Refused {
  return { refused };
}
