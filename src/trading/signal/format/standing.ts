import type { Reading } from '../reading.ts';
import type { Format, PlaceRole, Teaching } from './format.ts';

/** Nothing of it is ever acted on or asked about. */
function isLeftAlone({ said }: Pick<Teaching, 'said'>): boolean {
  return said === 'nothing' || said === 'never';
}

/**
 * How a format stands with what its owner has said of this provider's. known: each of its lines was
 * confirmed, and each number in them is read as it was then. taught: the same, and what some of its
 * places are was corrected. nothing, never: to be left alone. changed: its lines are known, and a number
 * in them is read as something else. new: anything else.
 */
export type Standing = 'known' | 'taught' | 'nothing' | 'never' | 'changed' | 'new';

export function standingOf(format: Format, teachings: readonly Teaching[]): Standing {
  const own = teachings.findLast((teaching) => teaching.format.key === format.key);
  if (own?.said === 'nothing' || own?.said === 'never') return own.said;
  const lines = knownLines(teachings);
  const found = format.lines.map((line) => lines.get(lineKey(format, line.key)));
  if (found.some((line) => line === undefined)) return 'new';
  if (own?.said === 'taught' || found.some((line) => line?.taught)) return 'taught';
  const asBefore = format.lines.every((line, i) => sameRoles(line.places, found[i]?.places ?? []));
  return asBefore ? 'known' : 'changed';
}

/** The lines that were confirmed or corrected, each as it was told last. */
export function knownLines(
  teachings: readonly Teaching[],
): ReadonlyMap<string, { places: readonly PlaceRole[]; taught: boolean }> {
  const lines = new Map<string, { places: readonly PlaceRole[]; taught: boolean }>();
  for (const teaching of teachings) {
    if (isLeftAlone(teaching)) continue;
    const { format, said } = teaching;
    for (const { key, places } of format.lines)
      lines.set(lineKey(format, key), { places, taught: said === 'taught' });
  }
  return lines;
}

/** An instruction's words are known as a whole only, and say nothing of an order's lines. */
export function lineKey({ kind, key }: Format, line: string): string {
  return kind === 'instruction' ? `${key} / ${line}` : `order: ${line}`;
}

function sameRoles(a: readonly PlaceRole[], b: readonly PlaceRole[]): boolean {
  return a.length === b.length && a.every((role, i) => role === b[i]);
}

/** The keys of the order lines that are known. */
export function lineKeysOf(teachings: readonly Teaching[]): ReadonlySet<string> {
  return new Set(
    teachings.flatMap((teaching) =>
      isLeftAlone(teaching) || teaching.format.kind === 'instruction'
        ? []
        : teaching.format.lines.map(({ key }) => key),
    ),
  );
}

/**
 * Whether "not a signal" is to be remembered of how a message is written. Not when that was confirmed
 * before, and not when its levels contradict each other: then this one message is wrong, not the way
 * it is written.
 */
export function isToRemember(
  format: Format,
  readings: readonly Reading[],
  teachings: readonly Teaching[],
): boolean {
  const confirmed = teachings.some(
    (teaching) => teaching.format.key === format.key && !isLeftAlone(teaching),
  );
  const contradicts = readings.some(
    (reading) => reading.kind === 'unclear' && reading.evidence?.includes('levels_contradict'),
  );
  return !confirmed && !contradicts;
}
