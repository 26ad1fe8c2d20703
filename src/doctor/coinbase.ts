import pino from 'pino';
import type { Config } from '../config.ts';
import { createCoinbaseVenue } from '../trading/venue/coinbase/venue.ts';
import { VenueError, VenueRefusal } from '../trading/venue/venue.ts';
import { type Finding, note, ok, reasonOf, wrong } from './finding.ts';

const ABOUT = 'Coinbase key';
/** Tokens are good for two minutes. */
const TOLERANCE_MS = 20_000;

/** The key: whether Coinbase takes it, and what it may. Only reads. */
export async function examineCoinbase(
  { key, urls }: Config['coinbase'],
  clock: () => number,
): Promise<Finding[]> {
  if (key === null) return [note(ABOUT, 'none is set: trading is on paper')];
  try {
    const venue = createCoinbaseVenue({
      keyName: key.name,
      privateKey: key.privateKey,
      ...(urls && { urls }),
      clock,
      log: pino({ level: 'silent' }),
      maySend: () => false,
    });
    const skew = await venue.clockSkewMs();
    const { canView, canTrade, canTransfer } = await venue.permissions();
    const { entries } = await venue.balances();
    const may = [canView && 'view', canTrade && 'trade', canTransfer && 'transfer'].filter(Boolean);
    return [
      ok(ABOUT, `Coinbase takes it; it may ${may.join(', ') || 'nothing'}`),
      ...(canView && canTrade
        ? []
        : [wrong('its permissions', 'View and Trade are needed', 'Make a key with both.')]),
      ...(canTransfer
        ? [
            wrong(
              'its permissions',
              'it may move money out of your account',
              'Make a key without Transfer: live trading will not start with this one.',
            ),
          ]
        : []),
      ok(
        'its account',
        `holds ${entries.filter(({ available, hold }) => Number(available) + Number(hold) > 0).length} assets`,
      ),
      Math.abs(skew) > TOLERANCE_MS
        ? wrong(
            'clock',
            `${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'} Coinbase’s`,
            'Set it, and let it be kept right over the network (NTP): Coinbase will refuse what is signed.',
          )
        : ok('clock', 'right, by Coinbase’s'),
    ];
  } catch (error) {
    if (error instanceof VenueRefusal) {
      return [wrong(ABOUT, error.message, 'docs/coinbase.md shows how to make one.')];
    }
    const says = error instanceof VenueError ? error.message : reasonOf(error);
    return [wrong(ABOUT, says, 'Check the key and the internet connection.')];
  }
}
