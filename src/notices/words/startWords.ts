import { coverageOf } from '../../trading/strategy/hold/orders/coverage.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { openSize } from '../../trading/strategy/model/sums.ts';

/** What is open when the bot starts, and whether it is protected; a line each, none where nothing is. */
export function openLines(positions: readonly Position[]): string[] {
  const held = positions.filter((position) => !openSize(position).isZero());
  const waiting = positions.length - held.length;
  const bare = held.filter((position) => coverageOf(position) === 'bot');
  const resting = held.length - bare.length;
  return [
    ...(held.length === 0
      ? []
      : [
          `Open: ${count(held.length)} (${named(held)}). ${bare.length === 0 ? 'The stop of each rests at the exchange.' : `The stop of ${resting} rests at the exchange.`}`,
        ]),
    ...(bare.length === 0
      ? []
      : [`⚠ Protected by the bot alone, and only while it runs: ${named(bare)}.`]),
    ...(waiting === 0 ? [] : [`Waiting for an entry: ${count(waiting)}.`]),
  ];
}

const NAMED = 6;

function named(positions: readonly Position[]): string {
  const names = positions.slice(0, NAMED).map(({ id, product }) => `${product.id} ${id}`);
  const more = positions.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function count(positions: number): string {
  return `${positions} position${positions === 1 ? '' : 's'}`;
}
