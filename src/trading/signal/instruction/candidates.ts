import { isKind } from '../words/kinds.ts';
import { placeOf, type Term } from '../words/terms/term.ts';
import { type InstructionCandidate, instructionCandidate } from './instructionCandidate.ts';
import { instructionsIn } from './instructions.ts';
import { stopReportIn, targetReportIn } from './reports.ts';
import type { SegmentWords } from './segmentWords.ts';

/** What a segment reports, and what it may instruct; who reports is not asked whether it is meant. */
export function candidatesIn(words: SegmentWords): {
  reports: readonly InstructionCandidate[];
  instructions: readonly InstructionCandidate[];
} {
  const flip = words.find('flip');
  if (flip && isTurn(words, flip)) {
    const close = { ...instructionCandidate(words, 'close', [flip]), side: null };
    return { reports: [], instructions: [close] };
  }
  const stopReport = stopReportIn(words);
  if (stopReport) return { reports: [stopReport], instructions: [] };
  const targetReport = targetReportIn(words);
  return { reports: targetReport ? [targetReport] : [], instructions: instructionsIn(words) };
}

/** "We got 1.549 and reversed" tells of the price; what is turned is a trade, to a side. */
function isTurn({ terms, has }: SegmentWords, flip: Term): boolean {
  // "Flipped ~8500 sats into support": a level.
  const next = terms[placeOf(terms, flip) + 1];
  const level = next?.kind === 'number' || next?.text === '~' || has('skip');
  if (level && !has('long', 'short') && !flip.text.includes(' ')) return false;
  return !isKind(flip, 'reverses') || has('long', 'short', 'order');
}
