import { VenueError } from './venue.ts';

/**
 * A list as a venue gives it, read entry by entry. What `unreadable` names is there all the same:
 * such a list proves of nothing that it is absent.
 */
export type Listed<T> = { entries: readonly T[]; unreadable: readonly Unreadable[] };

/** An entry that could not be read. */
export type Unreadable = {
  /** Whose it is as far as it tells: an order's venue id, a fill's order, a product's id, an asset. */
  id: string | null;
  problem: string;
};

/** The venue has it, and what it says of it can't be read. */
export class UnreadableError extends VenueError {
  override name = 'UnreadableError';
}

/** A list of which everything could be read. */
export const listed = <T>(entries: readonly T[]): Listed<T> => ({ entries, unreadable: [] });

/** Whether what the list says of this one, or that it has none, is in doubt. */
export function isInDoubt({ unreadable }: Listed<unknown>, id: string): boolean {
  return unreadable.some((one) => one.id === null || one.id === id);
}

/**
 * The entries, where a part of them would mislead. Throws an UnreadableError when there is more
 * than could be read; `what` is what they are: "the balances".
 */
export function whole<T>(what: string, { entries, unreadable }: Listed<T>): readonly T[] {
  if (unreadable.length === 0) return entries;
  const which = unreadable.flatMap(({ id }) => id ?? []).join(', ');
  throw new UnreadableError(
    `Not all of ${what} could be read${which === '' ? '' : ` (${which})`}, and a part of them would mislead.`,
  );
}
