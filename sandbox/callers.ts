import { createPricePath } from './coinbase/market/pricePath.ts';
import { CATALOGUE } from './coinbase/market/products.ts';
import { type PastPost, pastMessages } from './discord/world/past.ts';
import type { WorldSnapshot } from './discord/world/world.ts';
import { channelType, makeUser } from './discord/world/world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Ids that no other of the default world has, so that a saved setting can name them. */
const firstId = 1_323_800_000_000_000_200n;
const id = (number: number) => (firstId + BigInt(number)).toString();

/** A channel with a past, and who has posted there. */
export const callersIds = { channel: id(0), honest: id(1), edits: id(2), loses: id(3) } as const;

const honest = makeUser(callersIds.honest, 'harriet', 'Harriet Honest');
const edits = makeUser(callersIds.edits, 'eddie', 'Eddie Edits');
const loses = makeUser(callersIds.loses, 'lou', 'Lou Loses');

export type CallersOptions = {
  /** The past goes up to then, UTC milliseconds. */
  now: number;
  days?: number;
  /** Of the look-alike of Coinbase: its prices are known from it, also those that were yet to come. */
  seed?: number;
  /** Of the coins, as they are in its catalogue. */
  coins?: readonly string[];
};

/**
 * Puts a channel #callers into a world, with a past of three providers: Harriet, whose signals are as
 * she posted them and a little better than chance; Eddie, who edits each into a winner once he knows
 * how it went; Lou, who loses, and says otherwise. The same options always give the same past.
 */
export function withCallers(world: WorldSnapshot, options: CallersOptions): WorldSnapshot {
  const [guild] = world.guilds;
  if (guild === undefined) throw new Error('a channel needs a server');
  const joinedAt = '2025-01-01T00:00:00.000Z';
  const members = [honest, edits, loses].map((user) => ({
    userId: user.id,
    roles: [],
    nick: null,
    joinedAt,
  }));
  return {
    ...world,
    users: [...world.users, honest, edits, loses],
    guilds: world.guilds.map((one) =>
      one.id === guild.id ? { ...one, members: [...one.members, ...members] } : one,
    ),
    channels: [
      ...world.channels,
      {
        id: callersIds.channel,
        type: channelType.text,
        name: 'callers',
        guildId: guild.id,
        parentId: null,
        topic: null,
        position: 8,
        overwrites: [],
        recipients: [],
      },
    ],
    messages: [...world.messages, ...pastMessages(callersIds.channel, callersPosts(options))],
  };
}

/** What was posted, oldest first. */
function callersPosts(options: CallersOptions): PastPost[] {
  const { now, days = 120, seed = 1, coins = ['BTC', 'ETH', 'SOL', 'DOGE', 'LINK'] } = options;
  const market = new Map(coins.map((coin) => [coin, marketOf(coin, seed)]));
  const chance = market.get(coins[0] ?? '')?.chance ?? (() => 0.5);
  const today = Math.floor(now / DAY_MS) * DAY_MS;
  const said: (PastPost & { answers?: PastPost })[] = [];
  for (let day = days; day > 1; day -= 1) {
    for (const [place, author] of [honest, edits, loses].entries()) {
      const at = today - day * DAY_MS + (7 + 4 * place) * HOUR_MS + (day % 50) * MINUTE_MS;
      const draw = (what: number) => chance(day * 100 + place * 10 + what);
      const coin = coins[Math.floor(draw(1) * coins.length) % coins.length] ?? 'BTC';
      const prices = market.get(coin);
      if (prices === undefined) continue;
      const ended = at + 20 * HOUR_MS;
      const rises = prices.at(ended) > prices.at(at);
      // What each knows of what is to come.
      const knows = author === honest ? 0.6 : author === edits ? 0.5 : 0.4;
      const isLong = draw(2) < knows ? rises : !rises;
      if (!isLong && author !== edits) {
        said.push({ at, author, content: `${coin} looks heavy today, no trade from me.` });
        continue;
      }
      const meant: PastPost = {
        at,
        author,
        content: signal(coin, true, prices, at, author === loses ? 1.5 : 3),
      };
      const signalled: PastPost =
        author === edits && !rises
          ? // It went wrong: by the end it says what would have been right.
            {
              ...meant,
              content: signal(coin, true, prices, lowestIn(prices, at, ended), 3),
              editedAt: ended,
            }
          : meant;
      said.push(signalled);
      const gain = (prices.at(ended) / prices.at(at) - 1) * 100;
      const claim = author === honest ? gain : Math.abs(gain) * 10 + 40;
      if (author !== honest || gain > 0) {
        said.push({
          at: ended,
          author,
          content:
            author === honest
              ? `${coin} target hit, +${claim.toFixed(1)}% 👍`
              : `${coin} all targets smashed, +${claim.toFixed(0)}% profit 🚀🚀`,
          answers: signalled,
        });
      }
    }
  }
  const posts = said.filter(({ at }) => at < now).sort((a, b) => a.at - b.at);
  return posts.map(({ answers, ...post }) => ({
    ...post,
    ...(answers && {
      replyTo: posts.findIndex((one) => one.content === answers.content && one.at === answers.at),
    }),
  }));
}

type Prices = { at(time: number): number; chance(index: number): number; digits: number };

function marketOf(coin: string, seed: number): Prices {
  const entry = CATALOGUE.find(({ product }) => product.id === `${coin}-USD`);
  if (entry === undefined) throw new Error(`the look-alike has no ${coin}-USD`);
  const { startPrice, dailyMove, product } = entry;
  const path = createPricePath({ seed, name: product.id, startPrice, dailyMove });
  const [, decimals = ''] = String(product.priceIncrement).split('.');
  return { ...path, digits: decimals.length };
}

/** When the price was lowest, by the quarter of an hour. */
function lowestIn(prices: Prices, from: number, to: number): number {
  let lowest = from;
  for (let at = from; at < to; at += 15 * MINUTE_MS) {
    if (prices.at(at) < prices.at(lowest)) lowest = at;
  }
  return lowest;
}

function signal(coin: string, isLong: boolean, prices: Prices, at: number, width: number): string {
  const price = prices.at(at);
  const level = (percent: number) =>
    (price * (1 + ((isLong ? 1 : -1) * percent) / 100)).toFixed(prices.digits);
  return [
    `${isLong ? 'LONG' : 'SHORT'} ${coin}/USD`,
    `Entry: ${level(-0.2)}`,
    `TP1: ${level(width * 0.6)}`,
    `TP2: ${level(width)}`,
    `TP3: ${level(width * 1.6)}`,
    `SL: ${level(-width)}`,
  ].join('\n');
}
