import type { Term } from '../../words/terms/term.ts';
import type { Ticker } from '../../words/tickers/ticker.ts';
import { note } from '../frame/frame.ts';
import { isBesideOrder } from '../walk/neighbours.ts';
import { open, type Walk } from '../walk/walk.ts';

export function readTicker(walk: Walk, term: Term, ticker: Ticker, at: number): void {
  const { frame, label, collected } = walk;
  const sure = isSureForm(ticker);
  // "Coin: sorry" names one, "wrong coin, sorry" doesn't.
  const parted = ':=-→'.includes(walk.terms[at - 1]?.text ?? ' ');
  const labelled = label === 'coin' && (sure || ticker.form === 'capitals' || parted);
  note(frame.tickers, { term, ticker, labelled });
  // An unknown word before a number is the coin only while there is no other coin and no entry.
  const hasCoin = frame.entries.length > 0 || frame.tickers.some((t) => isSureForm(t.ticker));
  const waits = label !== null && label !== 'implied' && collected === 0;
  if (label === 'coin') open(walk, 'implied', term);
  else if (label !== null && term.depth > walk.labelDepth) walk.unknownWords++;
  else if (waits) walk.unknownWords++;
  else if (label !== null && label !== 'implied' && !sure) open(walk, null, term);
  else if (isInCondition(walk, term)) open(walk, null, term);
  else if (sure || (isBesideOrder(walk.terms, at) && !hasCoin)) open(walk, 'implied', term);
  else open(walk, null, term);
}

/** "Long ORDI 9.42 … will cut it if BTC loses 108k": behind a whole order, another coin's price in a condition. */
function isInCondition({ terms, frame }: Walk, { clause, at, ticker }: Term): boolean {
  const ordered = frame.entries.length > 0 && frame.stops.length > 0;
  const other = frame.tickers.some((t) => isSureForm(t.ticker) && t.ticker.base !== ticker?.base);
  return ordered && other && terms.some((t) => t.role === 'if' && t.clause === clause && t.at < at);
}

export function isSureForm({ form }: Ticker): boolean {
  return form !== 'word' && form !== 'capitals';
}
