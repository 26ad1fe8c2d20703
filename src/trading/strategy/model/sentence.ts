import { type Decimal, dec } from '../../money.ts';
import type { Side } from '../../signal/reading.ts';
import type { Product } from '../../venue/venue.ts';
import type { Plan } from './state.ts';

/** A plan as it is said in a sentence: "long BTC-USD for 100 USD, stop 58000, targets 63000, 4.52 USD at risk". */
export function planInWords(plan: Plan, product: Product, side: Side): string {
  const { quote } = product;
  const targets = plan.targets.map(({ price }) => price).join(', ');
  return [
    `${side} ${product.id} for ${money(dec(plan.cost))} ${quote}`,
    `stop ${plan.stop}`,
    targets === '' ? 'no target' : `target${plan.targets.length === 1 ? '' : 's'} ${targets}`,
    `${money(dec(plan.risk))} ${quote} at risk`,
  ].join(', ');
}

/** An amount of quote as it is said in a sentence: at most two decimals. */
export function money(value: Decimal): string {
  return value.toDecimalPlaces(2).toFixed();
}

/** A time span as it is said in a sentence: "90 s", "45 min", "6 h", "3 days". */
export function span(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** A time as it is said in a sentence: "16:40 UTC", with its day where that is another than `now`'s. */
export function clockTime(at: number, now: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split('T');
  const today = new Date(now).toISOString().slice(0, 10);
  return `${day === today ? '' : `${day} `}${time.slice(0, 5)} UTC`;
}
