import type { Provenance, Side, Target, Update } from '../reading.ts';

/** A new price for a target, and which it is if its label says so. */
export type NewTarget = { target: Target; number: number | null };

/**
 * The updates that levels alone make, in reply to a signal or under a coin's name with "new". Targets
 * that are numbered from the first on replace the ladder; any others with a number each their own.
 */
export function amendmentsOf(
  levels: {
    entries: readonly string[];
    addedEntries?: readonly string[];
    stops: readonly string[];
    targets: readonly NewTarget[];
  },
  subject: { symbol: string | null; side: Side | null },
  provenance: Provenance,
): Update[] {
  const { targets } = levels;
  const plain = targets.map(({ target }) => target);
  const numbered = targets.every(({ number }) => number !== null);
  const isLadder =
    targets.length !== 1 && targets.every(({ number }, i) => number === null || number === i + 1);
  const single = numbered && targets.length > 0 && !isLadder;
  const rest = amendmentOf({ ...levels, targets: single ? [] : plain }, subject, provenance);
  const each = single
    ? targets.map(({ target, number }): Update => {
        const { targets: cited = [], symbol, side, action } = provenance;
        const own = { ...(symbol && { symbol }), ...(side && { side }), ...(action && { action }) };
        return {
          kind: 'update',
          action: 'amend',
          ...subject,
          targets: [target],
          ...(number === null ? {} : { target: number }),
          provenance: { ...own, targets: cited, ...(number === null ? {} : { target: cited }) },
        };
      })
    : [];
  return [...(rest ? [rest] : []), ...each];
}

function amendmentOf(
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
