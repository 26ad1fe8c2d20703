import { dec } from '../../money.ts';
import type { PastMessage } from '../pastMessage.ts';
import type { Judged } from '../replay/taken.ts';
import { claimIn } from './claim.ts';
import type { Trade } from './trades.ts';

/** What a provider did about its signals once their outcome could be seen, and what it said of them. */
export type Conduct = {
  providerId: string;
  provider: string;
  signals: number;
  /** Signals that were edited or deleted after their trade had opened; of the deleted ones those that lost. */
  editedAfter: number;
  deletedAfter: number;
  deletedLosing: number;
  /** Of trades that it claimed a gain for: how many, the gains as it said them and as they were, in percent. */
  claims: number;
  claimed: number;
  was: number;
};

export function conductOf(parts: {
  messages: readonly PastMessage[];
  judged: readonly Judged[];
  trades: readonly Trade[];
}): Conduct[] {
  const { messages, judged, trades } = parts;
  const signalled = new Set(
    judged.flatMap(({ kind, revision, messageId }) =>
      kind === 'signal' && revision === 0 ? [messageId] : [],
    ),
  );
  const byMessage = Map.groupBy(trades, ({ messageId }) => messageId);
  const all = new Map<string, Conduct>();
  /** The largest claim for each trade. */
  const claimed = new Map<Trade, number>();
  for (const message of messages) {
    const { authorId, authorName, messageId, versions, editedLater, deletedAt } = message;
    const conduct = all.get(authorId) ?? none(authorId, authorName);
    if (signalled.has(messageId)) {
      all.set(authorId, conduct);
      conduct.signals += 1;
      const own = byMessage.get(messageId) ?? [];
      const opened = Math.min(...own.map(({ openedAt }) => openedAt));
      const edited = Math.max(...versions.slice(1).map(({ at }) => at), editedLater ?? 0);
      if (own.length > 0 && edited > opened) conduct.editedAfter += 1;
      if (own.length > 0 && deletedAt !== undefined && deletedAt > opened) {
        conduct.deletedAfter += 1;
        if (own.some(({ net }) => dec(net).isNegative())) conduct.deletedLosing += 1;
      }
      continue;
    }
    const claim = claimIn(versions[0].body.text);
    if (claim === null) continue;
    const trade = meantBy(message, trades, byMessage);
    if (trade !== null) claimed.set(trade, Math.max(claim, claimed.get(trade) ?? 0));
  }
  for (const [trade, claim] of claimed) {
    const conduct = all.get(trade.providerId);
    if (conduct === undefined) continue;
    conduct.claims += 1;
    conduct.claimed += claim;
    conduct.was += gainOf(trade);
  }
  return [...all.values()].sort((a, b) => b.signals - a.signals);
}

function none(providerId: string, provider: string): Conduct {
  const nothing = { signals: 0, editedAfter: 0, deletedAfter: 0, deletedLosing: 0 };
  return { providerId, provider, ...nothing, claims: 0, claimed: 0, was: 0 };
}

/** The trade that a message speaks of: the one it answers, else its author's last one of a coin it names. */
function meantBy(
  { authorId, repliedToMessageId, versions: [{ at, body }] }: PastMessage,
  trades: readonly Trade[],
  byMessage: ReadonlyMap<string, readonly Trade[]>,
): Trade | null {
  if (repliedToMessageId !== null) return byMessage.get(repliedToMessageId)?.[0] ?? null;
  const words = new Set(body.text.toUpperCase().match(/[A-Z0-9]{2,20}/g) ?? []);
  const named = trades.filter(
    ({ providerId, coin, openedAt }) =>
      providerId === authorId && openedAt < at && words.has(coin.toUpperCase()),
  );
  return named.reduce<Trade | null>(
    (last, trade) => (last === null || trade.openedAt > last.openedAt ? trade : last),
    null,
  );
}

/** What a trade gained of what it cost, in percent. */
function gainOf({ net, size, entry }: Trade): number {
  const cost = dec(size).mul(entry);
  return cost.isZero() ? 0 : dec(net).div(cost).mul(100).toNumber();
}
