import type { Product } from './venue.ts';

/** Why a product does not take an order now. */
export type EntryClosed = {
  rule:
    | 'expired'
    | 'closed'
    | 'limit_only'
    | 'post_only'
    | 'session_closed'
    | 'after_hours_type'
    | 'after_hours_time_in_force';
  /** It passes by itself, within hours: the same order may be taken then. */
  passes: boolean;
  message: string;
};

/** An order as far as it matters here, in the port's words or the matching core's. */
type Kind =
  | { type: 'market' | 'stop_limit' | 'bracket' }
  | { type: 'limit'; timeInForce: 'gtc' | 'gtd' | 'ioc' | 'fok'; postOnly?: boolean };

/**
 * Why an order of that kind is not taken on the product as it is at that time (UTC milliseconds; left
 * out, as it is while it has not expired); null when it is. A product's state changes by the minute: ask the venue for it (`Venue.product`)
 * before something depends on the answer.
 */
export function entryClosed(
  { id, status, session, expiresAt }: Product,
  kind: Kind,
  at?: number,
): EntryClosed | null {
  if (expiresAt !== undefined && at !== undefined && expiresAt <= at) {
    return { rule: 'expired', passes: false, message: `${id} has expired` };
  }
  switch (status) {
    case 'online':
      break;
    case 'limit_only':
    case 'auction':
      if (kind.type !== 'market') break;
      return { rule: 'limit_only', passes: false, message: `${id} takes limit orders only now` };
    case 'post_only':
      if (kind.type === 'limit' && kind.postOnly) break;
      return { rule: 'post_only', passes: false, message: `${id} takes post-only orders only now` };
    case 'cancel_only':
    case 'view_only':
    case 'disabled':
      return {
        rule: 'closed',
        passes: false,
        message: `${id} can't be traded now (${status.replaceAll('_', ' ')})`,
      };
  }
  if (!session || session.state === 'open') return null;
  const until = session.opensAt === undefined ? '' : ` until ${untilWhen(session.opensAt)}`;
  if (session.state === 'closed') {
    const message = `the market of ${id} is closed${until}`;
    return { rule: 'session_closed', passes: true, message };
  }
  const message = `${id} takes only orders that rest${until || ' outside its hours'}`;
  if (kind.type !== 'limit') return { rule: 'after_hours_type', passes: true, message };
  if (kind.timeInForce === 'gtc' || kind.timeInForce === 'gtd') return null;
  return { rule: 'after_hours_time_in_force', passes: true, message };
}

/** "2026-11-30 23:00 UTC" */
const untilWhen = (at: number) =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
