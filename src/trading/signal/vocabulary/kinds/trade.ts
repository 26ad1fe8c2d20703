import type { WordsByLanguage } from '../kinds.ts';

/** What a price does, and what is done to a trade. */
export const tradeKinds = {
  // what a price does
  /** Verbs of a price that comes to a level … */
  reaches: {
    English:
      'wick, wicks, wicked, tap, taps, tapped, touch, touches, touched, spike, spikes, fill, fills, filled, trigger, triggers, triggered, reach, reaches, reached, come, comes, hit, hits, given, offered, available, possible',
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
  cut: { English: 'cut, cut it' },
  stopped: { English: 'stopped' },
  booked: { English: 'booked' },
  books: { English: 'book*' },
  take: { English: 'take, taking' },
  took: { English: 'took' },
  /** "Take KNC off". */
  takesOff: { English: "take, taking, took, i'm taking" },
  off: { English: 'off' },
  out: { English: 'out' },
  /** Behind a price, among labels that stand behind theirs: where to get out. */
  leavesBehind: { Chinese: '走' },
  outOf: { English: 'out of' },
  outAt: { English: 'out at' },
  leaving: { English: 'leaving' },
  /** May carry an instruction though it has no role. */
  carries: { English: 'take, taking, out, out of, booked, leaving' },
  /** Behind a stop's label they say no more than the label does. */
  sets: {
    English: 'set, put, place',
    Russian: 'ставим, ставлю, ставьте, поставьте, поставить, поставил',
    Spanish: 'poner, pon, pongan, ponemos, colocar, colocamos, coloquen',
    Italian: 'mettere, mettete, mettiamo, metto',
  },
  exit: { English: 'exit*' },
  exitLevel: { English: 'exits' },
  byHand: { English: 'manual*' },
  updates: { English: 'updat*' },
  /** Verbs that move a stop without naming it. */
  trails: { English: 'trail, trailing, trailed, tighten, tightening, tightened' },
  /** "Trailing stop moved". */
  changesStop: { English: '*stop*' },
  /** A break-even that is said to be the stop's. */
  stopInBreakeven: { Chinese: '*损*, *保*' },
  intoProfit: { English: 'into profit, into profits, into the profit' },
  reverses: { English: 'revers*' },
  /** What is left so was open, or waited. */
  scratches: { English: 'scratch*, invalidated' },
  invalidates: { English: 'invalid*' },
  /** Of a trade that is on: some of what it brought is in. */
  profitTaken: {
    English:
      'took profit, took profits, profit taken, profits taken, secured, banked, cashed, booked',
  },
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
  /** The side is in the word for having entered: "longed", "geshortet", "зашортил". */
  enteredLong: {
    English: '*long*',
    Russian: '*лонг*',
    Persian: '*لانگ*',
    Korean: '*롱*',
    Japanese: '*ロング*',
  },
  enteredShort: {
    English: '*short*',
    Russian: '*шорт*',
    Persian: '*شورت*',
    Korean: '*숏*',
    Japanese: '*ショート*',
  },
} satisfies WordsByLanguage;
