import type { Position } from './state.ts';
import type { Turn } from './turn.ts';
import { isLeaving } from './wayOut.ts';

/**
 * The owner has cancelled protection at the venue. Whoever wants to sell by hand has to: the order
 * holds the coins. So it is not put back at once, which would be a fight about them; the bot
 * watches the stop itself meanwhile. Done again within the hour it is left off.
 */
export type Lifted = {
  /** How often within the hour. */
  times: number;
  /** What is sold by hand from here on may be of this position. */
  since: number;
  /** When it is put back, or was. */
  until: number;
  stage: 'waiting' | 'left_off' | 'put_back';
  /** How much rested in what was cancelled and was not found sold since, in base. */
  size: string;
  /** Time of the last trade by hand that was counted. */
  countedTo?: number;
};

/** Whether protection is not to be placed now, because the owner has taken it away. */
export function isLifted({ wayOut: { lifted } }: Position, turn: Pick<Turn, 'at'>): boolean {
  if (lifted === null || lifted.stage === 'put_back') return false;
  return lifted.stage === 'left_off' || turn.at < lifted.until;
}

/** When protection that was cancelled by hand is put back; infinite where it is not. */
export function putBackAt(position: Position): number {
  const { lifted } = position.wayOut;
  if (lifted?.stage !== 'waiting' || isLeaving(position)) return Number.POSITIVE_INFINITY;
  return lifted.until;
}
