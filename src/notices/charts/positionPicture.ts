import { dec } from '../../trading/money.ts';
import type { PlannedEntry, Position } from '../../trading/strategy/model/state.ts';
import { averageEntry, riskTaken } from '../../trading/strategy/model/sums.ts';
import type { Candle, Granularity } from '../../trading/venue/marketData.ts';
import { resultOf, STATUS_WORDS } from '../cards/positionCard.ts';
import { distance, multipleOfRisk, signedMoney, toIncrement } from '../words/amounts.ts';
import { levelResults } from '../words/costAndRisk.ts';
import { plainProviderText } from '../words/providerText.ts';
import { duration } from '../words/time.ts';
import type { Look, Mark, PositionPicture, PriceLevel } from './picture.ts';

const MINUTE_MS = 60_000;
const GRANULARITIES: readonly (readonly [Granularity, number])[] = [
  ['1m', MINUTE_MS],
  ['5m', 5 * MINUTE_MS],
  ['15m', 15 * MINUTE_MS],
  ['30m', 30 * MINUTE_MS],
  ['1h', 60 * MINUTE_MS],
  ['2h', 120 * MINUTE_MS],
  ['6h', 360 * MINUTE_MS],
  ['1d', 1_440 * MINUTE_MS],
];
/** As many as can be told apart on a phone. */
const MOST_CANDLES = 64;

/**
 * Which candles show a position's life, with something of what came before it: at most 64, so that
 * a very old position is shown by its last 64 days. `now` in UTC milliseconds.
 */
export function candlesFor(
  position: Position,
  now: number,
): { granularity: Granularity; start: number; end: number } {
  const life = Math.max((position.closedAt ?? now) - position.createdAt, 30 * MINUTE_MS);
  const end = Math.min(now, (position.closedAt ?? now) + life * 0.1);
  const start = position.createdAt - Math.max(life * 0.4, 40 * MINUTE_MS);
  const [granularity, step] = GRANULARITIES.find(
    ([, one]) => (end - start) / one <= MOST_CANDLES,
  ) ?? ['1d', 1_440 * MINUTE_MS];
  return { granularity, start: Math.max(start, end - MOST_CANDLES * step), end };
}

/** A position as it is drawn; null without candles. `last`: the price now, where it is known. */
export function positionPicture(
  position: Position,
  candles: readonly Candle[],
  last: string | null,
  look: Look,
): PositionPicture | null {
  if (candles.length === 0) return null;
  const { product } = position;
  const result = resultOf(position, last);
  const risk = riskTaken(position);
  const inR =
    result === null || risk.isZero() ? '' : ` (${multipleOfRisk(result.div(risk).toFixed())})`;
  return {
    kind: 'position',
    look,
    heading: {
      title: `${position.side.toUpperCase()} ${product.id}`,
      subtitle: `${position.account.toUpperCase()}, position ${position.id}, ${STATUS_WORDS[position.status]}\n${candleWords(candles)} · ${plainProviderText(position.source.providerName, 40)}`,
      result: result === null ? null : `${signedMoney(result.toFixed(), product.quote)}${inR}`,
      gain: result !== null && !result.isNegative(),
    },
    candles,
    levels: levelsOf(position, last),
    marks: marksOf(position),
    openedAt: position.openedAt,
  };
}

function levelsOf(position: Position, last: string | null): PriceLevel[] {
  const { plan, product } = position;
  const entry = averageEntry(position);
  // Where it was entered says more than what was planned, once it was.
  const entries: PriceLevel[] =
    entry !== null
      ? [
          {
            kind: 'entry',
            label: 'Entry',
            price: entry.toDecimalPlaces(dec(product.priceIncrement).decimalPlaces()).toFixed(),
            done: true,
          },
        ]
      : plan.entries.flatMap((planned, i) => {
          const price = priceOf(planned);
          const label = plan.entries.length > 1 ? `Entry ${i + 1}` : 'Entry';
          return price === null ? [] : [{ kind: 'entry' as const, label, price, done: false }];
        });
  const levels: PriceLevel[] = [
    ...entries,
    { kind: 'stop', label: 'Stop', price: position.stop, done: false },
    ...plan.targets.map((target, i) => ({
      kind: 'target' as const,
      label: `TP${i + 1}`,
      price: target.price,
      done: position.targetsHit.includes(target.leg),
    })),
    ...(last === null || position.closedAt !== null
      ? []
      : [{ kind: 'now' as const, label: 'Now', price: last, done: false }]),
  ];
  const results = levelResults(position);
  let target = 0;
  return levels.map((level) => {
    const earns =
      level.kind === 'target'
        ? (results.targets[target++] ?? null)
        : level.kind === 'stop'
          ? results.stop
          : null;
    return {
      ...level,
      price: toIncrement(level.price, product.priceIncrement),
      ...(level.kind !== 'entry' && {
        detail: [
          distance(results.entry, level.price),
          earns === null || !earns.isFinite() ? '' : signedMoney(earns.toFixed(), product.quote),
        ]
          .filter((part) => part !== '')
          .join('  '),
      }),
    };
  });
}

/** How long each candle is: "5 min candles". */
function candleWords(candles: readonly Candle[]): string {
  const gaps = candles.slice(1).map(({ at }, i) => at - (candles[i]?.at ?? at));
  const length = gaps.length === 0 ? MINUTE_MS : Math.min(...gaps);
  return `${duration(length)} candles`;
}

/** What an entry waits for or is placed at; null at market. */
function priceOf({ terms, when }: PlannedEntry): string | null {
  if (when !== null) return when.price;
  return 'price' in terms ? terms.price : null;
}

/** One an order that filled, at its average price: a hundred part fills would hide the candles. */
function marksOf({ orders }: Position): Mark[] {
  return orders
    .filter((order) => order.filledSize !== '0')
    .map((order) => ({
      at: order.updatedAt,
      price: dec(order.filledValue).div(order.filledSize).toSignificantDigits(12).toFixed(),
      side: order.side,
    }));
}
