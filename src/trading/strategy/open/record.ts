import { dec, maxOf, minOf, ZERO } from '../../money.ts';
import type { ProviderRecord } from '../model/event.ts';
import type { Settings } from '../settings/settings.ts';
import type { Part } from './sizing.ts';

/** A record of so many trades counts half: fewer say little. */
const HALF_AT = 20;

/**
 * How much of the size as set a provider's record makes it: one, and its mean R over all its trades,
 * shrunk towards none where they are few, within what the settings allow; null where they ask for no
 * such thing or nothing is known.
 */
export function weightByRecord(
  record: ProviderRecord | undefined,
  { recordWeightPercent }: Pick<Settings, 'recordWeightPercent'>,
): Part | null {
  if (record === undefined) return null;
  const most = dec(recordWeightPercent).div(100);
  const known = (['live', 'paper', 'history'] as const).flatMap((where) => {
    const one = record[where];
    return one === undefined || one.trades === 0 ? [] : [{ where, ...one }];
  });
  if (most.isZero() || known.length === 0) return null;
  const trades = known.reduce((sum, one) => sum + one.trades, 0);
  const mean = known.reduce((sum, one) => sum.add(dec(one.r).mul(one.trades)), ZERO).div(trades);
  const shrunk = mean.mul(trades).div(trades + HALF_AT);
  const held = maxOf(minOf(shrunk, most), most.neg());
  const share = held.add(1).toDecimalPlaces(4);
  const each = known.map(({ where, trades, r }) => `${where} ${trades} × ${short(dec(r))} R`);
  const capped = held.eq(shrunk) ? '' : `, held to ${short(held)}`;
  return {
    share: share.toFixed(),
    why: `its provider’s record (${each.join(', ')}) is ${short(mean)} R a trade; × ${trades} / (${trades} + ${HALF_AT}) = ${short(shrunk)}${capped}`,
  };
}

function short(value: ReturnType<typeof dec>): string {
  return value.toDecimalPlaces(2).toFixed();
}
