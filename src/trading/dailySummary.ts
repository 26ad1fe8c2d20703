import type { DaySummary } from './store/summary.ts';
import type { Account } from './strategy/event.ts';
import type { Notice } from './strategy/notice.ts';

/** A day in a few lines; `day` is its start, UTC milliseconds. */
export function dailySummary(account: Account, day: number, summary: DaySummary): Notice {
  const { signals, closed, open, best, worst } = summary;
  const lines = [
    `Signals: ${signals.read} read, ${signals.taken} taken, ${signals.denied} denied, ${signals.unclear} unclear.`,
    closed.count === 0
      ? 'No position was closed.'
      : `Closed: ${closed.count}, of which ${closed.won} won. Net ${signed(closed.net)} after ${closed.fees} in fees.`,
  ];
  if (best && worst && best.positionId !== worst.positionId) {
    lines.push(
      `Best ${best.productId} ${signed(best.net)} (#${best.positionId}), worst ${worst.productId} ${signed(worst.net)} (#${worst.positionId}).`,
    );
  }
  lines.push(`Still open: ${open}.`);
  const date = new Date(day).toISOString().slice(0, 10);
  return { kind: 'daily_summary', day: date, lines: [`${account.toUpperCase()}`, ...lines] };
}

const signed = (amount: string) =>
  amount.startsWith('-') || amount === '0' ? amount : `+${amount}`;
