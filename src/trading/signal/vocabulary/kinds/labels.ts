import type { WordsByLanguage } from '../kinds.ts';

/** What a number is, how much, and its units. */
export const labelsKinds = {
  // labels
  /** Before a price: where the author means to get out. */
  aims: {
    English:
      'looking for, eyeing, expecting, anticipating, aiming, aiming for, aim for, cover, covering, sells, take, eyes on, aim, taking, want',
    Spanish: 'buscando',
    French: 'vise, je vise',
  },
  wants: { English: 'want' },
  entryLabel: { English: 'entry*' },
  /** Where to get in, first in a line and before prices. */
  entryPlace: { English: 'zone, range, accumulation, in' },
  priceLabel: { English: 'price, avg price' },
  buyStop: { English: 'buy stop' },
  sellStop: { English: 'sell stop' },
  sellAt: { English: 'sell at' },
  endsInBuy: { English: '* buy' },
  sells: { English: 'sell*' },
  buys: { English: 'buy*, market buy, limit buy' },
  lastOne: { English: 'last, final' },
  /** Behind an entry and before a price: another place to get in. */
  furtherPart: {
    English: 'more, another',
    Spanish: 'más, otro, otra',
    Portuguese: 'mais, outro, outra',
    Italian: 'ancora',
    German: 'mehr, weitere',
    French: 'plus, encore',
  },
  /** What an alert reckons with. */
  indicator: { English: 'rsi, macd, ema, sma, vwap, adx' },
  /** Of a bot: its settings, no levels of the trade. */
  botSetting: { English: 'trailing conf*' },
  /** Of a stop, or of a bot's settings: known, and no trade. */
  trailing: { English: 'trailing' },
  /** Glued to the word that follows it. */
  gluedAnd: { Arabic: 'و*' },
  positionWord: { English: 'position*' },
  pairWord: {
    English: 'pair',
    Spanish: 'par',
    Portuguese: 'par',
    German: 'paar',
    Italian: 'coppia',
    French: 'paire',
    Russian: 'пара',
  },
  average: { English: 'avg' },
  /** Of a label that stands aside: its number is what the author got in at. */
  ofEntry: { English: 'avg, *entry*', Russian: 'ср*' },
  averagePrice: {
    English: 'average entry price, avg entry price, avg entry, average price, avg',
  },
  /** The price just now, as a label. */
  priceNow: {
    English:
      'current, current price, price now, live price, market price now, cmp, current market price, market price',
    Korean: '현재가, 현재 가격',
    Japanese: '現在値, 現在',
    Chinese: '现价',
    German: 'aktueller kurs, aktueller preis, kurs aktuell, preis aktuell',
    Spanish: 'precio actual',
    French: 'prix actuel',
    Vietnamese: 'giá hiện tại',
    Persian: 'قیمت فعلی',
    Russian: 'текущая цена, цена сейчас',
    Turkish: 'güncel fiyat, anlık fiyat',
    Portuguese: 'preço atual',
    Italian: 'prezzo attuale',
    Indonesian: 'harga sekarang, harga saat ini',
    Arabic: 'السعر الحالي',
  },
  current: { English: 'current' },
  /** Before a price with its change. */
  currentPrice: { English: 'current, now, mark, mark price' },
  /** What a trade has brought. */
  profitLabel: { English: 'pnl, p l, roi, roe, unrealized, result, results, profit' },
  reward: { English: 'reward' },
  profit: {
    English: 'profit, profits',
    Portuguese: 'lucro, lucros, ganho, ganhos',
    Spanish: 'ganancia, ganancias, beneficios',
    Italian: 'profitto, profitti, guadagno',
    German: 'gewinn, gewinne',
    French: 'profit, profits, gain, gains',
    Russian: 'профит, прибыль',
    Turkish: 'kar',
    Indonesian: 'untung, profit',
  },
  loss: {
    English: 'loss, losses',
    Portuguese: 'perda, perdas, prejuízo',
    Spanish: 'pérdida, pérdidas',
    Italian: 'perdita, perdite',
    German: 'verlust, verluste',
    French: 'perte, pertes',
    Russian: 'убыток, лосс',
    Turkish: 'zarar',
    Indonesian: 'rugi',
  },
  /** The column of the side. */
  sideColumn: { English: 'side, direction, type' },
  candleEnd: { English: 'high, low' },
  /** Of "the 20 EMA". */
  movingAverage: { English: 'ema, ma, sma, dma, wma' },
  currencyWord: { English: 'usdt, usd, usdc, dollar, dollars, eur, busd' },
  /** Before two prices: a range. */
  between: {
    English: 'between',
    French: 'entre',
    German: 'zwischen',
    Russian: 'между',
    Indonesian: 'antara',
    Vietnamese: 'giữa',
    Persian: 'بین',
    Arabic: 'بين',
  },

  // how much
  half: { English: 'half*', Chinese: '*一半, 减半' },
  everything: { English: 'all, everything' },
  fractions: { English: 'thirds, halves, quarters' },
  /** Of an order in several prices: "2 steps". */
  portions: {
    English:
      'steps, parts, legs, tranches, portions, orders, entries, limits, bids, clips, buys, chunks',
  },
  steps: { Persian: 'پله, پله ای, پلهای' },
  goes: { English: 'go' },
  be: { English: 'be' },

  // units behind a number
  percentUnit: {
    English: 'percent, pct',
    German: 'prozent',
    French: 'pourcent',
    Spanish: 'por ciento',
    Portuguese: 'por cento',
    Russian: 'процентов, процента, процент',
    Persian: 'درصد',
    Arabic: 'بالمئة, بالمائة',
    Indonesian: 'persen',
    Vietnamese: 'phần trăm',
    Korean: '퍼센트, 프로',
    Japanese: 'パーセント',
  },
  /** A hundredth of the currency. */
  centUnit: { English: 'cents', French: 'centimes', Spanish: 'centavos', Russian: 'центов, цента' },
  /** Amounts that no price comes near. */
  bigAmount: {
    English: 'million, millions, mln',
    German: 'mio',
    Spanish: 'millones',
    Portuguese: 'milhões',
    Turkish: 'milyon',
    Vietnamese: 'triệu',
    Indonesian: 'juta',
    Russian: 'млн, миллиона, миллионов',
    Arabic: 'مليون',
    Persian: 'میلیون',
  },
  /** Behind 10,000 (万) they make an amount of money. */
  moneyUnit: { Korean: '달러, 원', Chinese: '美元, 美金, 刀', Japanese: 'ドル, 円' },
  /** "1st", "2nd". */
  ordinalEnding: { English: 'st, nd, rd, th' },
  /** Glued behind digits it is a unit, a count or a label: no ticker with them. */
  behindDigits: {
    English:
      'usd, usdt, usdc, busd, u, k, x, r, st, nd, rd, th, am, pm, sat, sats, pip, pips, h, hr, hs, hrs, hour, hours, day, days, min, mins, sec, pt, bin, rb, mil, tp, sl, lot, lots, part, step',
  },
  /** A strike's kind, as options are written: "5200C". */
  optionLetter: { English: 'c, p' },
  /** Beside it the letters of levels are a candle's. */
  highLetter: { English: 'h' },
  /** Of the two, one names where to get in. */
  buyTargets: { English: 'buy targets, buy target' },
  sellTargets: { English: 'sell targets, sell target, selling targets' },
  /** Of what a trade may bring, in times its risk. */
  ratioLabel: {
    English:
      'r, r r, rr, rrr, risk reward, risk to reward, risk reward ratio, total r r, reward, risk to reward ratio',
    Russian: 'рр, соотношение риск прибыль, соотношение',
  },
  /** Beside "2x": what it may bring. */
  multiplies: {
    English:
      'will, go, goes, do, does, easy, potential, gain, gains, profit, profits, possible, over, zone',
  },
  /** A coin's ticker that is the name of a field as well, before a colon. */
  fieldName: { English: 'algo, time, hold, id, ai, mode, date, bot, type, note' },
  adding: { English: "adding, added, i'm adding" },
  /** What is done with a first stop as with one that is moved. */
  placing: {
    English: 'set, set up, put, place',
    Spanish: 'poner, pon, colocar, ponemos, pongan, coloquen, colocamos',
    Portuguese: 'colocar, coloquem, coloque, põe, poe, bota, coloca',
    German: 'setzen, setze ich, setze, setzt, gesetzt, legen',
    French: 'mettre, mettez, on met, placer, placez, je mets',
    Russian: 'ставим, поставить, ставлю, ставьте, поставьте, поставил, поставили',
    Turkish: 'koyun',
    Vietnamese: 'để, đặt, set, cài, lên, về',
    Chinese: '带, 带上, 设, 设置, 设置到, 设到, 放到, 放在',
    Persian: 'بذارید, بگذارید, بزارید, قرار دهید',
  },
  /** Beside "adding": there is an entry already. */
  oneMore: { English: 'another, second, third, a third, fourth, more, extra' },
  /** At once, unless a price is named. */
  buyAndHold: { English: 'buy and hold, buy hodl, buy hold' },
  /** Of an entry that is made now, before its share. */
  atOnce: {
    English:
      'now, entry now, enter now, buy now, market, at market, market price, cmp, current price',
  },
  /** Heads the shares of the targets. */
  shareLabel: { English: 'tp shares, tp weights, target weights, exit shares' },
  /** "The 15-minute candle". */
  lengthWord: { English: 'minute, minutes, min, hour, hours, day, days, week, month' },
  /** Before a colon: how long a trade is meant for. */
  termLabel: { English: 'term, horizon, holding, hold, timeframe, time frame, duration' },
  sideWord: { English: 'long, short, buy, sell' },
  /** Between a verb and its price. */
  toPrice: { Russian: 'по' },
  priceWord: {
    English: 'price',
    Russian: 'цене, цена, цену',
    Spanish: 'precio',
    Portuguese: 'preço',
    German: 'preis',
    French: 'prix',
  },
  dayHalf: { English: 'am, pm' },
  timeZone: { English: 'gmt, utc, est, edt, cet, cest, ist, wib, mt, pt, bst, msk' },
} satisfies WordsByLanguage;
