import { setTimeout as delay } from 'node:timers/promises';
import type { CoinbaseControl } from '../../../sandbox/coinbase/control/control.ts';
import { type Decimal, dec } from '../../../src/trading/money.ts';
import { unprotected } from './agreement.ts';

/** Watches how long something is held with less of it under a stop at the venue. */
export type BareWatch = {
  /** The longest time in a row, in seconds, so far. */
  longest(): number;
  /** Since it began, in seconds. */
  seconds(): number;
  stop(): Promise<void>;
};

const LOOK_MS = 50;

export function watchBare(
  coinbase: CoinbaseControl,
  before: ReadonlyMap<string, Decimal>,
): BareWatch {
  const begunAt = performance.now();
  let longestMs = 0;
  let since: number | null = null;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const bare = (await unprotected(coinbase, before)).length > 0;
      const now = performance.now();
      if (!bare) since = null;
      else since ??= now;
      if (since !== null) longestMs = Math.max(longestMs, now - since);
      await delay(LOOK_MS);
    }
  })();
  return {
    longest: () => longestMs / 1_000,
    seconds: () => (performance.now() - begunAt) / 1_000,
    async stop() {
      isOver = true;
      await watching;
    },
  };
}

export async function holdings(coinbase: CoinbaseControl): Promise<ReadonlyMap<string, Decimal>> {
  return new Map((await coinbase.balances()).map(({ asset, total }) => [asset, dec(total)]));
}

/** Rows of cells, as text. */
export function printTable(title: string, rows: ReadonlyMap<string, ReadonlyMap<string, string>>) {
  const columns = [...new Set([...rows.values()].flatMap((cells) => [...cells.keys()]))];
  const width = Math.max(...[...rows.keys()].map((name) => name.length));
  const lines = [...rows].map(([name, cells]) =>
    [name.padEnd(width), ...columns.map((c) => (cells.get(c) ?? '').padEnd(c.length))].join('  '),
  );
  process.stdout.write(
    `${[title, [''.padEnd(width), ...columns].join('  '), ...lines].join('\n')}\n`,
  );
}
