import type { Vocabulary } from './roles.ts';

/** Hindi as it is typed in Latin letters, among English words. */
export const hindi: Vocabulary = {
  language: 'Hindi',
  long: `
    long le lo, long lelo, long lena, long lo, long le rahe, long liya, long karo, long le sakte,
    long lena hai, long karna, long banao, long le lena, long position lo
  `,
  short: `
    short le lo, short lelo, short lena, short lo, short le rahe, short karo, short maro,
    short liya, short lena hai, short karna, short banao, short le lena, short position lo,
    short le sakte
  `,
  buy: `
    kharido, khareed, khareedo, kharidna, kharid lo, kharidlo, buy karo, buy kar lo, buy karna,
    buy kar lena, buy kar sakte, le lo, lelo, uthao, utha lo, jama karo
  `,
  sell: 'becho, bech do, bechna, sell karo, sell kar do, bech dena, sell karna, sell kar dena',
  entry: `
    entry lo, entry le lo, entry lena, entry karo, entry banao, entry lelo, entry le lena,
    entry level:, khareed bhav, kharid bhav, khareedne ka bhav
  `,
  stop: `
    sl rakho, sl lagao, stoploss rakho, sl lagana, sl rakhna, stop lagao, stop rakho,
    stoploss lagao, stoploss lagana, stoploss rakhna, stop loss lagao, stop loss rakho,
    stop loss lagana, stop loss rakhna, sl rakhe, sl lagaye
  `,
  target: `
    target rakho, target rakhna, target rahega, target rakhe, target milega, tgt rakho, bechna hai,
    nikalna hai
  `,
  average: `
    average karo, average karna, avg karo, avg karna, average kar lo, average kar lena, dusri entry,
    doosri entry, add karna
  `,
  leverage: 'leverage rakho, leverage lena, leverage rakhna, leverage use karo, lev rakho',
  risk: `
    capital ka, portfolio ka, risk lena, risk lo, paisa lagao, kam quantity, thodi quantity,
    choti quantity
  `,
  result: 'munafa, nuksan, nuksaan, fayda, faida, kamaya, kamaye, kama liya, profit hua, loss hua',
  market:
    'abhi ke bhav, current bhav, abhi lo, abhi entry, isi bhav, abhi ke price, yahi se, yahan se',
  entered: 'kharida, khareeda, entry li, entry le li, long le liya, short le liya, buy kiya',
  close: `
    band karo, band kar do, band kardo, close karo, close kar do, close kardo, close kar lo,
    close kar dena, nikal jao, nikal lo, nikal jana, exit karo, exit kar lo, exit kardo,
    exit kar do, exit kar jao, niklo, cut karo, bahar niklo, bahar nikal jao, kaat do, kaat lo,
    sab bech do, close karna
  `,
  cancel: `
    cancel karo, cancel kar do, hata do, hatao, order hata do, cancel kardo, cancel kar lo,
    cancel kar dena, order cancel karo, limit hata do
  `,
  move: `
    le aao, leke aao, shift karo, shift kar do, trail karo, upar karo, niche karo, move karo,
    kar lo, kar do, move kar do, move kar lo, shift kar lo, trail kar lo, le jao, kardo, karlo,
    upar kar lo, upar kar do
  `,
  add: 'add karo, add kar lo, aur kharido, aur lo',
  reduce: 'thoda bech do, thoda book karo, partial book karo, partial book kar lo, kuch book karo',
  secure: `
    book karo, book kar lo, profit book karo, profit book kar lo, book kardo, profit le lo,
    book karlo, profit book kardo, profit nikal lo, profit book kar do, book kar do
  `,
  hold: 'hold karo, pakad ke rakho, rakho, hold rakho, hold kar lo, pakde raho, bane raho',
  rest: 'baaki, baki, bacha hua, baaki ka, baki ka',
  half: 'aadha, adha, aadhi, adhi',
  all: 'sab, saare, sabhi, sab kuch, saari positions, sabhi trades',
  wholly: 'poora, pura, poori, puri',
  some: 'thoda, thodi, kuch, thoda sa',
  breakeven: `
    cost pe, cost par, cost to cost, entry pe, entry par, cost price pe, buying price pe,
    kharid price pe, no loss pe, entry price pe, entry price par
  `,
  hit: `
    aa gaya, ho gaya, hit ho gaya, lag gaya, mil gaya, aa gya, ho gya, mil gya, pura hua,
    poora hua, achieve ho gaya, touch ho gaya, hit ho gya
  `,
  not: 'nahi, nahin, nhi, mat, bina, mat lena, mat karo, mat karna',
  if: 'agar, jab, tab, agar kahin, jab tak, ke baad, hone ke baad, tode to, tod de',
  later: `
    karenge, lenge, kal, baad me, baad mein, dekhenge, aayega, jayega, sochenge, wait karo,
    intezaar, intezar, intzaar, ruko, aane do, aane dijiye, jaayega, karunga, lunga, kal subah
  `,
  maybe: 'shayad, kya, kaun, kyun, kaise, lagta hai, ho sakta hai, sakta hai, mere hisab se, kis',
  can: 'sakte ho, sakte hain, sakte hai, kar sakte ho, le sakte ho',
  past: `
    pichle, kal ka, diya tha, liya tha, kiya tha, pichla, pichli, pichle hafte, kal wala,
    diye the, kal diya
  `,
  someone: 'usne, unhone, kisi ne, ek dost, mere dost, ek member',
  told: 'hamesha, aksar, har baar, sab log, log kehte',
  above: 'ke upar, se upar, upar',
  below: 'ke niche, ke neeche, se niche, se neeche, niche, neeche',
  to: 'se, tak',
  and: 'aur, ya, phir, fir, uske baad',
  at: 'ke paas, ke aas paas, ke aaspaas, pe, par, mein, ke bhav, ke karib',
  first: 'pehla, pahla, pehli',
  second: 'dusra, doosra, dusri',
  thirdOf: 'teesra, tisra',
  ad: 'jud jao, judo, join karo, join kar lo, muft, sampark, message karo',
  noise: `
    se zyada mat lena, se jyada mat lena, se zyada nahi, se jyada nahi, lalach mat karo,
    apne risk par, apne risk pe
  `,
  filler: `
    hai, hain, ho, ka, ki, ke, ko, me, bhai, bhaiyo, bhai log, doston, dosto, log, sirf, jyada,
    zyada, bahut, abhi, aaj, yeh, ye, wo, apna, apni, apne, sabko, yahan, idhar, lena, karo, karna,
    rakhna, rahega, chhota, kam, bhi, toh, bhaiyon, mitron, sabse, accha, acha, ekdum, namaste,
    dhanyavad, shukriya, hamara, humara, hum, aap, tum, wala, wali, wale, jaldi, dhyan
  `,
};
