/**
 * What a word can mean to the reader. A language's table gives, for each of these, the words and
 * phrases that mean it there.
 *
 * How to write one: a role, then its phrases in running lines with a comma between; a line's end ends
 * a phrase as well. Lower case, as people write it; accents and Turkish dots may be left out or not,
 * both forms of Chinese are one. Where two phrases differ only by accents ("kèo", "kéo"), the one
 * spelled as in the message is meant. A phrase may have several words. The longest that fits wins, so
 * a phrase can take the meaning out of a word in it ("short term" is no short).
 *
 * A phrase stands under one role; \`compile\` refuses the second. Signs behind a phrase say where it
 * counts: \`*\` with any ending ("закры*"), \`:\` only with a colon behind ("price:"), \`#\` only with a
 * number right behind ("t#" is the T of T1, "损#" the 损 of 损3135), \`_\` only at the end of a word
 * (where words are matched inside others: "走_"). A \`+\` in front marks a phrase of another role that
 * also says above or below when it is a condition ("geçerse"), or also joins numbers (to, and, at).
 * A phrase under \`if\` that holds one for above or below says which way the price has to go.
 */
export const ROLES = [
  // which way
  'long',
  'short',
  'buy',
  'sell',
  // labels whose numbers are prices
  'entry', // where to get in
  'stop',
  'target',
  'average', // a further entry: DCA, averaging
  // labels whose numbers are something else
  'leverage',
  'risk', // how much of the account
  'skip', // an id, a score, a ratio, the price just now
  'result', // what a trade brought: profit, loss, ROI
  'coin', // "coin:", "pair:"
  // how to get in, and where
  'limit',
  'market',
  'entered', // "longed", "bought": the author is in
  'spot',
  'futures',
  // what to do with something that is open
  'close',
  'cancel',
  'move',
  'add',
  'reduce',
  'secure', // book, lock, take profits
  'hold',
  'rest', // what is left of a position
  'open', // open a position, enter
  'flip', // close and turn round
  // how much
  'half',
  'third',
  'quarter',
  'all', // every position
  'wholly', // the whole of one
  'some',
  // where to
  'breakeven',
  'order', // order, position, trade
  // what happened
  'hit',
  'stoppedOut', // the stop was hit, in one word
  'filled',
  // how it is said
  'not',
  'no',
  'yes',
  'if',
  'later', // a plan, not yet
  'maybe', // an opinion
  'unreal', // nothing in the message is traded: an example, a trade on paper, "no entry yet"
  'can', // an offer: "you can close half"
  'past', // told of earlier
  'date', // a day, a month: what it is said of is not done now
  'again', // of a trade that is on: a repost, "still valid", a list of open positions
  'someone', // somebody else: the trade told is theirs
  'told', // of what is usually done, was nearly done, or is felt about it: "always", "almost", "glad"
  'instead', // "instead of", "was": the value that follows is the earlier one
  'new', // new, updated: the value that follows replaces one
  // between numbers
  'above',
  'below',
  'to',
  'and',
  'at',
  // candles
  'candle',
  'hourly',
  'daily',
  'weekly',
  'hours',
  'minutes',
  // units
  'points',
  'thousand',
  'sats',
  // list numbers in words
  'first',
  'second',
  'thirdOf',
  'fourth',
  // the rest
  'ad', // selling something to the reader, or news of the world
  'noise', // a phrase that means nothing here, though a word in it would
  'topic', // a filler that names a thing beside the trade: "the chart", "the exchange"
  'reason', // a filler with which the reason begins: "because"
  'filler', // a common word: never a ticker
] as const;

export type Role = (typeof ROLES)[number];

/** What a filler is beside being one; a word's role is then `filler`. */
export type Sense = Extract<Role, 'topic' | 'reason'>;

/** Roles with their phrases, as ROLES says. */
export type Blocks = { readonly [role in Role]?: string };

/** One language's table. */
export type Vocabulary = { language: string } & Blocks;
