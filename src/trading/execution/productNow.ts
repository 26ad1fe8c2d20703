import { setTimeout as delay } from 'node:timers/promises';
import { type Product, type Venue, VenueError } from '../venue/venue.ts';

/** Somebody wants out: longer the venue is not waited for. */
const PATIENCE_MS = 2_000;

/** What the venue says now of a product; null when it says nothing of it, or not soon enough. */
export async function productNow(venue: Venue, productId: string): Promise<Product | null> {
  const patience = new AbortController();
  const tooLong = delay(PATIENCE_MS, null, { signal: patience.signal }).catch(() => null);
  const asked = venue.product(productId).catch((error: unknown) => {
    if (error instanceof VenueError) return null;
    throw error;
  });
  try {
    return await Promise.race([asked, tooLong]);
  } finally {
    patience.abort();
  }
}
