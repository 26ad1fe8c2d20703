import { type Decimal, dec, ZERO } from '../../money.ts';

/** Rates as fractions of the traded value, from this 30-day volume in quote upwards. */
export type Tier = { name: string; from: string; maker: string; taker: string };

/** Coinbase Advanced Trade's published tiers for spot, up to the first few. */
export const COINBASE_TIERS: readonly Tier[] = [
  { name: 'Advanced 1', from: '0', maker: '0.004', taker: '0.006' },
  { name: 'Advanced 2', from: '10000', maker: '0.0025', taker: '0.004' },
  { name: 'Advanced 3', from: '50000', maker: '0.0015', taker: '0.0025' },
  { name: 'Advanced 4', from: '100000', maker: '0.001', taker: '0.002' },
  { name: 'Advanced 5', from: '1000000', maker: '0.0008', taker: '0.0018' },
  { name: 'Advanced 6', from: '15000000', maker: '0.0006', taker: '0.0016' },
];

const DAY = 86_400_000;

/** Volume traded, in quote, by UTC day number. */
export type VolumeByDay = Map<number, Decimal>;

export function addVolume(volume: VolumeByDay, value: Decimal, at: number): void {
  const day = Math.floor(at / DAY);
  volume.set(day, (volume.get(day) ?? ZERO).plus(value));
}

/** Volume of the 30 days up to and with the day of `at`; forgets older days. */
export function recentVolume(volume: VolumeByDay, at: number): Decimal {
  const today = Math.floor(at / DAY);
  let sum = ZERO;
  for (const [day, value] of volume) {
    if (day <= today - 30) volume.delete(day);
    else sum = sum.plus(value);
  }
  return sum;
}

/** The tier for a volume: the last one whose `from` it reaches. `tiers` must not be empty. */
export function tierFor(tiers: readonly Tier[], volume: Decimal): Tier {
  const tier = tiers.findLast(({ from }) => volume.gte(dec(from))) ?? tiers[0];
  if (!tier) throw new RangeError('a fee schedule needs at least one tier');
  return tier;
}
