import type { MessageText, ReadContext, Reading } from '../reading.ts';
import { readMessage } from '../readMessage.ts';
import { applyTaught } from './applyTaught.ts';
import type { Teaching } from './format.ts';
import { type Cuts, cutsOf, looksLikeOrder, type Written } from './formatOf.ts';
import { lineKeysOf, type Standing, standingOf } from './standing.ts';

/** A message read with what is known of how its provider writes. */
export type ReadAsTaught = {
  /** As its owner taught it, where that applies; else as the reader reads it. */
  readings: Reading[];
  /** What the reader says of it by itself. */
  plain: readonly Reading[];
  /** How the message is written; null when it gives nothing that has a way of writing. */
  written: Written | null;
  cuts: Cuts;
  standing: Standing;
  /** No order could be read, and it has the lines of one. */
  looksLikeOrder: boolean;
};

/**
 * Reads a message, and says how it is written and how that stands with what was taught. What was
 * taught of a format is applied; where it can't be (another coin, levels that contradict it), the
 * format counts as changed: it is asked about, nothing is guessed. Pure.
 */
export function readAsTaught(
  message: MessageText,
  context: ReadContext,
  teachings: readonly Teaching[],
): ReadAsTaught {
  const plain = readMessage(message, context);
  const cuts = cutsOf(message, plain, context, lineKeysOf(teachings));
  const opens = plain.some(({ kind }) => kind === 'signal');
  const updates = plain.some(({ kind }) => kind === 'update');
  const candidates = opens
    ? [cuts.order]
    : updates
      ? [cuts.instruction, cuts.order]
      : [cuts.order, cuts.instruction];
  const found = candidates.flatMap((written) =>
    written ? [{ written, standing: standingOf(written.format, teachings) }] : [],
  );
  // What was said of either way to see it decides; the more likely one first.
  const { written, standing } = found.find((one) => one.standing !== 'new') ??
    found[0] ?? { written: null, standing: 'new' as const };
  const looks =
    !opens && !updates && cuts.order !== null && looksLikeOrder(cuts.order) && isNotForeign(plain);
  const rest = { plain, written, cuts, looksLikeOrder: looks };
  if (standing !== 'taught' || !written) return { ...rest, readings: plain, standing };
  const applied = applyTaught(written, teachings, plain, context);
  return applied
    ? { ...rest, readings: applied, standing }
    : { ...rest, readings: plain, standing: 'changed' };
}

/** Gold, shares and currencies have signals like any other. */
function isNotForeign(readings: readonly Reading[]): boolean {
  return !readings.some(
    (reading) => reading.kind === 'none' && reading.evidence?.includes('not_crypto'),
  );
}
