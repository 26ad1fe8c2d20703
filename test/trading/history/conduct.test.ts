import { expect, test } from 'vitest';
import type { PastMessage } from '../../../src/trading/history/pastMessage.ts';
import type { Judged } from '../../../src/trading/history/replay/taken.ts';
import { claimIn } from '../../../src/trading/history/report/claim.ts';
import { conductOf } from '../../../src/trading/history/report/conduct.ts';
import { estimateOf } from '../../../src/trading/history/report/figures.ts';
import { driftOf } from '../../../src/trading/history/report/scoreboard.ts';
import type { Trade } from '../../../src/trading/history/report/trades.ts';

const HOUR = 3_600_000;
const T = Date.parse('2026-02-01T00:00:00Z');

function message(
  id: string,
  text: string,
  at: number,
  more: Partial<PastMessage> = {},
): PastMessage {
  return {
    messageId: id,
    channelId: 'c',
    authorId: 'percy',
    authorName: 'Percy',
    repliedToMessageId: null,
    postedAt: at,
    versions: [{ at, body: { text } }],
    ...more,
  };
}

const signalOf = ({ messageId }: PastMessage) =>
  ({ messageId, kind: 'signal', revision: 0 }) as Judged;

const trade = (messageId: string, coin: string, openedAt: number, net: string): Trade => ({
  positionId: messageId,
  messageId,
  providerId: 'percy',
  provider: 'Percy',
  productId: `${coin}-USD`,
  coin,
  side: 'long',
  openedAt,
  closedAt: openedAt + HOUR,
  isOpen: false,
  size: '2',
  entry: '50',
  exit: '51',
  net,
  fees: '0',
  risk: '10',
  reason: 'target',
  ambiguous: false,
});

test('an edit or deletion counts once the trade had opened, and a deleted loser is told apart', () => {
  const edited = message('1', 'BTC long', T, {
    versions: [
      { at: T, body: { text: 'BTC long' } },
      { at: T + 2 * HOUR, body: { text: 'BTC long, SL 1' } },
    ],
  });
  const corrected = message('2', 'ETH long', T, {
    versions: [
      { at: T, body: { text: 'ETH long' } },
      // Before anything was bought: a slip of the pen.
      { at: T + 1_000, body: { text: 'ETH long, SL 9' } },
    ],
  });
  const deleted = message('3', 'SOL long', T, { deletedAt: T + 5 * HOUR });
  const gone = message('4', 'XRP long', T, { deletedAt: T + 5 * HOUR });
  const signals = [edited, corrected, deleted, gone];
  const [conduct] = conductOf({
    messages: signals,
    judged: signals.map(signalOf),
    trades: [
      trade('1', 'BTC', T + HOUR, '5'),
      trade('2', 'ETH', T + HOUR, '5'),
      trade('3', 'SOL', T + HOUR, '-3'),
      trade('4', 'XRP', T + HOUR, '3'),
    ],
  });
  expect(conduct).toMatchObject({ signals: 4, editedAfter: 1, deletedAfter: 2, deletedLosing: 1 });
});

test('claims stand beside what the same trades came to: the answered one, or the last of the coin named', () => {
  const btc = message('1', 'BTC long', T);
  const eth = message('2', 'ETH long', T + HOUR);
  const [conduct] = conductOf({
    messages: [
      btc,
      eth,
      message('3', 'smashed it, +250 %', T + 9 * HOUR, { repliedToMessageId: '1' }),
      message('4', '#ETH +12.5% profit', T + 9 * HOUR),
      // The same once more, larger: it is one trade.
      message('5', '#ETH +20% now', T + 10 * HOUR),
      message('6', 'DOGE +900%', T + 10 * HOUR),
      message('7', 'risk 2% of the account', T + 10 * HOUR, { repliedToMessageId: '1' }),
    ],
    judged: [btc, eth].map(signalOf),
    // Each cost 2 × 50 = 100: +3 % and −4 %.
    trades: [trade('1', 'BTC', T + HOUR, '3'), trade('2', 'ETH', T + 2 * HOUR, '-4')],
  });
  expect(conduct).toMatchObject({ claims: 2, claimed: 270, was: -1 });
});

test.each([
  ['BTC TP1 hit +3,5% 🚀', 3.5],
  ['up 40 % since entry', 40],
  ['120% profit, who is with me', 120],
  ['TP1 +10% TP2 +25%', 25],
  ['SL 2% below', null],
  ['use 5% of your account', null],
  ['-4% on that one', null],
])('a claim is a gain with a sign or a word: %s', (text, claim) => {
  expect(claimIn(text)).toBe(claim);
});

test('what was traded drifts from its history when the two lie farther apart than chance puts them', () => {
  const known = (values: number[]) => ({ trades: values.length, expectancy: estimateOf(values) });
  // Means 1 and 0; standard errors 0.25 each (sd 1, 16 trades), together 0.354: 1 is 2.8 of them.
  const spread = (mean: number) =>
    Array.from({ length: 16 }, (_, n) => mean + (n % 2 === 0 ? 1 : -1) * Math.sqrt(15 / 16));
  const drift = driftOf(known(spread(1)), known(spread(0)));
  expect(drift?.difference).toBeCloseTo(-1, 10);
  expect(drift?.isMore).toBe(true);
  expect(driftOf(known(spread(1)), known(spread(0.5)))?.isMore).toBe(false);
  expect(driftOf(known(spread(1)), known([0.5]))).toBeNull();
});
