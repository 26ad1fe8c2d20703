import type { App } from '../app.ts';
import { traderAwaySince } from '../trading/store/halves/calls.ts';

const LOOK_MS = 1_000;
/** So many looks apart the core is read. */
const STATE_EVERY = 10;
/** A restart or an update is over by then. */
const PATIENCE_MS = 30_000;

/** Tells the owner of a trader that is away for long, once, and once when it is back. */
export function watchTrader(
  app: App,
  onBack: () => Promise<void>,
): { isAway(): boolean; stop(): Promise<void> } {
  let told: number | null = null;
  let isAway = false;
  let looks = 0;
  let looking: Promise<void> | null = null;

  async function look(): Promise<void> {
    if (app.databaseTrouble() !== null) return;
    looks += 1;
    // What is known when the database goes away.
    if (looks % STATE_EVERY === 0) await app.trader.state();
    const since = (await traderAwaySince(app.db))?.getTime() ?? null;
    if (since === null) {
      if (isAway) {
        await onBack();
        // What it did while the database was away.
        await app.trader.status().catch(() => undefined);
      }
      isAway = false;
      if (told === null) return;
      await app.tell(`trader back ${told}`, {
        kind: 'error',
        over: true,
        what: 'The trader is back',
        lost: 'What was posted meanwhile is read now; what is too old is refused as such.',
        todo: '',
      });
      told = null;
      return;
    }
    isAway = true;
    if (told !== null || app.now() - since < PATIENCE_MS) return;
    await app.tell(`trader away ${since}`, {
      kind: 'error',
      what: `The trader is away since ${new Date(since).toISOString().slice(11, 19)} UTC`,
      lost: 'Nothing is traded. Stops and targets that rest at the exchange stay there; no stop is moved. What is posted meanwhile is kept.',
      todo: 'See whether it runs, and what its log says. If it can not wait, act in the app of the exchange.',
    });
    told = since;
  }

  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => app.log.warn({ error }, 'the trader could not be looked at'))
      .finally(() => {
        looking = null;
      });
  }, LOOK_MS);
  return {
    isAway: () => isAway,
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
