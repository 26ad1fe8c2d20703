import { type Decimal, dec, maxOf, ZERO } from '../../money.ts';
import type { OrderSide } from '../venue.ts';
import { limitPrice, rest } from './book.ts';
import { accountOf, bookFor, type ExchangeCore, emitOrder } from './core.ts';
import { recentVolume, tierFor } from './fees.ts';
import { bracketed, closable, leverageOf, marginFor, updateHold } from './holds.ts';
import { type Account, available, positionOf } from './ledger.ts';
import { isLive, type Order, type Request, type Terms } from './order.ts';
import { finish, register } from './orderLife.ts';
import { triggerReached } from './outside.ts';
import { checkRequest, type MarketProduct, type Refusal, unitsOf } from './product.ts';
import { carryOut, type Match, type Plan, plan } from './taking.ts';

export type PlaceOutcome =
  | { outcome: 'accepted'; order: Order }
  | ({ outcome: 'refused' } & Refusal);

export type PreviewOutcome =
  | { outcome: 'accepted'; size: Decimal; value: Decimal; fees: Decimal }
  | ({ outcome: 'refused' } & Refusal);

/** A request that may be carried out, or why not. */
export type Considered =
  | { product: MarketProduct; rates: Order['rates']; plan: Plan }
  | ({ outcome: 'refused' } & Refusal);

export function refuse(
  reason: Refusal['reason'],
  message: string,
): { outcome: 'refused' } & Refusal {
  return { outcome: 'refused', reason, message };
}

export function checkAgainstMarket(request: Request, last: Decimal): Refusal | null {
  const { terms, side, attached } = request;
  const refusal = (reason: Refusal['reason'], message: string): Refusal => ({ reason, message });
  if (terms.type === 'stop_limit') {
    const { stopPrice, price, direction } = terms;
    if (direction === 'down' && stopPrice.gte(last)) {
      return refusal(
        'stop_price_above_last',
        `stop ${stopPrice.toFixed()} is not below ${last.toFixed()}`,
      );
    }
    if (direction === 'up' && stopPrice.lte(last)) {
      return refusal(
        'stop_price_below_last',
        `stop ${stopPrice.toFixed()} is not above ${last.toFixed()}`,
      );
    }
    if (side === 'sell' && stopPrice.lt(price)) {
      return refusal('stop_price_below_limit', 'the stop of a sell must not be below its limit');
    }
    if (side === 'buy' && stopPrice.gt(price)) {
      return refusal('stop_price_above_limit', 'the stop of a buy must not be above its limit');
    }
  }
  const encloses = (target: Decimal, stop: Decimal, exit: OrderSide) =>
    exit === 'sell' ? target.gt(last) && stop.lt(last) : target.lt(last) && stop.gt(last);
  if (terms.type === 'bracket' && !encloses(terms.target, terms.stop, side)) {
    return refusal('bracket_prices', `target and stop do not enclose ${last.toFixed()}`);
  }
  const exit = side === 'buy' ? 'sell' : 'buy';
  if (attached && terms.type === 'market' && !encloses(attached.target, attached.stop, exit)) {
    return refusal('attached_prices', `target and stop do not enclose ${last.toFixed()}`);
  }
  return null;
}

/** What the account must have free to send this, and in which asset. */
function needs(
  core: ExchangeCore,
  account: Account,
  product: MarketProduct,
  request: Request,
  { matches }: Plan,
  taker: Decimal,
): { asset: string; amount: Decimal } {
  const { terms, side } = request;
  const price = limitPrice(product, { terms, side, triggered: false });
  const size = 'size' in terms ? terms.size : ZERO;
  if (product.type === 'future') {
    if (terms.type === 'bracket') return { asset: product.quote, amount: ZERO };
    const opening = maxOf(size.minus(closable(core, account, product, side)), ZERO);
    const worst = price ?? matches.at(-1)?.price ?? ZERO;
    const leverage = leverageOf(request, product);
    return { asset: product.quote, amount: marginFor(product, opening, worst, leverage, taker) };
  }
  if (side === 'sell') return { asset: product.base, amount: size };
  if ('quoteSize' in terms) return { asset: product.quote, amount: terms.quoteSize };
  const value = price
    ? size.mul(price)
    : matches.reduce((sum, match) => sum.plus(match.price.mul(match.size)), ZERO);
  return { asset: product.quote, amount: value.mul(taker.plus(1)) };
}

function planFor(
  core: ExchangeCore,
  accountId: string,
  product: MarketProduct,
  { terms, side }: Request,
  taker: Decimal,
): Plan {
  if (terms.type === 'market') {
    const wants = 'quoteSize' in terms ? { budget: terms.quoteSize, taker } : { size: terms.size };
    return plan(core, accountId, product, side, wants, null);
  }
  if (terms.type === 'limit') return plan(core, accountId, product, side, terms, terms.price);
  return { matches: [], own: [], complete: false };
}

/** Everything that can be said of a request before it has any effect. */
export function consider(
  core: ExchangeCore,
  accountId: string,
  request: Request,
  at: number,
): Considered {
  const { terms, side } = request;
  const product = core.products.get(request.productId);
  if (!product) return refuse('unknown_product', `no product ${request.productId}`);
  const broken = checkRequest(product, request, at);
  if (broken) return { outcome: 'refused', ...broken };
  const { quote } = bookFor(core, product);
  if (!quote) return refuse('no_price', `${product.id} has no price yet`);
  const misplaced = checkAgainstMarket(request, quote.last);
  if (misplaced) return { outcome: 'refused', ...misplaced };

  const account = accountOf(core, accountId);
  const tier = tierFor(core.tiers, recentVolume(account.volume, at));
  const rates = { maker: dec(tier.maker), taker: dec(tier.taker) };
  const planned = planFor(core, accountId, product, request, rates.taker);
  if (terms.type === 'limit' && terms.postOnly && planned.matches.length > 0) {
    return refuse('would_cross', 'a post-only order must not trade at once');
  }
  if (terms.type === 'market' && planned.matches.length === 0) {
    return planned.complete
      ? refuse('size_too_small', 'the size buys less than the least step')
      : refuse('no_liquidity', `nobody to trade ${product.id} with`);
  }
  if (terms.type === 'bracket' && product.type === 'future') {
    const position = positionOf(account, product.id).size;
    const open = side === 'sell' ? position : position.neg();
    if (terms.size.plus(bracketed(core, account, product.id, side)).gt(maxOf(open, ZERO))) {
      return refuse('bracket_size', 'brackets would close more than the position');
    }
  }
  const need = needs(core, account, product, request, planned, rates.taker);
  const free = available(account, need.asset);
  if (need.amount.gt(free)) {
    const message = `${need.amount.toFixed()} ${need.asset} needed, ${free.toFixed()} available`;
    return refuse('insufficient_funds', message);
  }
  return { product, rates, plan: planned };
}

function isImmediate(terms: Terms): boolean {
  return terms.type === 'limit' && (terms.timeInForce === 'ioc' || terms.timeInForce === 'fok');
}

export function accept(
  core: ExchangeCore,
  accountId: string,
  request: Request,
  considered: Considered,
  at: number,
): PlaceOutcome {
  if ('outcome' in considered) return considered;
  const { product, rates, plan: planned } = considered;
  const { terms, attached } = request;
  const order = register(core, accountId, request, rates, 'open', at);
  updateHold(core, order);
  if (attached) {
    const bracket: Request = {
      clientOrderId: '',
      productId: product.id,
      side: request.side === 'buy' ? 'sell' : 'buy',
      terms: { type: 'bracket', size: ZERO, ...attached },
      ...(request.leverage ? { leverage: request.leverage } : {}),
    };
    order.childId = register(core, accountId, bracket, rates, 'pending', at, order.id).id;
  }
  emitOrder(core, order);
  const child = order.childId ? core.orders.get(order.childId) : undefined;
  if (child) emitOrder(core, child);

  const allOrNothing = terms.type === 'limit' && terms.timeInForce === 'fok';
  if (!allOrNothing || planned.complete) carryOut(core, order, planned, at);
  const rests = terms.type !== 'market' && !isImmediate(terms);
  if (isLive(order) && rests) rest(bookFor(core, product), product, order);
  else if (isLive(order)) {
    const done = 'quoteSize' in terms && planned.complete;
    finish(
      core,
      order,
      done ? 'filled' : 'cancelled',
      at,
      done ? undefined : 'nobody left to trade with',
    );
  }
  triggerReached(core, bookFor(core, product), at);
  return { outcome: 'accepted', order: { ...order } };
}

/** What carrying a request out would come to. */
export function foresee(considered: Considered, request: Request): PreviewOutcome {
  if ('outcome' in considered) return considered;
  const { product, plan: planned, rates } = considered;
  const price = limitPrice(product, { ...request, triggered: false });
  const sum = (of: (match: Match) => Decimal) =>
    planned.matches.reduce((total, match) => total.plus(of(match)), ZERO);
  const size = 'size' in request.terms ? request.terms.size : sum((match) => match.size);
  const units = unitsOf(product);
  const value = price
    ? size.mul(price).mul(units)
    : sum((match) => match.size.mul(match.price).mul(units));
  return { outcome: 'accepted', size, value, fees: value.mul(rates.taker) };
}
