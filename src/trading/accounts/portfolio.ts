import type { Kysely } from 'kysely';
import { readSettings, writeSettings } from '../store/settings/settings.ts';
import type { Database } from '../store/tables.ts';
import { activePositions } from '../strategy/book/positions.ts';
import type { State } from '../strategy/model/state.ts';
import type { CoinbaseVenue } from '../venue/coinbase/venue.ts';
import { VenueError } from '../venue/venue.ts';

/**
 * Remembers whose portfolio is traded. Rejects with a VenueError when the key is of another one than
 * open live positions are in: there they would look as if somebody had sold them all by hand.
 * Without an answer from Coinbase nothing is concluded.
 */
export async function checkPortfolio(
  db: Kysely<Database>,
  venue: Pick<CoinbaseVenue, 'permissions'>,
  state: State,
  at: number,
): Promise<void> {
  const portfolioId = await venue.permissions().then(
    (permissions) => permissions.portfolioId,
    () => '',
  );
  if (portfolioId === '') return;
  const known = (await readSettings(db, 'portfolio')).id;
  if (known === portfolioId) return;
  const open = activePositions(state).filter(({ account }) => account === 'live').length;
  if (known !== undefined && open > 0) {
    throw new VenueError(
      `The Coinbase key belongs to portfolio ${portfolioId}, and ${open} open live position${open === 1 ? ' is' : 's are'} in portfolio ${known}. Use a key of that portfolio until they are closed.`,
    );
  }
  await writeSettings(db, 'portfolio', { id: portfolioId }, 'coinbase', at);
}
