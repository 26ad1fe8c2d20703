import type { WordsByLanguage } from '../kinds.ts';

/** How words and numbers are written together and apart. */
export const writingKinds = {
  // how words are cut from each other
  /** A full stop behind it ends no sentence. */
  abbreviation: {
    German: 'ca, bzw',
    English: 'max, min, approx',
    French: 'env',
    Spanish: 'aprox',
    Russian: 'ок, прим',
  },
  /** Behind a coin's name it belongs to it. */
  coinWord: { Persian: 'کوین', English: 'coin', Turkish: 'koin' },
  /** Of #signal and the like: no coin. */
  hashtagWord: {
    English:
      'signal, signals, crypto, cryptocurrency, trading, trade, scalp, scalping, swing, vip, free, premium, long, short, spot, futures, future, binance, bybit, okx, mexc, bingx, update, news, analysis, ta, alert, altcoin, altcoins, defi, nft, meme, memes, ai, rwa, rewards, airdrop, megadrop, usdt, setup, result, results, profit, breakout, coin, coins, token, gem, bullish, bearish, buy, sell, hodl, blockchain',
    Russian: 'сигнал, сделка, крипта, скальп, свинг',
    Persian: 'سیگنال',
  },
  /** Case endings, glued to a number ("67.800den", "0,162'yi"). */
  caseEnding: {
    Turkish:
      'den, dan, ten, tan, de, da, te, ta, e, a, i, u, ye, ya, yi, yu, in, un, nin, nun, lik, luk, ler, lar',
  },
  /** Words that lost the space before them: "LONGLeverage". */
  gluedTail: {
    English:
      'leverage, entry, targets, target, take, stop, stoploss, trailing, exchange, signal, side, direction, long, short, buy, sell, lev, margin',
  },
  /** Sides glued to a pair: "BTCUSDTLONG". */
  gluedSide: { English: 'long, short, buy, sell' },
  /** Behind a pair: ".P", "-PERP". */
  perpetualEnding: { English: 'p, perp' },
  /** Labels that can be spelled wholly in letters of another script that only look Latin. */
  spelledAlike: { English: 'tp, tps, cmp, ep, et, be, pt' },
  /** What stands behind the coin NOT; behind the word stands anything else. */
  behindCoinNot: {
    English: 'long, short, buy, sell, sl, tp, stop, entry, target, usdt, spot',
  },
} satisfies WordsByLanguage;
