/**
 * Client order ids are `install-position-n`: the name of the database, the position, and the number
 * of its order; `xN` in place of the number for what closes the whole of it (`wayOutOrder.ts`).
 */
export type OrderName = { positionId: string; number: number; wayOut: boolean };

/** null: it is another database's order, or a person's. */
export function parseOrderId(orderId: string, install: string): OrderName | null {
  if (!orderId.startsWith(`${install}-`)) return null;
  const [, positionId, way, number] =
    /^([1-9]\d*)-(x?)([1-9]\d*)$/.exec(orderId.slice(install.length + 1)) ?? [];
  if (positionId === undefined) return null;
  return { positionId, number: Number(number), wayOut: way === 'x' };
}

/**
 * The id here of the bracket that comes with an entry: the number after the entry's. The venue makes
 * that order and knows it by its own id alone.
 */
export function attachedId(entryId: string, install: string): string {
  const name = parseOrderId(entryId, install);
  if (name === null) throw new Error(`${entryId} is no order of ${install}`);
  return `${install}-${name.positionId}-${name.number + 1}`;
}
