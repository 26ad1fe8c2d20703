import { dec } from '../money.ts';
import type { Price } from '../venue/marketData.ts';
import { settle } from './settle.ts';
import type { Position } from './state.ts';
import type { Turn } from './turn.ts';
import { stopLevel, watchedLevels, workedTargets } from './watchedLevels.ts';

/** The position after its product's price has reached a level that it waits for. */
export function onPrice(position: Position, price: Price, turn: Turn): Position {
  const { above, below } = watchedLevels(position);
  const last = dec(price.last);
  const crossed = (above !== null && last.gte(above)) || (below !== null && last.lte(below));
  if (!crossed) return position;

  const long = position.side === 'long';
  const reached = (level: string, up: boolean) => (up ? last.gte(level) : last.lte(level));
  const stop = stopLevel(position);
  if (stop !== null && reached(stop, !long)) {
    return settle({ ...position, leaving: 'stop', entriesEnded: 'stop' }, turn);
  }
  return settle(
    takeTargets(position, (level) => reached(level, long)),
    turn,
  );
}

/** Targets that the engine works itself are sold at market once they are reached. */
function takeTargets(position: Position, reached: (level: string) => boolean): Position {
  const targets = workedTargets(position);
  const hit = targets.filter(({ price }) => reached(price));
  if (hit.length === 0) return position;
  const targetsHit = [...position.targetsHit, ...hit.map(({ leg }) => leg)].sort((a, b) => a - b);
  if (hit.length === targets.length) {
    return { ...position, targetsHit, leaving: 'target', entriesEnded: 'target' };
  }
  const parts = hit.map(({ leg, size }) => ({
    purpose: 'target' as const,
    leg,
    size: size.toFixed(),
  }));
  return { ...position, targetsHit, reductions: [...position.reductions, ...parts] };
}
