import type { Level } from '../../levels/level.ts';
import { groupOf } from '../../words/roleGroups.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { isSure } from '../../words/tickers/ticker.ts';
import { firstValue } from '../../words/tokens/numbers.ts';
import { fill, type Walk } from '../walk/walk.ts';

/**
 * "📍 0.452 – 0.445" above "🎯 0.47" and "🛑 0.431", "2480-2465 多 ETH 止损 2420 目标 2540": prices
 * that no label names, in one line before the stop and the targets and between the two, are where to get
 * in. In a card of emoji alone ("🔑 9.20", "💰 8.95 - 8.70", "⛔ 9.62") the next line is the targets.
 */
export function readEntryBetween(walk: Walk): void {
  const { frame } = walk;
  const [stop, another] = frame.stops;
  const [coin] = frame.tickers.filter(({ ticker }) => isSure(ticker) && !ticker.notCrypto);
  const named = frame.labels.some((l) => l.role === 'entry' || l.role === 'average');
  const begun = named || frame.entries.length + frame.sells.length + frame.market.length > 0;
  if (!stop || another || stop.kind !== 'price' || !coin || begun) return;
  const lines = [...Map.groupBy(frame.strays, (t) => t.line).values()];
  const [entries, rest, more] = lines;
  if (!entries || more) return;
  const aims = frame.targets.filter((l) => l.kind === 'price').map((l) => l.term);
  const isCard =
    rest !== undefined && aims.length === 0 && isEmojiCard(walk, [entries, rest, stop]);
  if (rest && !isCard) return;
  const targets = rest ?? aims;
  const first = Math.min(stop.term.at, ...targets.map((t) => t.at));
  if (targets.length === 0 || entries.some((t) => t.at > first)) return;
  const fits = liesBetween(walk, entries, stop, targets);
  if (!fits || (!isCard && !isOnlyOrder(walk, entries, first))) return;
  frame.strays = [];
  fill(walk, 'entry', entries);
  if (rest) fill(walk, 'target', rest);
}

/** Each lies between the stop and every target, on the side that is spoken of. */
function liesBetween(
  { frame }: Walk,
  entries: readonly Term[],
  stop: Level,
  targets: readonly Term[],
): boolean {
  const out = firstValue(stop.term);
  const way = Math.sign(firstValue(targets[0] ?? stop.term) - out);
  const spoken = frame.sides.every(({ side }) => side === (way > 0 ? 'long' : 'short'));
  return (
    spoken &&
    entries.every((entry) => {
      const from = firstValue(entry);
      return (from - out) * way > 0 && targets.every((t) => (firstValue(t) - from) * way > 0);
    })
  );
}

/** What may stand beside such prices, up to the first label. */
const BESIDE = groupOf(
  'at',
  'to',
  'and',
  'long',
  'short',
  'buy',
  'sell',
  'open',
  'spot',
  'futures',
  'leverage',
);

/** The line orders with them, and says nothing else up to its end or the next label. */
function isOnlyOrder({ terms }: Walk, entries: readonly Term[], until: number): boolean {
  const line = terms.filter((t) => t.line === entries[0]?.line && t.kind !== 'break');
  const label = line.find((t) => t.role === 'stop' || t.role === 'target');
  const said = line.filter((t) => t.at < Math.min(until, label?.at ?? until));
  return said.every((t) => {
    if (t.kind === 'word')
      return BESIDE.has(t.role) || (t.ticker !== undefined && isSure(t.ticker));
    if (t.kind === 'number') return entries.includes(t) || t.number?.unit === 'times';
    return t.kind === 'mark' && t.mark !== 'done' && t.text !== '?';
  });
}

/** Lines of prices and nothing else, each under an emoji of its own. */
function isEmojiCard(
  { terms }: Walk,
  [entries, targets, stop]: [readonly Term[], readonly Term[], Level],
): boolean {
  const marks = [entries[0], targets[0], stop.term].map((price) => {
    const line = terms.filter((t) => t.line === price?.line && t.kind !== 'break');
    const plain = line.every((t) => t.kind === 'mark' || t.kind === 'number');
    const done = line.some((t) => t.mark === 'done' || t.text === '?');
    const [mark] = line;
    const isEmoji = mark?.kind === 'mark' && (mark.text.codePointAt(0) ?? 0) > 0x2000;
    return plain && !done && isEmoji ? mark.text : null;
  });
  const [entry, target] = [entries[0], targets[0]];
  const ordered = entry && target && placeOf(terms, entry) < placeOf(terms, target);
  return ordered === true && !marks.includes(null) && new Set(marks).size === marks.length;
}
