import type { Logger } from 'pino';
import type { WholeApp } from '../app.ts';
import type { Config } from '../config.ts';
import {
  NEW_MESSAGE,
  NEW_NOTICE,
  notify,
  TO_LISTENER,
  TO_TRADER,
  writeAbout,
} from '../trading/store/halves/calls.ts';
import { listen } from '../trading/store/server/listening.ts';
import { untilWritten } from '../trading/store/server/untilWritten.ts';
import { answerCalls } from '../trading/trader/answerCalls.ts';
import type { About } from '../trading/trader/calls.ts';
import { openTrader, startFailure, type TraderOptions, version } from './openTrader.ts';

export type RunningTrader = {
  app: WholeApp;
  /** Resolves when another trader has taken over: nothing is acted on from then on. */
  lost: Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts what trades as a process of its own, without Discord: what is posted it finds in the inbox,
 * what is asked in `calls`, and what it tells another half delivers. Rejects as `openTrader` does.
 */
export async function startTrader(
  config: Config,
  log: Logger,
  options: TraderOptions = {},
): Promise<RunningTrader> {
  let onNotice = () => {};
  const trader = await openTrader(config, log, options, {
    onNotice: () => onNotice(),
    discord: () => null,
    lastMessageAt: () => null,
  });
  const { app, trading, store, tasks, closers, stop } = trader;
  const { db, engine } = app;
  onNotice = () =>
    tasks.start('the listener could not be told of a notice; it hears of it with the next', () =>
      untilWritten(() => notify(db, TO_LISTENER, NEW_NOTICE), tasks.stopping),
    );
  try {
    const sayAbout = async () => {
      const { install } = engine.state();
      const about: About = { account: app.account, install, version };
      await writeAbout(db, about);
    };
    await sayAbout();
    const calls = answerCalls({
      ...app,
      tasks,
      onTurned: sayAbout,
      doneWithoutDatabase: trading.doneWithoutDatabase,
    });
    const hear = (said: string | null) => {
      if (said === null || said === NEW_MESSAGE) trading.wake();
      if (said !== NEW_MESSAGE) calls.heard();
    };
    const listening = await listen(store.url, TO_TRADER, hear, log);
    closers.unshift(() => listening.stop());
    hear(null);
    await trader.tellStarted();
    return { app, lost: trading.engine.lost, stop };
  } catch (error) {
    await stop();
    throw startFailure(error);
  }
}
