import type { Decimal } from '../../../money.ts';
import { percentAhead } from '../../model/side.ts';
import type { Position } from '../../model/state.ts';
import { averageEntry } from '../../model/sums.ts';
import { trailOf } from '../prices/trail.ts';

/** What makes a rule act that moves the stop by itself: so many targets done, or a price. */
export type StopStart =
  | { what: 'breakeven' | 'trailing'; targets: number }
  | { what: 'breakeven' | 'trailing'; price: Decimal };

/**
 * When the stop of a position goes to breakeven or begins to trail, as far as it has not yet. After a
 * percent stands over after a target for the trailing stop; breakeven may be set for both.
 */
export function stopStarts(position: Position): readonly StopStart[] {
  const { settings, ruled, side } = position;
  const starts: StopStart[] = [];
  if (settings.breakevenAfterTarget > 0) {
    starts.push({ what: 'breakeven', targets: settings.breakevenAfterTarget });
  }
  const toEntry = settings.breakevenAfterPercent !== '0' && !ruled.breakeven;
  const toTrail = settings.trailingStopPercent !== '0' && trailOf(position, 'stop', 0) === null;
  const trailsByPrice = toTrail && settings.trailingStopAfterPercent !== '0';
  if (toTrail && !trailsByPrice) {
    starts.push({ what: 'trailing', targets: settings.trailingStopAfterTarget });
  }
  if (!toEntry && !trailsByPrice) return starts;
  const entry = averageEntry(position);
  if (entry === null) return starts;
  const at = (percent: string) => percentAhead(entry, percent, side);
  if (toEntry) starts.push({ what: 'breakeven', price: at(settings.breakevenAfterPercent) });
  if (trailsByPrice)
    starts.push({ what: 'trailing', price: at(settings.trailingStopAfterPercent) });
  return starts;
}
