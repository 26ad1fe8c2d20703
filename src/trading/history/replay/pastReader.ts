import { inQuote } from '../../signal/levels/sats.ts';
import type { ReadContext, Reading, ReadingHints } from '../../signal/reading.ts';
import { readMessage } from '../../signal/readMessage.ts';
import type { MessageVersion, PastMessage } from '../pastMessage.ts';

/**
 * Reads messages of the past once for all runs over them: without prices a text says the same
 * whenever it is read. With the prices of its time it is read again, and once for those.
 */
export type PastReader = {
  first(message: PastMessage, version: MessageVersion): readonly Reading[];
  /** @param prices last price by base asset at that time */
  read(
    message: PastMessage,
    version: MessageVersion,
    prices: Readonly<Record<string, string>>,
  ): readonly Reading[];
  /** Milliseconds spent reading. */
  spent(): number;
};

export function createPastReader(
  context: ReadContext,
  now: () => number,
  /** How the providers of other watches write, by the name that their messages have. */
  others: Readonly<Record<string, ReadingHints | null>> = {},
): PastReader {
  const contexts = new Map(
    Object.entries(others).map(([name, hints]) => {
      const { hints: _, ...rest } = context;
      return [name, hints === null ? rest : { ...rest, hints }] as const;
    }),
  );
  const known = new WeakMap<MessageVersion, Map<string, readonly Reading[]>>();
  let spent = 0;

  function read(
    { postedAt, of = '' }: PastMessage,
    version: MessageVersion,
    prices?: Readonly<Record<string, string>>,
  ): readonly Reading[] {
    const from = now();
    const text = { ...version.body, postedAt: new Date(postedAt).toISOString() };
    try {
      const own = contexts.get(of) ?? context;
      return readMessage(text, prices ? { ...own, prices } : own).map(inQuote);
    } catch {
      return [{ kind: 'unclear', why: 'The reader failed on this message.', provenance: {} }];
    } finally {
      spent += now() - from;
    }
  }

  function readOnce(
    message: PastMessage,
    version: MessageVersion,
    prices?: Readonly<Record<string, string>>,
  ): readonly Reading[] {
    const key = prices === undefined ? '' : JSON.stringify(prices);
    const byPrices = known.get(version) ?? new Map<string, readonly Reading[]>();
    known.set(version, byPrices);
    const before = byPrices.get(key);
    if (before !== undefined) return before;
    const readings = read(message, version, prices);
    byPrices.set(key, readings);
    return readings;
  }

  return {
    first: (message, version) => readOnce(message, version),
    read: readOnce,
    spent: () => spent,
  };
}
