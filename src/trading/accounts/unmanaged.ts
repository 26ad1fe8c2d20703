import type { Logger } from 'pino';
import type { Tell } from '../engine/tell.ts';
import { activePositions } from '../strategy/book/positions.ts';
import { coverageOf } from '../strategy/hold/orders/coverage.ts';
import type { Account } from '../strategy/model/event.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { Position, State } from '../strategy/model/state.ts';
import { openSize } from '../strategy/model/sums.ts';

/** Tells the owner at the start of positions that nobody looks after. */
export async function tellUnmanaged(
  state: State,
  accounts: ReadonlyMap<Account, unknown>,
  tell: Tell,
  at: number,
  log: Logger,
): Promise<void> {
  const notice = unmanagedNotice(unmanagedPositions(state, new Set(accounts.keys())));
  if (notice === null) return;
  log.error(notice, 'open positions are not managed');
  await tell(`unmanaged ${at}`, notice);
}

/** Positions that nobody looks after: their account is not connected. */
function unmanagedPositions(state: State, connected: ReadonlySet<Account>): Position[] {
  return activePositions(state).filter(({ account }) => !connected.has(account));
}

/** What the owner is told of them at each start; null where there are none. */
function unmanagedNotice(positions: readonly Position[]): Notice | null {
  if (positions.length === 0) return null;
  const one = positions.length === 1;
  return {
    kind: 'error',
    what: `NOT MANAGED: ${positions.length} live position${one ? '' : 's'}. There is no Coinbase key, so the bot can't reach ${one ? 'it' : 'them'}.`,
    lost: `Nobody moves stops, takes targets or closes until the key is back. ${positions.map(lineOf).join(' ')}`,
    todo: 'Set COINBASE_KEY_FILE (or the two variables) to the key of the same portfolio and start again; or close at Coinbase by hand.',
  };
}

function lineOf(position: Position): string {
  const { id, side, product, stop } = position;
  const size = openSize(position);
  if (size.isZero()) return `${id}: ${side} ${product.id}, waiting for its entry at Coinbase.`;
  const rests = coverageOf(position);
  const guarded =
    rests === null || rests === 'bot'
      ? `NO stop rests at Coinbase (it should be ${stop})`
      : `its stop ${stop} rested at Coinbase when last seen`;
  return `${id}: ${side} ${size.toFixed()} ${product.id}, ${guarded}.`;
}
