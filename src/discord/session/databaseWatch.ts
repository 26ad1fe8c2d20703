import { COLOURS } from '../../notices/cards/colours.ts';
import { postMessage } from '../../notices/delivery/postMessage.ts';
import { price } from '../../notices/words/amounts.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { unansweredWords } from '../../trading/reconcile/unanswered.ts';
import { activePositions } from '../../trading/strategy/book/positions.ts';
import { coverageOf } from '../../trading/strategy/hold/orders/coverage.ts';
import type { Bot } from '../bot.ts';

const LOOK_MS = 1_000;
/** In one message. */
const MOST_LINES = 20;

/**
 * Tells the owner of a database in trouble straight away, since a notice would have to be written
 * down first: once each time that it lasts, with what has no stop at the venue as far as is known,
 * and once when it is over. Where Discord fails too it is tried again a second later.
 */
export function watchDatabase(bot: Bot): { stop(): Promise<void> } {
  const { app } = bot;
  /** Since when the trouble has lasted that the owner was told of. */
  let told: number | null = null;
  let telling: Promise<void> | null = null;

  /** What was done without the database and is told. */
  let toldLines: readonly string[] = [];
  let posts = 0;

  /** Venues that can't be asked and were told of so, by since when. */
  const toldVenues = new Set<string>();

  const look = async () => {
    await tellDone();
    if (told !== null) await tellVenues();
    const trouble = app.databaseTrouble();
    if (trouble === null) {
      if (told === null) return;
      await post(`back.${told}`, 'The database is back', [
        'What happened meanwhile is being worked now.',
      ]);
      told = null;
      return;
    }
    if (told !== null || app.now() - trouble.since < bot.timing.databaseMs) return;
    const since = new Date(trouble.since).toISOString().slice(11, 19);
    await post(`db.${trouble.since}`, trouble.message, [
      `Nothing can be written down since ${since} UTC, and nothing new is opened. It is tried again each second.`,
      ...bareLines(),
      'What rests at the venue stays there, and what is open without a stop there is protected or closed without the database. /panic closes everything, without it too.',
    ]);
    told = trouble.since;
  };

  async function tellDone(): Promise<void> {
    const done = app.doneWithoutDatabase();
    const before = toldLines.every((line, i) => done[i] === line) ? toldLines.length : 0;
    if (done.length === before) return;
    const upTo = Math.min(done.length, before + MOST_LINES);
    const nonce = `did.${app.startedAt}.${posts}`;
    await post(nonce, 'Done at the exchange without the database', done.slice(before, upTo));
    posts += 1;
    toldLines = done.slice(0, upTo);
  }

  /** A venue that can't be asked either: its notice would have to be written down too. */
  async function tellVenues(): Promise<void> {
    for (const trouble of app.venueTroubles().filter(({ isLong }) => isLong)) {
      const { account, since } = trouble;
      const words = unansweredWords(trouble, activePositions(app.ahead()));
      if (words === null || toldVenues.has(`${account} ${since}`)) continue;
      const { what, lost, todo } = words;
      const title = `The ${account} account can’t be asked, and the database is away`;
      await post(`ask.${account}.${since}`, title, [what, lost, todo]);
      toldVenues.add(`${account} ${since}`);
    }
  }

  function bareLines(): string[] {
    const bare = activePositions(app.ahead()).filter((one) => coverageOf(one) === 'bot');
    if (bare.length === 0) return [];
    const names = bare.map(
      ({ id, product, stop }) =>
        `${product.id} (position ${id}, stop ${price(stop, product.id, product.priceIncrement)})`,
    );
    return [`NO stop rests at the venue for ${names.join(', ')}.`];
  }

  async function post(nonce: string, title: string, lines: readonly string[]): Promise<void> {
    const channelId = bot.privateChannel.lastKnown();
    if (channelId === null) return;
    const description = lines.map((line) => escapeProviderText(line, 1_000)).join('\n');
    const body = { embeds: [{ title, description, color: COLOURS.bad }], components: [] };
    await postMessage(bot.client.rest, channelId, body, { nonce: nonce.slice(0, 25) });
  }

  const timer = setInterval(() => {
    telling ??= look()
      .catch((error: unknown) => {
        app.log.warn({ error }, 'the owner could not be told of the database; it is tried again');
      })
      .finally(() => {
        telling = null;
      });
  }, LOOK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await telling;
    },
  };
}
