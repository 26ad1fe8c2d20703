import type { DecimalString } from '../../venue/venue.ts';
import { type Stake, stakeOf } from '../book/stake.ts';
import type { Denial } from '../model/denial.ts';
import type { Position, State } from '../model/state.ts';
import { limitAgainst } from '../open/limits.ts';
import { accountAgainst, haltAgainst } from '../open/protections.ts';
import type { Settings } from '../settings/settings.ts';

/** What a change of a position is held against before it is made. */
export type Weighing = {
  /** The last price of its product; null where it is not known. */
  last: DecimalString | null;
  /** Whoever asks was told that it closes something, and wants that. */
  sure: boolean;
  /**
   * Which of the owner's limits says no to the position as it would be, the losses that stop trading
   * included; null when none does.
   */
  limit(after: Position): Denial | null;
};

/** The weighing of one position's change, under the settings in force now. */
export function weigh(
  state: State,
  position: Position,
  now: {
    last: DecimalString | null;
    settings: Settings;
    /** What the account is worth, in the product's quote; as it was at the plan, where left out. */
    equity?: DecimalString | undefined;
    sure?: boolean;
  },
): Weighing {
  const { account, product, plan } = position;
  const equity = now.equity ?? plan.equity ?? null;
  const { settings } = now;
  const asked = { state, account, product, settings, equity };
  const stopped = (after: Stake, before: Stake): Denial | null => {
    const isDearer = after.cost.gt(before.cost);
    if (!isDearer && !after.risk.gt(before.risk)) return null;
    return (
      (isDearer ? haltAgainst(state, account) : null) ??
      accountAgainst({ state, account, settings })
    );
  };
  return {
    last: now.last,
    sure: now.sure ?? false,
    limit: (grown) => {
      const [after, before] = [stakeOf(grown), stakeOf(position)];
      return stopped(after, before) ?? limitAgainst(asked, after, before);
    },
  };
}
