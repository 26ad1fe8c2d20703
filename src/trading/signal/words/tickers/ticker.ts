import { COIN_NAMES, FIAT, NOT_CRYPTO } from '../../vocabulary/assets.ts';

/** How a ticker is written; the further up, the surer. */
type TickerForm =
  | 'pair' // BTC/USDT, BTCUSDT
  | 'tag' // #BTC, $BTC
  | 'name' // bitcoin, 比特币
  | 'known' // BTC, sol
  | 'capitals' // an unknown word in capitals
  | 'word'; // any unknown word: only in a ticker's place

export type Ticker = {
  base: string;
  quote: string | null;
  form: TickerForm;
  notCrypto: boolean;
  /** The whole message is in capitals, so that they say nothing. */
  shouted?: boolean;
  /** A common word as well, as QUICK is: a tag or a pair beside it says that the word is meant. */
  alsoWord?: boolean;
};

export type TermOptions = {
  labels?: Readonly<Record<string, string>>;
  /** Base assets that can be traded. */
  symbols?: ReadonlySet<string>;
};

export function ticker(base: string, quote: string | null, form: TickerForm): Ticker {
  const upper = base.toUpperCase();
  const name = COIN_NAMES.get(base.toLowerCase());
  const forex = (FIAT.has(upper) && (quote === null || FIAT.has(quote))) || isForexPair(upper);
  return {
    base: name ?? upper.replace(/^XBT$/u, 'BTC'),
    quote,
    form,
    notCrypto:
      NOT_CRYPTO.has(upper) ||
      /^XA[UG]/u.test(upper) ||
      forex ||
      (quote !== null && NOT_CRYPTO.has(upper + quote)),
  };
}

/** "EURAUD", "CADJPY". */
export function isForexPair(word: string): boolean {
  return word.length === 6 && FIAT.has(word.slice(0, 3)) && FIAT.has(word.slice(3));
}

/** Written as only coins are (a pair, a tag, a name), and not a word that is a ticker as well. */
export function isSure(ticker: Ticker): boolean {
  return ticker.form !== 'word' && ticker.form !== 'capitals';
}
