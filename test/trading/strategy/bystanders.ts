import { dec } from '../../../src/trading/money.ts';
import { emptyState } from '../../../src/trading/strategy/book/emptyState.ts';
import { putPosition } from '../../../src/trading/strategy/book/positions.ts';
import { contentOf, remember } from '../../../src/trading/strategy/book/recent.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import type { Command, Decision } from '../../../src/trading/strategy/model/command.ts';
import type {
  Account,
  AccountEvent,
  Event,
  SignalEvent,
  UpdateEvent,
} from '../../../src/trading/strategy/model/event.ts';
import type { Order, Position, State } from '../../../src/trading/strategy/model/state.ts';
import type { Settings } from '../../../src/trading/strategy/settings/settings.ts';
import type { Product, VenueOrder } from '../../../src/trading/venue/venue.ts';
import {
  BTC,
  BTC_PERP,
  ETH,
  ETH_PERP,
  marketOf,
  NOON,
  signalEvent,
  signalOf,
  sourceOf,
} from './given.ts';

/**
 * The world of two: beside whatever a test tells, other positions are held that differ from it in
 * the account, the provider, the product, the side, or in nothing but being another one. Whatever
 * an event is not about must leave them as they are, to the very object; so a filter that is
 * dropped anywhere is seen everywhere.
 */
type Bystander = {
  account: Account;
  providerId: 'first' | 'second';
  product: Product;
  side: 'long' | 'short';
  /** Its entry still waits. */
  pending?: true;
};

const BYSTANDERS: readonly Bystander[] = [
  { account: 'live', providerId: 'first', product: BTC, side: 'long' },
  { account: 'live', providerId: 'first', product: BTC_PERP, side: 'short' },
  { account: 'live', providerId: 'second', product: BTC, side: 'long', pending: true },
  { account: 'paper', providerId: 'second', product: BTC, side: 'long' },
  { account: 'paper', providerId: 'second', product: BTC_PERP, side: 'short' },
  { account: 'paper', providerId: 'first', product: ETH, side: 'long' },
  { account: 'paper', providerId: 'first', product: ETH_PERP, side: 'short', pending: true },
  { account: 'paper', providerId: 'first', product: BTC, side: 'long' },
  { account: 'paper', providerId: 'first', product: BTC_PERP, side: 'short' },
];

/** Far above what a test opens itself, so that the ids there are what they would be without. */
const FIRST_ID = 9001;

const BEFORE = NOON - 3_600_000;

export type Providers = { first: string; second: string };

const made = new Map<string, State>();

/** The state with nothing but bystanders in it; the tests' own positions begin at 1. */
export function stateAmong(install: string, providers = { first: 'p1', second: 'p2' }): State {
  const key = JSON.stringify([install, providers]);
  const state = made.get(key) ?? makeState(install, providers);
  made.set(key, state);
  return state;
}

function makeState(install: string, providers: Providers): State {
  // Each comes to be alone: two that pull against each other would not be taken.
  const positions = BYSTANDERS.map((one, i) => opened(one, install, providers, FIRST_ID + i));
  return withMemory(positions.reduce(putPosition, emptyState(install)), providers);
}

function opened(
  { account, providerId, product, side, pending }: Bystander,
  install: string,
  providers: Providers,
  id: number,
): Position {
  let state: State = { ...emptyState(install), nextPosition: id };
  const give = (event: Event) => {
    state = decide(state, event).state;
    const position = state.positions.get(String(id));
    if (position === undefined) throw new Error(`bystander ${id} did not come to be`);
    return position;
  };
  const { entry, stop, target } = levelsOf(product, side);
  const taken = give(
    signalEvent({
      at: BEFORE,
      messageId: `b${id}`,
      source: { providerId: providers[providerId], postedAt: BEFORE },
      signal: {
        symbol: product.base,
        side,
        entry: { type: 'limit', prices: [entry] },
        stop: { price: stop },
        targets: [{ price: target }],
      },
      settings: {
        quoteSize: '20000',
        leverage: '1.2',
        widestStopPercent: '0',
        entryExpiryMinutes: 60 * 24 * 30,
        cancelBeforeEntry: 'nothing',
      },
      market: marketOf(entry, { account, product, quoteAvailable: '1000000' }),
    }),
  );
  const report = (order: Order | undefined, status: 'open' | 'filled') => {
    if (order === undefined) throw new Error(`bystander ${id} has no such order`);
    const size = status === 'filled' && 'size' in order.terms ? order.terms.size : '0';
    const value = dec(size)
      .mul(entry)
      .mul(product.contractSize ?? '1');
    const seen: VenueOrder = {
      venueOrderId: `v-${order.id}`,
      clientOrderId: order.id,
      productId: product.id,
      side: order.side,
      status,
      filledSize: size,
      filledValue: value.toFixed(),
      fees: value.mul('0.006').toFixed(),
      exact: true,
      at: BEFORE,
    };
    return give({
      type: 'order',
      at: BEFORE,
      orderId: order.id,
      report: { kind: 'venue', order: seen },
    });
  };
  if (pending) return report(taken.orders[0], 'open');
  return report(report(taken.orders[0], 'filled').orders[1], 'open');
}

/** Where nothing that a test tells ever gets to. */
function levelsOf({ base }: Product, side: Bystander['side']) {
  const [low, middle, high] =
    base === 'BTC' ? ['30000', '50000', '70000'] : ['1800', '3000', '4200'];
  return side === 'long'
    ? { entry: middle, stop: low, target: high }
    : { entry: middle, stop: high, target: low };
}

/** What was before: losses, stops and the very same signal, of another account, provider or product. */
function withMemory(state: State, { first, second }: Providers): State {
  const lost = (id: number, providerId: string, productId: string, stopped: boolean) => ({
    positionId: String(id),
    productId,
    providerId,
    at: BEFORE,
    net: '-5000',
    stopped,
  });
  const live = {
    equity: '4000',
    dayStartedAt: Date.UTC(2026, 0, 5),
    dayStartEquity: '10000',
    peakEquity: '20000',
    results: [1, 2, 3, 4, 5].map((n) => lost(8000 + n, first, BTC.id, true)),
  };
  const paper = {
    equity: '0',
    dayStartedAt: 0,
    dayStartEquity: '0',
    peakEquity: '0',
    results: [1, 2, 3].map((n) => lost(8100 + n, second, ETH.id, false)),
  };
  const same = contentOf(signalOf());
  const next = remember(state, 'signal', sourceOf('b-same', { providerId: second }), BEFORE, same, {
    account: 'live',
  });
  return { ...next, memory: { ...next.memory, accounts: { live, paper } } };
}

export function isBystander({ id }: Pick<Position, 'id'>): boolean {
  return Number(id) >= FIRST_ID;
}

/** The positions of the test itself, oldest first. */
export function ownPositions(state: State): readonly Position[] {
  return [...state.positions.values()]
    .filter((position) => !isBystander(position))
    .sort((a, b) => Number(a.id) - Number(b.id));
}

export function bystandersIn(state: State): readonly Position[] {
  return [...state.positions.values()].filter(isBystander);
}

/**
 * Decides in a world of two. Bystanders that an event is about by its own words leave before it;
 * it throws where the decision touches or speaks of any other, or mixes up accounts or products.
 */
export function decideAmong(before: State, event: Event): Decision {
  const state = withoutConcerned(before, event);
  const decision = decide(state, event);
  for (const bystander of bystandersIn(state)) {
    if (decision.state.positions.get(bystander.id) !== bystander) {
      throw new Error(`a ${event.type} event touched ${nameOf(bystander)}`);
    }
  }
  for (const command of decision.commands) checkAddress(command, decision.state, event);
  checkMemory(state, decision, event);
  return decision;
}

/** Whoever is commanded or spoken of is no bystander, and is called by its own account and product. */
function checkAddress(command: Command, state: State, event: Event): void {
  const about = command.type === 'notify' ? command.notice : command;
  const ids = [
    ...('positionId' in about ? [about.positionId] : []),
    ...('positionIds' in about ? about.positionIds : []),
  ];
  for (const id of ids) {
    if (isBystander({ id })) {
      throw new Error(`a ${event.type} event led to ${JSON.stringify(command)}`);
    }
    const position = state.positions.get(id);
    if (position === undefined) continue;
    const account = 'account' in about ? about.account : position.account;
    const productId = 'productId' in about ? about.productId : position.product.id;
    if (account !== position.account || productId !== position.product.id) {
      throw new Error(`not of ${nameOf(position)}: ${JSON.stringify(command)}`);
    }
  }
}

/** An account's losses and results are remembered for it alone. */
function checkMemory(before: State, { state, changed }: Decision, event: Event): void {
  // Whoever resumes, and a new day, begin anew for every account.
  if (event.type === 'owner' || event.type === 'time') return;
  for (const account of ['live', 'paper'] as const) {
    const isMeant =
      (event.type === 'account' && event.account === account) ||
      changed.some((position) => position.account === account);
    if (!isMeant && state.memory.accounts[account] !== before.memory.accounts[account]) {
      throw new Error(`a ${event.type} event changed what is remembered of the ${account} account`);
    }
  }
}

/** Those that an event reaches, or that a limit counts, by what docs/settings.md says of it. */
function withoutConcerned(state: State, event: Event): State {
  const bystanders = bystandersIn(state);
  const gone = bystanders.filter((position) => isConcerned(state, position, event));
  if (gone.length === 0) return state;
  const { install, nextPosition, halt, memory, recent } = state;
  const empty = { ...emptyState(install), nextPosition, halt, memory, recent };
  const left = [...state.positions.values()].filter((position) => !gone.includes(position));
  return left.sort((a, b) => Number(a.id) - Number(b.id)).reduce(putPosition, empty);
}

function isConcerned(state: State, position: Position, event: Event): boolean {
  switch (event.type) {
    case 'signal':
      return isOpposite(position, event) || isCounted(position, event);
    case 'update':
      return (
        !isNamedByReply(state, event) && position.source.providerId === event.source.providerId
      );
    case 'account':
      return isFlattened(position, event);
    case 'owner':
      if (event.act.act === 'panic') return true;
      if ('settings' in event.act && event.act.settings && isExposureLimited(event.act.settings)) {
        return true;
      }
      return event.act.act === 'add' && isCounted(position, event.act);
    case 'capabilities':
      return position.account === event.account && position.product.id === event.productId;
    case 'product':
      return position.account === event.account && position.product.id === event.product.id;
    default:
      return false;
  }
}

function isOpposite(position: Position, { signal, source, market }: SignalEvent): boolean {
  return (
    position.side !== signal.side &&
    position.source.providerId === source.providerId &&
    [position.symbol, position.product.base].includes(signal.symbol) &&
    ('denied' in market || market.account === position.account)
  );
}

function isExposureLimited({ mostExposure, mostExposurePerSymbol }: Settings): boolean {
  return !dec(mostExposure).isZero() || !dec(mostExposurePerSymbol).isZero();
}

function isCounted(
  position: Position,
  { settings, market, source }: Pick<SignalEvent, 'settings' | 'market'> & Partial<SignalEvent>,
): boolean {
  if ('denied' in market || market.account !== position.account) return false;
  const isOn = (amount: string) => !dec(amount).isZero();
  if (settings.mostOpen > 0 || isOn(settings.mostExposure)) return true;
  const sameAsset = position.product.base === market.product.base;
  if (sameAsset && (settings.mostOpenPerSymbol > 0 || isOn(settings.mostExposurePerSymbol))) {
    return true;
  }
  return settings.mostOpenPerProvider > 0 && position.source.providerId === source?.providerId;
}

/** A reply says which position is meant; without one, or to something else, the words must. */
function isNamedByReply(state: State, { source, update }: UpdateEvent): boolean {
  if (source.repliedToMessageId === null || update.all) return false;
  const ids = state.byMessage.get(source.repliedToMessageId) ?? [];
  return ids.some((id) => {
    const position = state.positions.get(id);
    return (
      position !== undefined &&
      (update.side === null || update.side === position.side) &&
      (update.symbol === null || [position.symbol, position.product.base].includes(update.symbol))
    );
  });
}

function isFlattened(position: Position, { account, settings }: AccountEvent): boolean {
  return settings?.dailyLossAction === 'flatten' && position.account === account;
}

function nameOf({ id, account, source, product, side }: Position): string {
  return `position ${id} (${account}, ${source.providerId}, ${product.id} ${side})`;
}
