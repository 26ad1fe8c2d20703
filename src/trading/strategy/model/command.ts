import type { OrderRequest } from '../../venue/venue.ts';
import type { Denial } from './denial.ts';
import type { Account } from './event.ts';
import type { Notice } from './notice.ts';
import type { Position, State } from './state.ts';

/** What the core wants done. Carried out after the commit; each can be repeated without harm. */
export type Command =
  | { type: 'place'; account: Account; positionId: string; request: OrderRequest }
  | {
      type: 'replace';
      account: Account;
      positionId: string;
      orderId: string;
      request: OrderRequest;
    }
  | { type: 'cancel'; account: Account; positionId: string; orderId: string }
  | { type: 'notify'; notice: Notice };

/** What became of a signal, an update or an act of the owner's on a position. */
export type Outcome =
  | { outcome: 'taken'; positionId: string }
  | { outcome: 'applied'; positionIds: readonly string[] }
  | ({ outcome: 'denied' } & Denial)
  | { outcome: 'noted'; why: string };

export type Decision = {
  state: State;
  commands: readonly Command[];
  /** Positions that are new or changed, as they are in `state`. */
  changed: readonly Position[];
  /** Only for a signal, an update, and an act on a position. */
  outcome?: Outcome;
};
