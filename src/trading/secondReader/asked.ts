import type { MessagePart, MessageText, ReadContext } from '../signal/reading.ts';
import { LONGEST_TEXT, termOptions } from '../signal/repliedTo.ts';
import { type Document, makeDocument } from '../signal/text/document.ts';
import { GAP } from '../signal/text/normalize.ts';
import { hasSeveralSpeakers, withoutOthersWords } from '../signal/text/ownWords.ts';
import { readTerms } from '../signal/words/terms/readTerms.ts';
import type { Term } from '../signal/words/terms/term.ts';

/** A message as the second reader is asked about it. */
export type Asked = {
  /** What is sent: the author's own words, without links, mentions and quoted lines. */
  text: string;
  terms: readonly Term[];
  /** Where a stretch of `text` stands in the message. */
  spanOf: Document['spanOf'];
};

/** A longer one is no signal, and costs. */
const LONGEST = 4_000;

/**
 * The one text of a message that a model can be asked about; null where it has none, or several: a
 * forward with words of its own, a chat that was copied.
 */
export function askedOf(message: MessageText, context: ReadContext): Asked | null {
  const parts = [
    { ...message, wrap: (part: MessagePart): MessagePart => part },
    ...(message.forwarded ?? []).map((snapshot, index) => ({
      ...snapshot,
      wrap: (of: MessagePart): MessagePart => ({ in: 'forwarded', index, of }),
    })),
  ].filter(({ text, embeds = [] }) => text.trim() !== '' || embeds.length > 0);
  const [part, ...others] = parts;
  if (!part || others.length > 0) return null;
  const { text, embeds = [], wrap } = part;
  const { text: whole, spanOf } = makeDocument(text.slice(0, LONGEST_TEXT), embeds, wrap);
  const own = withoutOthersWords(whole).text;
  if (own.length > LONGEST || own.trim() === '' || hasSeveralSpeakers(own)) return null;
  return { text: own.replaceAll(GAP, ' '), terms: readTerms(own, termOptions(context)), spanOf };
}

/** A number that may be a price. */
export function isPrice({ kind, number }: Term): boolean {
  return (
    kind === 'number' &&
    number !== undefined &&
    (number.unit === null || number.unit === 'thousand')
  );
}

/** It names a coin for sure and gives two prices or more: more than chatter. */
export function hasPricesAndCoin({ terms }: Asked): boolean {
  const prices = terms.filter((term) => isPrice(term) && term.text.length > 1);
  return prices.length > 1 && terms.some(isCoin);
}

/** A coin told by more than a word that may be its ticker. */
export function isCoin({ ticker }: Term): boolean {
  return ticker !== undefined && ticker.form !== 'word' && !ticker.notCrypto;
}
