/**
 * What a word is beside its role: small classes of words that a rule asks for. A word has one role
 * and may be of many kinds.
 *
 * A kind names its words by language, in the way of the language's own table (see ROLES): lower case,
 * a comma between, a `*` at the end for any
 * ending, at the beginning for any beginning. Marks and digits are no words and stay with the code.
 */
export const KINDS = {
  // who speaks, of whose trade, to whom
  speaker: { English: 'i, we' },
  reader: { English: "you, you're, you've, u, ur, still", Russian: 'вы, зашли', German: 'ihr' },
  mine: { English: 'my' },
  /** A level beside it is that of the author's own trade. */
  ofMine: { English: 'my, mine' },
  /** Before a thing that somebody owns. */
  owner: {
    English: 'my, your, our, ur, mine, his, her, their',
    Portuguese: 'meu, minha, meus, minhas',
    Spanish: 'mi, mis, tu, tus',
    French: 'mon, ma, mes',
    German: 'mein, meine, meinen',
    Russian: 'мой, мою, мои, свой, свою, свои',
  },
  /** Before a coin or a side they name a trade that is on. */
  definite: { English: 'the, my, our, your, this, that' },
  /** Whom a message greets is spoken to, and not told of. */
  greeting: {
    English: 'dear, hi, hello, hey, gm, attention',
    German: 'liebe, hallo',
    Spanish: 'hola, queridos, estimados',
    Portuguese: 'olá, caros',
    French: 'bonjour, chers',
    Russian: 'привет, дорогие, уважаемые',
    Turkish: 'merhaba, sevgili',
    Indonesian: 'halo',
    Vietnamese: 'chào, các',
    Chinese: '各位',
  },
  /** Makes the word before it the subject. */
  subjectParticle: { Japanese: 'が', Korean: '가, 이' },
  /** Behind a name it says that this one has done something. */
  auxiliary: { German: 'hat, haben', French: 'ont' },

  // verbs that join
  /** Right behind an instruction or the levels of an order it makes them the subject of a sentence. */
  copula: { English: 'is, are' },
  /** Behind a person it tells what becomes of them. */
  linking: { English: 'is, are, has, have, went, goes' },
  is: { English: 'is' },
  /** What is done to it, not by the author: "got cut". */
  passive: { English: 'got' },
  /** What might have been: "had I held". */
  supposing: { English: 'had *' },

  // sentences about
  how: { English: 'how' },
  /** What is done, as a subject: "closing half …". */
  gerund: { English: '*ing' },
  adverb: { English: '*ly' },
  defines: { English: 'what, how, why' },
  judges: {
    English: 'beats, costs, earns, feels, helps, hurts, kills, makes, pays, saves, wins, works',
  },
  /** Done by habit, wherever in its sentence it stands. */
  habit: {
    English:
      'always, usually, typically, normally, generally, how every, every time, each time, rule, rules',
    German: 'meistens, immer, oft, gewöhnlich',
  },
  /** Heads what calls have come to. */
  resultsHeading: { English: 'recap, results, performance, scoreboard' },
  /** First word of such a message. */
  resultsFirst: { English: 'results, recap, performance, track' },
  copyOfMessage: { English: 'rt, retweet, retweeted, qt' },
  /** First word of an author's own remark, before a colon. */
  note: {
    English: 'note, notes, comment, comments, remark, remarks',
    Spanish: 'nota, notas',
    German: 'notiz, notizen, kommentar',
    Russian: 'заметка, заметки, примечание, комментарий',
    Indonesian: 'catatan',
    Vietnamese: 'ghi, chu',
  },
  /** First word of why a trade is made, before a colon. */
  whyMade: {
    English: 'why, reason, reasons, reasoning, rationale, thesis',
    Spanish: 'motivo, motivos',
    German: 'begründung, grund',
    French: 'raison, pourquoi',
    Russian: 'причина, почему, идея',
    Indonesian: 'alasan',
    Turkish: 'sebep, neden',
    Vietnamese: 'ly, do',
  },
  status: { English: 'status' },
  invitation: { English: 'please' },

  // when
  /** Before a day it gives a deadline, not the day on which it was done. */
  until: {
    English: 'before, until, till, by, into',
    German: 'bis, vor',
    Spanish: 'antes, hasta',
    Portuguese: 'até',
    French: 'avant',
    Russian: 'до, перед',
    Turkish: 'kadar',
    Indonesian: 'sebelum',
    Vietnamese: 'trước',
    Chinese: '前に',
    Japanese: 'まで',
    Korean: '전에, 까지',
    Arabic: 'قبل',
    Persian: 'تا',
  },
  /** Before a year. */
  inYear: { English: 'in, since', German: 'im', Spanish: 'en', Portuguese: 'em', Russian: 'в' },
  /** It tells why it is given now ("before the news"), not that it is past. */
  beforeEvent: { English: 'before the' },
  ago: { English: 'ago' },
  afterThat: { English: 'then' },
  now: { English: 'now' },
  /** At a level's label: that the level holds from now on. */
  nowOfLevel: {
    English: 'now, current, currently',
    Russian: 'теперь, текущий, сейчас',
    Spanish: 'ahora, actual',
    Portuguese: 'agora, atual',
    French: 'maintenant, actuel',
    German: 'jetzt, nun, aktuell, aktueller',
    Italian: 'ora, adesso, attuale',
    Turkish: 'şimdi, artık, güncel',
    Indonesian: 'sekarang',
    Vietnamese: 'hiện tại, bây giờ',
    Persian: 'حالا, الان, فعلی',
    Arabic: 'الان, حاليا',
    Chinese: '现在, 当前, 目前',
    Japanese: '現在',
    Korean: '현재, 이제',
  },
  was: { English: 'was' },
  still: { English: 'still*' },
  awaits: { English: 'when, once, if, until' },
  onlyIf: { English: 'only*' },

  // what a price does
  /** Verbs of a price that comes to a level … */
  reaches: {
    English:
      'wick, wicks, wicked, tap, taps, tapped, touch, touches, touched, spike, spikes, fill, fills, filled, trigger, triggers, triggered, reach, reaches, reached, come, comes, hit, hits',
  },
  /** … passes it … */
  breaks: { English: 'break, breaks, breaking, broken' },
  /** … and gives way. */
  givesWay: { English: 'goes, breaks, fails, gives, cracks' },
  /** Small words around them. */
  aroundPrice: {
    English:
      'it, price, we, i, they, get, gets, is, are, that, there, this, level, up, down, again, a, one, into, them',
  },
  /** Above and below that stand behind their price. */
  postposition: { Turkish: 'üstü, üzeri, üstünde, üzerinde, üstüne, altı, altında, altına' },

  // small words between a verb and what it acts on
  at: { English: 'at' },
  from: { English: 'from' },
  for: { English: 'for' },
  into: { English: 'in' },
  to: { English: 'to' },
  of: { English: 'of' },
  both: { English: 'both' },
  negation: { English: 'no' },

  // verbs of a trade
  opened: { English: 'opened' },
  closed: { English: 'closed' },
  closes: { English: 'clos*' },
  cut: { English: 'cut' },
  stopped: { English: 'stopped' },
  booked: { English: 'booked' },
  books: { English: 'book*' },
  take: { English: 'take, taking' },
  took: { English: 'took' },
  /** "Take KNC off". */
  takesOff: { English: "take, taking, took, i'm taking" },
  off: { English: 'off' },
  out: { English: 'out' },
  outOf: { English: 'out of' },
  outAt: { English: 'out at' },
  leaving: { English: 'leaving' },
  /** May carry an instruction though it has no role. */
  carries: { English: 'take, taking, out, out of, booked, leaving' },
  exit: { English: 'exit*' },
  exitLevel: { English: 'exits' },
  byHand: { English: 'manual*' },
  updates: { English: 'updat*' },
  /** "Trailing stop moved". */
  changesStop: { English: '*stop*' },
  /** A break-even that is said to be the stop's. */
  stopInBreakeven: { Chinese: '*损*, *保*' },
  reverses: { English: 'revers*' },
  /** What is left so was open, or waited. */
  scratches: { English: 'scratch*, invalidated' },
  invalidates: { English: 'invalid*' },
  /** Of a target: taken. */
  takenTarget: { Russian: 'взяли, взял', English: 'took' },
  /** Verbs of leaving in the past … */
  left: { English: 'closed, closed out, exited, sold' },
  /** … of languages whose verb stands behind the price … */
  leftBehind: {
    German: 'geschlossen, glattgestellt, ausgestiegen, zugemacht, raus',
    Spanish: 'cerrado, cerrada, cerré, salí, vendido',
    Portuguese: 'fechado, fechada, fechei, zerado, zerei, encerrado, encerrada, encerrei',
    French: 'fermé, fermée, clôturé, clôturée',
    Turkish: 'kapattım, kapattık, kapandı, çıktım, çıktık',
    Indonesian: 'ditutup',
    Russian: 'закрыл, закрыли, закрыта, закрыто, закрыт, закрылся, закрылись, вышел, вышли',
    Persian: 'بستم, بستیم',
    Chinese: '平了, 全平了, 平掉',
    Japanese: '決済しました, 利確しました, 利確した, 決済した',
    Korean: '익절했습니다, 손절했습니다',
  },
  /** … and the endings that make a past of them. */
  pastEnding: {
    Chinese: '了, 済',
    Japanese: 'しました, した, 済み',
    Korean: '했습니다, 했어요, 했음, 완료, 됐습니다, 되었습니다',
  },
  /** A target's label that is a verb as well. */
  takesProfit: {
    English: 'take profit, take profits, tp',
    Chinese: '止盈, 分批止盈',
    Vietnamese: 'chốt, chốt lời',
    Korean: '익절',
    Japanese: '利確',
    Indonesian: 'ambil untung, ambil profit',
    Turkish: 'kâr al',
    Spanish: 'tomar ganancias, tomar beneficios',
  },

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
  buys: { English: 'buy*' },
  lastOne: { English: 'last, final' },
  /** Of a bot: its settings, no levels of the trade. */
  botSetting: { English: 'trailing conf*' },
  /** Of a stop, or of a bot's settings: known, and no trade. */
  trailing: { English: 'trailing' },
  /** Glued to the word that follows it. */
  gluedAnd: { Arabic: 'و*' },
  positionWord: { English: 'position*' },
  average: { English: 'avg' },
  averagePrice: {
    English: 'average entry price, avg entry price, avg entry, average price, avg',
  },
  /** The price just now, as a label. */
  priceNow: {
    English: 'current, current price, price now, live price, market price now',
    Korean: '현재가',
    Japanese: '現在値',
    Chinese: '现价',
    German: 'aktueller kurs, aktueller preis',
    Spanish: 'precio actual',
    French: 'prix actuel',
  },
  current: { English: 'current' },
  /** Before a price with its change. */
  currentPrice: { English: 'current, now, mark, mark price' },
  /** What a trade has brought. */
  profitLabel: { English: 'pnl, p l, roi, roe, unrealized, result, results, profit' },
  profit: { English: 'profit, profits' },
  loss: { English: 'loss, losses' },
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
  portions: { English: 'steps, parts, legs, tranches, portions, orders, entries, limits' },
  steps: { Persian: 'پله, پله ای, پلهای' },
  goes: { English: 'go' },
  be: { English: 'be' },

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
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type Kind = keyof typeof KINDS;
