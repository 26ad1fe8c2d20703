import { average, distance, money, price, signedMoney, size } from '../../notices/words/amounts.ts';
import { riskWords } from '../../notices/words/costAndRisk.ts';
import { type Decimal, dec, ZERO } from '../../trading/money.ts';
import type { Effect } from '../../trading/strategy/consider.ts';
import { breakeven } from '../../trading/strategy/hold/stop/moveStop.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { averageEntry, inBase, realized, sumsOf } from '../../trading/strategy/model/sums.ts';
import type { WantedAct } from './wantedAct.ts';

/** More than this many times what is there is said to be. */
const MULTIPLE = 2;

/** The question before an act is done. */
export function questionOf([kind, ...values]: WantedAct, position: Position): string {
  const { id, priceIncrement } = position.product;
  const at = (value: string) => price(value, id, priceIncrement);
  const [first = '', second = ''] = values;
  switch (kind) {
    case 'close':
      return dec(first).gte(100)
        ? 'Close all of it at market now?'
        : `Close ${first} % of it at market now?`;
    case 'cancel':
      return 'Cancel its entries?';
    case 'let_run':
      return 'Take its targets away and let it run, with the stop alone?';
    case 'breakeven':
      return 'Move the stop to breakeven?';
    case 'stop':
      return `Move the stop from ${at(position.stop)} to ${at(first)}?`;
    case 'target':
      return `Move target ${first} to ${at(second)}?`;
    case 'add':
      return `Add for ${money(first, position.product.quote)}${second === 'market' ? ' at market' : ` at ${at(second)}`}?`;
  }
}

/** What the button that does it says. */
export function yesOf([kind]: WantedAct, { concerns }: Pick<Effect, 'concerns'>): string {
  if (kind === 'stop' || kind === 'target') {
    return concerns.includes('closes') ? 'Yes, close at once' : 'Move it';
  }
  return {
    close: 'Close at market',
    cancel: 'Cancel entries',
    let_run: 'Let it run',
    breakeven: 'Move the stop',
    add: 'Add',
  }[kind];
}

/** What an act would do, or did, a line each: what it closes and costs, what is at risk, how far the stop is. */
export function effectLines(
  position: Position,
  effect: Effect,
  wanted: WantedAct | null = null,
): string[] {
  const { product } = position;
  const { before, after, last, concerns } = effect;
  const lines: string[] = [];
  if (concerns.includes('closes')) lines.push(closingLine(position, effect));
  if (concerns.includes('blind')) {
    lines.push(`⚠ The price of ${product.id} is not known now: it may close the position at once.`);
  }
  if (concerns.includes('adds')) lines.push(addingLine(position, effect));
  if (wanted?.[0] === 'add' && last !== null && tradesAtOnce(wanted[2], position, last)) {
    lines.push(
      `⚠ ${price(wanted[2], product.id, product.priceIncrement)} is beyond the price of now, ${price(last, product.id, product.priceIncrement)}: it trades at once.`,
    );
  }
  if (concerns.includes('widens')) lines.push('⚠ The stop goes farther away.');
  if (concerns.includes('lets_run')) {
    const left = position.plan.targets.filter(({ leg }) => !position.targetsHit.includes(leg));
    const prices = left
      .map((target) => price(target.price, product.id, product.priceIncrement))
      .join(', ');
    lines.push(`Targets that go: ${prices || 'none is left'}.`);
  }
  if (wanted?.[0] === 'breakeven') lines.push(...breakevenLines(position, effect));
  const isLeft = effect.closes.lt(effect.open) || effect.open.isZero();
  if (isLeft && !after.cost.isZero()) {
    const stop = after.stop.toFixed();
    const fromPrice = last === null ? '' : `, ${distance(last, stop)} from the price`;
    const changed = before.risk.eq(after.risk)
      ? ''
      : `, ${money(before.risk.toFixed(), product.quote)} before`;
    lines.push(
      `Stop ${price(stop, product.id, product.priceIncrement)}: ${distance(after.entry.toFixed(), stop)} from the entry ${average(after.entry.toFixed(), product.id, product.priceIncrement)}${fromPrice}; at risk ${riskWords(after.risk.toFixed(), product.quote, position.plan.equity)}${changed}.`,
    );
  }
  return lines;
}

/** Breakeven has the fees of both ways in it; where the price is short of that, the stop goes to the entry alone. */
function breakevenLines(position: Position, { after, open }: Effect): string[] {
  const { product, side } = position;
  const noLoss = breakeven(position);
  if (noLoss === null || open.isZero()) return [];
  const isShort = side === 'long' ? after.stop.lt(noLoss) : after.stop.gt(noLoss);
  const at = price(noLoss.toFixed(), product.id, product.priceIncrement);
  return isShort
    ? [
        `⚠ Breakeven with the fees of both ways is ${at}, and the price is not beyond it yet: the stop can only go to ${price(after.stop.toFixed(), product.id, product.priceIncrement)}, where it still loses the fees.`,
      ]
    : [`Breakeven: ${at} has the fees of both ways in it.`];
}

function closingLine(position: Position, { closes, open, last }: Effect): string {
  const { product } = position;
  const how = position.side === 'long' ? 'Sells' : 'Buys back';
  const all = closes.eq(open) ? 'all of it' : `${size(closes.toFixed(), product.id)} of`;
  const what = `**${how} ${all}${closes.eq(open) ? ',' : ''} ${size(open.toFixed(), product.id)}, at once**`;
  if (last === null) return `${what}, at a price that is not known now.`;
  const result = resultOfClosing(position, closes, last);
  return `${what}, at about ${price(last, product.id, product.priceIncrement)}: about ${signedMoney(result.toFixed(), product.quote)} with fees.`;
}

/** What closing so much at a price earns, with the fees of both ways. */
function resultOfClosing(position: Position, closes: Decimal, last: string): Decimal {
  const entry = averageEntry(position);
  if (entry === null) return realized(position).net;
  const inUnits = inBase(closes, position);
  const { size: entered, fees } = sumsOf(position).entry;
  const move = dec(last).sub(entry);
  const gross = inUnits.mul(position.side === 'long' ? move : move.neg());
  const paid = entered.isZero() ? ZERO : fees.mul(closes).div(entered);
  return gross.sub(paid).sub(inUnits.mul(last).mul(position.fees.taker));
}

/** A price that is meant to wait, and does not. */
function tradesAtOnce(at: string, { side }: Position, last: string): boolean {
  if (at === 'market') return false;
  return side === 'long' ? dec(at).gte(last) : dec(at).lte(last);
}

function addingLine({ product }: Position, { before, after }: Effect): string {
  const cost = money(after.cost.sub(before.cost).toFixed(), product.quote);
  const whole = money(after.cost.toFixed(), product.quote);
  const times = before.cost.isZero() ? null : after.cost.div(before.cost);
  const multiple = times?.gte(MULTIPLE)
    ? ` **⚠ ${times.toDecimalPlaces(1).toFixed()} times what is there.**`
    : '';
  return `Costs ${cost}, ${whole} in all.${multiple}`;
}
