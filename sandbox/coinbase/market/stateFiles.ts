import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExchangeState } from '../../../src/trading/venue/matching/core.ts';
import { readState, writeState } from '../../../src/trading/venue/matching/snapshot.ts';
import type { SavedHistory } from './candles.ts';
import type { ApiKey } from './keys.ts';

export type SavedAccounts = { keys: ApiKey[]; exchange: ExchangeState };
export type SavedPrices = Record<string, SavedHistory>;

/** The look-alike's state in a folder: a file that changes with every order, and one that need not. */
export type StateFiles = {
  readAccounts(): SavedAccounts | null;
  writeAccounts(accounts: SavedAccounts): void;
  readPrices(): SavedPrices | null;
  writePrices(prices: SavedPrices): void;
};

/** Makes the folder. Reading throws when a file is there and is not what was written. */
export function openStateFiles(folder: string): StateFiles {
  mkdirSync(folder, { recursive: true });

  function read<T>(name: string, parse: (text: string) => T): T | null {
    const file = join(folder, name);
    try {
      return parse(readFileSync(file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw new Error(`${file} cannot be read; remove it to start anew`, { cause: error });
    }
  }

  /** All or nothing: a process killed in the middle leaves the file as it was. */
  function write(name: string, text: string): void {
    const file = join(folder, name);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  return {
    readAccounts: () =>
      read('accounts.json', (text) => {
        const { keys, exchange } = JSON.parse(text) as { keys: ApiKey[]; exchange: string };
        return { keys, exchange: readState(exchange) };
      }),
    writeAccounts: ({ keys, exchange }) =>
      write('accounts.json', JSON.stringify({ keys, exchange: writeState(exchange) })),
    readPrices: () => read('prices.json', (text) => JSON.parse(text) as SavedPrices),
    writePrices: (prices) => write('prices.json', JSON.stringify(prices)),
  };
}
