import { BadRequest } from './orderRequest.ts';

/** A whole number of the query; throws `BadRequest` on anything else. */
export function wholeNumber(query: URLSearchParams, name: string, missing: number): number {
  const text = query.get(name);
  if (text === null || text === '') return missing;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new BadRequest(`${name} is not a whole number`);
  return value;
}

/** A time of the query in UTC milliseconds; throws `BadRequest` on anything else. */
export function timeParameter(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null || text === '') return null;
  const value = Date.parse(text);
  if (Number.isNaN(value)) throw new BadRequest(`${name} is not an RFC 3339 time`);
  return value;
}

/** One page of a list, from after the item that the cursor names. */
export function pageOf<T>(
  list: readonly T[],
  query: URLSearchParams,
  defaultLimit: number,
  idOf: (item: T) => string,
): { page: T[]; cursor: string } {
  const given = query.get('cursor');
  const after = given ? Buffer.from(given, 'base64url').toString() : '';
  const start = after ? list.findIndex((item) => idOf(item) === after) + 1 : 0;
  if (after && start === 0) throw new BadRequest('cursor is invalid');
  const limit = Math.max(1, Math.min(wholeNumber(query, 'limit', defaultLimit), 1000));
  const page = list.slice(start, start + limit);
  const last = page.at(-1);
  const more = start + limit < list.length;
  return { page, cursor: more && last ? Buffer.from(idOf(last)).toString('base64url') : '' };
}
