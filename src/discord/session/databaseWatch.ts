import { COLOURS } from '../../notices/cards/colours.ts';
import { postMessage } from '../../notices/delivery/postMessage.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import { activePositions } from '../../trading/strategy/book/positions.ts';
import { coverageOf } from '../../trading/strategy/hold/orders/coverage.ts';
import type { Bot } from '../bot.ts';

const LOOK_MS = 1_000;

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

  const look = async () => {
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
      `Nothing is decided or sent since ${since} UTC. It is tried again each second.`,
      ...bareLines(),
      'What rests at the venue stays there. /panic closes everything, also without the database.',
    ]);
    told = trouble.since;
  };

  function bareLines(): string[] {
    const bare = activePositions(app.engine.state()).filter((one) => coverageOf(one) === 'bot');
    if (bare.length === 0) return [];
    const names = bare.map(({ id, product, stop }) => `${product.id} (position ${id}, ${stop})`);
    return [`NO stop rests at the venue for ${names.join(', ')}, and the bot can't watch it now.`];
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
