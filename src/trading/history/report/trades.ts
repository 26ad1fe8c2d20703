import { dec } from '../../money.ts';
import type { Side } from '../../signal/reading.ts';
import {
  averageEntry,
  averageExit,
  profit,
  realized,
  riskTaken,
  sumsOf,
} from '../../strategy/model/sums.ts';
import type { DecimalString } from '../../venue/venue.ts';
import type { Outcome } from '../replay/replay.ts';

/** A position of a history that was opened; amounts in quote, times UTC milliseconds. */
export type Trade = {
  positionId: string;
  messageId: string;
  providerId: string;
  provider: string;
  productId: string;
  coin: string;
  side: Side;
  openedAt: number;
  /** When it was closed; the end of the history where it was open still. */
  closedAt: number;
  isOpen: boolean;
  size: DecimalString;
  entry: DecimalString;
  /** null where nothing was sold. */
  exit: DecimalString | null;
  /** After fees; of one that is open still, as if what is left were sold at the last price, for nothing. */
  net: DecimalString;
  fees: DecimalString;
  /** What the first stop would have lost of it, fees included: one R. */
  risk: DecimalString;
  reason: string;
  /** In some minute the order of prices decided over it, and that is not known. */
  ambiguous: boolean;
};

/** The positions that were opened, by the time of their end. */
export function tradesOf({ positions }: Pick<Outcome, 'positions'>, end: number): Trade[] {
  const trades: Trade[] = [];
  for (const { position, ambiguous, last } of positions) {
    const entry = averageEntry(position);
    if (position.openedAt === null || entry === null) continue;
    const isOpen = position.closedAt === null;
    const { net, fees } = realized(position);
    const marked = isOpen && last !== null ? profit(position, last) : dec(0);
    trades.push({
      positionId: position.id,
      messageId: position.source.messageId,
      providerId: position.source.providerId,
      provider: position.source.providerName,
      productId: position.product.id,
      coin: position.product.base,
      side: position.side,
      openedAt: position.openedAt,
      closedAt: position.closedAt ?? end,
      isOpen,
      size: sumsOf(position).entry.size.toFixed(),
      entry: entry.toFixed(),
      exit: averageExit(position)?.toFixed() ?? null,
      net: net.add(marked).toFixed(),
      fees: fees.toFixed(),
      risk: riskTaken(position).toFixed(),
      reason: isOpen ? 'open' : (position.closeReason ?? 'open'),
      ambiguous,
    });
  }
  return trades.sort(
    (a, b) => a.closedAt - b.closedAt || Number(a.positionId) - Number(b.positionId),
  );
}
