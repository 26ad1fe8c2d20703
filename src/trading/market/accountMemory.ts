import { type Decimal, dec, ZERO } from '../money.ts';
import type { Committed } from '../store/core/commit.ts';
import type { Account } from '../strategy/model/event.ts';
import { parseOrderId } from '../strategy/model/orderId.ts';
import type { OrderStatus, State } from '../strategy/model/state.ts';
import type { Tasks } from '../tasks.ts';
import type { MarketData } from '../venue/marketData.ts';
import type { Balance, DecimalString, FeeTier, OrderRequest, Venue } from '../venue/venue.ts';
import type { Catalogue } from './catalogue.ts';
import { measureEquity } from './equity.ts';

/** What an account holds and pays, as the venue told it. */
export type AccountFacts = {
  /** What can't be read of them counts as not held: less is spent, not more. */
  balances: readonly Balance[];
  fees: FeeTier;
  /** In US dollars. */
  equity: DecimalString;
};

/**
 * What an account holds, in memory, so that a signal need not ask the venue: as it was last told, less
 * what our own orders have taken since. It may say too little, never too much of what we did
 * ourselves; what the owner does by hand is seen at the next look.
 */
export type AccountMemory = {
  /** null when nothing is known that is young and whole. */
  recall(): AccountFacts | null;
  /** Asks the venue; rejects as it does. */
  ask(): Promise<AccountFacts>;
  /** Asks soon, without anybody waiting for it; returns at once. */
  refresh(): void;
  /** Something was committed: what of it concerns the account is counted. */
  onCommit(committed: Committed): void;
};

const FRESH_MS = 90_000;
const FEES_FRESH_MS = 60 * 60_000;
const EQUITY_FRESH_MS = 60_000;
/** What happens to an order in one moment is looked at once. */
const QUIET_MS = 250;

const UNANSWERED: ReadonlySet<OrderStatus> = new Set(['new', 'submitted', 'unknown']);

export function createAccountMemory(parts: {
  account: Account;
  venue: Venue;
  marketData: Pick<MarketData, 'lastPrices'>;
  catalogue: Catalogue;
  state: () => State;
  tasks: Tasks;
  now: () => number;
}): AccountMemory {
  const { account, venue, marketData, catalogue, tasks, now } = parts;
  let fees: { value: FeeTier; at: number } | null = null;
  let equity: { value: DecimalString; at: number } | null = null;
  let known: { facts: AccountFacts; at: number } | null = null;
  /** What orders of ours take that the venue has perhaps not counted yet, by their ids; null: it can't be told. */
  const taken = new Map<string, { asset: string; amount: Decimal } | null>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<AccountFacts> | null = null;
  tasks.stopping.addEventListener('abort', () => clearTimeout(timer));

  async function feesNow(): Promise<FeeTier> {
    if (fees === null || now() - fees.at > FEES_FRESH_MS) {
      fees = { value: await venue.fees(), at: now() };
    }
    return fees.value;
  }

  async function equityOf(balances: readonly Balance[]): Promise<DecimalString> {
    if (equity === null || now() - equity.at > EQUITY_FRESH_MS) {
      const value = await measureEquity(balances, marketData, catalogue.products());
      equity = { value, at: now() };
    }
    return equity.value;
  }

  async function look(): Promise<AccountFacts> {
    const at = now();
    const counted = [...taken.keys()].filter(isWithVenue);
    const [{ entries: balances }, fees] = await Promise.all([venue.balances(), feesNow()]);
    const facts = { balances, fees, equity: await equityOf(balances) };
    for (const id of counted) taken.delete(id);
    known = { facts, at };
    return facts;
  }

  /** Whether the venue has answered to that order, and so counts what it takes. */
  function isWithVenue(orderId: string): boolean {
    const name = parseOrderId(orderId, parts.state().install);
    const position = name && parts.state().positions.get(name.positionId);
    const order = position?.orders.find(({ id }) => id === orderId);
    return !order || order.venueOrderId !== null || !UNANSWERED.has(order.status);
  }

  function refresh(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      tasks.start(
        'what the account holds could not be looked at; the next signal asks',
        async () => {
          await (looking ?? ask());
        },
      );
    }, QUIET_MS);
  }

  function ask(): Promise<AccountFacts> {
    looking = look().finally(() => {
      looking = null;
    });
    return looking;
  }

  return {
    ask,
    refresh,
    recall() {
      if (known === null || now() - known.at > FRESH_MS) return null;
      const amounts = [...taken.values()];
      if (amounts.includes(null)) return null;
      const balances = known.facts.balances.map((balance) => {
        const less = amounts.reduce(
          (sum, one) => (one?.asset === balance.asset ? sum.add(one.amount) : sum),
          ZERO,
        );
        const available = dec(balance.available).sub(less);
        return { ...balance, available: (available.isNegative() ? ZERO : available).toFixed() };
      });
      return { ...known.facts, balances };
    },
    onCommit({ event, intents }) {
      const own = intents.filter((intent) => intent.account === account);
      for (const { kind, order_id: orderId, request } of own) {
        if (kind === 'cancel') continue;
        taken.set(orderId, kind === 'place' && request ? takenBy(request, catalogue) : null);
      }
      if (own.length > 0 || event.type === 'order') refresh();
    },
  };
}

/** What an order takes of what is available, at the most; null where only the venue can tell. */
function takenBy(
  { productId, side, terms }: OrderRequest,
  catalogue: Catalogue,
): { asset: string; amount: Decimal } | null {
  const product = catalogue.find(productId);
  if (product?.type !== 'spot') return null;
  if (side === 'sell') {
    return 'size' in terms ? { asset: product.base, amount: dec(terms.size) } : null;
  }
  if (terms.type === 'market' && 'quoteSize' in terms) {
    return { asset: product.quote, amount: dec(terms.quoteSize) };
  }
  return terms.type === 'limit' || terms.type === 'stop_limit'
    ? { asset: product.quote, amount: dec(terms.size).mul(terms.price) }
    : null;
}
