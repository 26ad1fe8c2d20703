import type { z } from 'zod';
import { VenueError } from '../../venue.ts';
import type { Rest } from './rest.ts';

/** As many as each of the lists gives at once. */
const PAGE = 250;
/** More pages than any list asked for here has; a cursor that goes in a circle ends there. */
const MAX_PAGES = 400;

/** Every page of a list, or a VenueError: never half of it. */
export async function readPages<Page extends { cursor: string }>(
  rest: Rest,
  schema: z.ZodType<Page>,
  request: { what: string; path: string; query: Record<string, string | readonly string[]> },
  hasNext: (page: Page) => boolean,
): Promise<Page[]> {
  const pages: Page[] = [];
  let cursor = '';
  while (pages.length < MAX_PAGES) {
    const page = await rest.read(schema, {
      what: request.what,
      method: 'GET',
      path: request.path,
      query: { ...request.query, limit: PAGE, ...(cursor ? { cursor } : {}) },
    });
    pages.push(page);
    if (!hasNext(page) || !page.cursor) return pages;
    if (page.cursor === cursor) break;
    cursor = page.cursor;
  }
  throw new VenueError(`Coinbase's pages do not end when asked to ${request.what}.`);
}
