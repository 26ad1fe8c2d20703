import { setTimeout as delay } from 'node:timers/promises';
import type {
  CoinbaseControl,
  Fault,
  SandboxOrder,
} from '../../../sandbox/coinbase/control/control.ts';
import type { Post } from '../../../sandbox/discord/control/control.ts';
import type { DiscordServer } from '../../../sandbox/discord/server.ts';
import { dec, floorTo } from '../../../src/trading/money.ts';
import type { Said } from './agreement.ts';
import type { SeededRandom } from './seededRandom.ts';

/** Where each product starts, and the decimals of its prices. */
const PRODUCTS = {
  'BTC-USD': { price: 60_000, decimals: 2, step: '0.00000001' },
  'ETH-USD': { price: 3_000, decimals: 2, step: '0.00000001' },
  'SOL-USD': { price: 150, decimals: 2, step: '0.00000001' },
  'AVAX-USD': { price: 35, decimals: 2, step: '0.00000001' },
} as const;
type ProductId = keyof typeof PRODUCTS;
const PRODUCT_IDS = Object.keys(PRODUCTS) as ProductId[];

const CHATTER = [
  'Might long BTC around 60k later, who is in?',
  'ETH +35% PROFIT 🔥 all targets hit, join VIP',
  'good morning',
  'LONG BTC\nEntry: 60000\nSL: 65000\nTP: 70000',
];

const UPDATES = ['Move SL to entry', 'Close {} now', 'TP1 hit ✅', 'Cancel {}', 'Close half of {}'];

/**
 * A provider and a market that never rest: signals at market, at a limit and in zones, updates,
 * edits and chatter, prices that reach targets and stops, partial fills, lost connections. What
 * comes next follows from the seed; when it comes follows from how the bot keeps up.
 */
export type RestlessStory = {
  said: Said;
  /** Acts until the milliseconds are over, whether or not the bot lives. */
  play(forMs: number): Promise<void>;
  /** How often each act was done. */
  counts: Record<string, number>;
};

export async function restlessStory(parts: {
  discord: DiscordServer;
  coinbase: CoinbaseControl;
  random: SeededRandom;
  /** Faults of the exchange that may happen as well; none by default. */
  faults?: readonly Fault[];
}): Promise<RestlessStory> {
  const { discord, coinbase, random } = parts;
  const prices = new Map<ProductId, number>();
  const posted: string[] = [];
  const edited = new Map<string, number>();
  const signals: { id: string; productId: ProductId; content: string }[] = [];
  const counts: Record<string, number> = {};

  const setPrice = async (productId: ProductId, price: number) => {
    const { decimals } = PRODUCTS[productId];
    const rounded = Number(price.toFixed(decimals));
    prices.set(productId, rounded);
    await coinbase.setPrice(productId, rounded.toFixed(decimals));
  };
  for (const productId of PRODUCT_IDS) await setPrice(productId, PRODUCTS[productId].price);

  const post = async (content: string | Post) => {
    const message = await discord.post('signals', 'provider', content);
    posted.push(message.id);
    return message;
  };

  const acts: Record<string, { weight: number; act: () => Promise<void> }> = {
    signal: {
      weight: 4,
      async act() {
        const productId = random.pick(PRODUCT_IDS) ?? 'BTC-USD';
        const price = prices.get(productId) ?? 1;
        const { decimals } = PRODUCTS[productId];
        const at = (percent: number) => (price * (1 + percent / 100)).toFixed(decimals);
        const entry = random.pick(['market', at(-0.4), `${at(-0.6)} - ${at(-0.1)}`]) ?? 'market';
        const targets = [1.5, 3, 5].slice(0, random.between(1, 4));
        const content = [
          `LONG #${productId.replace('-USD', '/USDT')}`,
          `Entry: ${entry}`,
          `SL: ${at(-2 - random.next())}`,
          ...targets.map((target, i) => `TP${i + 1}: ${at(target + random.next() / 2)}`),
        ].join('\n');
        const { id } = await post(content);
        signals.push({ id, productId, content });
      },
    },
    update: {
      weight: 2,
      async act() {
        const signal = random.pick(signals.slice(-6));
        const words = random.pick(UPDATES);
        if (!signal || !words) return;
        const content = words.replace('{}', signal.productId.replace('-USD', ''));
        await post({ content, replyTo: { id: signal.id } });
      },
    },
    edit: {
      weight: 0.7,
      async act() {
        const signal = random.pick(signals.slice(-4));
        if (!signal) return;
        const content = `${signal.content}\nedit ${edited.size}`;
        const message = await discord.edit({ id: signal.id }, content);
        edited.set(signal.id, Date.parse(message.edited_timestamp ?? ''));
      },
    },
    chatter: { weight: 1, act: async () => void (await post(random.pick(CHATTER) ?? 'gm')) },
    drift: {
      weight: 6,
      async act() {
        const productId = random.pick(PRODUCT_IDS) ?? 'BTC-USD';
        const price = prices.get(productId) ?? 1;
        const back = (PRODUCTS[productId].price - price) / price;
        await setPrice(productId, price * (1 + back / 20 + (random.next() - 0.5) / 100));
      },
    },
    jump: {
      weight: 1.5,
      async act() {
        const productId = random.pick(PRODUCT_IDS) ?? 'BTC-USD';
        const price = prices.get(productId) ?? 1;
        const home = PRODUCTS[productId].price;
        const up = price < home * 0.9 || (price < home * 1.1 && random.chance(0.5));
        await setPrice(productId, price * (1 + (up ? 0.025 : -0.025)));
      },
    },
    'partial fill': {
      weight: 2,
      async act() {
        const resting = (await coinbase.orders()).filter(
          (order) => order.status === 'open' && isNear(order, prices),
        );
        const order = random.pick(resting);
        if (!order) return;
        await coinbase.fillOrder(order.id, someOf(order, random)).catch((error: Error) => {
          // It was filled or cancelled in this moment.
          if (!/left to fill/.test(error.message)) throw error;
        });
      },
    },
    'dropped venue socket': { weight: 0.4, act: () => coinbase.dropSockets('user') },
    'dropped gateway': { weight: 0.3, act: () => discord.dropGateway() },
    'replayed events': { weight: 0.4, act: () => coinbase.replayUserEvents(20) },
  };
  const { faults } = parts;
  if (faults) {
    acts.fault = {
      weight: 2,
      async act() {
        const fault = random.pick(faults);
        if (fault) await coinbase.fault({ ...fault });
      },
    };
  }
  const total = Object.values(acts).reduce((sum, { weight }) => sum + weight, 0);

  async function actOnce(): Promise<void> {
    let left = random.next() * total;
    for (const [name, { weight, act }] of Object.entries(acts)) {
      left -= weight;
      if (left >= 0) continue;
      counts[name] = (counts[name] ?? 0) + 1;
      await act();
      return;
    }
  }

  return {
    said: { posted, edited },
    counts,
    async play(forMs) {
      const until = performance.now() + forMs;
      while (performance.now() < until) {
        await actOnce();
        await delay(Math.min(random.between(5, 120), Math.max(0, until - performance.now())));
      }
    },
  };
}

/** Whether the market is so near that some of it may well have filled. */
function isNear({ productId, terms }: SandboxOrder, prices: ReadonlyMap<string, number>): boolean {
  const price = terms.type === 'limit' ? terms.price : terms.type === 'bracket' ? terms.target : 0;
  return Math.abs(Number(price) / (prices.get(productId) ?? 1) - 1) < 0.01;
}

/** A part of what an order has left, on the product's step. */
function someOf(order: SandboxOrder, random: SeededRandom): string {
  const { step } = PRODUCTS[order.productId as ProductId];
  const size = 'size' in order.terms ? order.terms.size : '0';
  const part = dec(size).sub(order.filledSize).mul(random.between(20, 80)).div(100);
  const some = floorTo(part, dec(step));
  return some.isZero() ? step : some.toFixed();
}
