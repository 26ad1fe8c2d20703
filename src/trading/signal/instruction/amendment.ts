import type { Provenance, Side, Target, Update } from '../reading.ts';

/** Levels alone, in reply to a signal or under a coin's name with "new": what they replace. */
export function amendmentOf(
  levels: {
    entries: readonly string[];
    addedEntries?: readonly string[];
    stops: readonly string[];
    targets: readonly Target[];
  },
  subject: { symbol: string | null; side: Side | null },
  provenance: Provenance,
): Update | null {
  const { entries, addedEntries = [], stops, targets } = levels;
  const [stop] = stops;
  const enters = entries.length > 0 || addedEntries.length > 0;
  if (!enters && targets.length === 0 && stop === undefined) return null;
  if (stops.length > 1) return null;
  if (!enters && targets.length === 0 && stop !== undefined) {
    const { stop: price = [], ...rest } = provenance;
    return {
      kind: 'update',
      action: 'move_stop',
      ...subject,
      price: stop,
      provenance: { ...rest, price },
    };
  }
  return {
    kind: 'update',
    action: 'amend',
    ...subject,
    ...(entries.length > 0 ? { entries } : {}),
    ...(addedEntries.length > 0 ? { addedEntries } : {}),
    ...(targets.length > 0 ? { targets } : {}),
    ...(stop === undefined ? {} : { stop: { price: stop } }),
    provenance,
  };
}
