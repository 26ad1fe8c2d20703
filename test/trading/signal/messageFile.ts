import type { Reading, StopLevel, Target, Update } from '../../../src/trading/signal/reading.ts';

/**
 * The messages in test/trading/signal/messages/*.txt, in a form that a trader can read and extend:
 *
 *     ↩ the message replied to, if any (each of its lines begins with ↩)
 *     the message, as many lines as it has
 *     => long BTC/USDT limit 68000 67200 | stop 65000 | targets 70000 72000 | 10x
 *     ----
 *
 * One => line for each reading, in order. `# ` begins a comment between messages. A signal is
 * written: side, symbol (with quote if named), entry type and prices (with their unit, if it is
 * not the quote), stop, targets, leverage. An
 * update: its action, symbol (`?` when none), side, then what it gives. `unclear` and `none` stand alone.
 */
export type MessageCase = {
  text: string;
  repliedTo: string | null;
  expected: string[];
  line: number;
};

export function parseMessageFile(content: string): MessageCase[] {
  const cases: MessageCase[] = [];
  let text: string[] = [];
  let reply: string[] = [];
  let expected: string[] = [];
  let start = 1;
  const finish = (next: number): void => {
    if (expected.length > 0) {
      cases.push({
        text: text.join('\n').trim(),
        repliedTo: reply.length > 0 ? reply.join('\n') : null,
        expected,
        line: start,
      });
    } else if (text.join('').trim() !== '')
      throw new Error(`line ${start}: a message without a => line`);
    text = [];
    reply = [];
    expected = [];
    start = next;
  };
  content.split('\n').forEach((line, index) => {
    if (line === '----') finish(index + 2);
    else if (line.startsWith('=> ')) expected.push(line.slice(3).trim());
    else if (line.startsWith('↩')) reply.push(line.slice(1).trim());
    else if (line.startsWith('# ') && text.join('').trim() === '') return;
    else text.push(line);
  });
  finish(0);
  return cases;
}

/** A reading in the one-line form of the message files. */
export function describeReading(reading: Reading): string {
  if (reading.kind === 'signal') {
    const { side, symbol, quote, market, entry, stop, targets, leverage } = reading;
    const when = entry.trigger
      ? ` ${entry.trigger.direction} on ${entry.trigger.on}${entry.trigger.timeframe ? ` ${entry.trigger.timeframe}` : ''}`
      : '';
    return [
      `${side} ${symbol}${quote ? `/${quote}` : ''}${market === 'spot' ? ' spot' : ''} ${[entry.type, ...entry.prices, ...(reading.unit ? [reading.unit] : [])].join(' ')}${when}`,
      ...(stop ? [`stop ${levelOf(stop)}`] : []),
      ...(targets.length > 0 ? [`targets ${targets.map(levelOf).join(' ')}`] : []),
      ...(leverage === null ? [] : [`${leverage}x`]),
    ].join(' | ');
  }
  return reading.kind === 'update' ? describeUpdate(reading) : reading.kind;
}

function describeUpdate(update: Update): string {
  const {
    action,
    symbol,
    side,
    all,
    price,
    percent,
    target,
    entries,
    addedEntries,
    targets,
    stop,
  } = update;
  return [
    action,
    all ? 'all' : (symbol ?? '?'),
    ...(side ? [side] : []),
    ...(percent === undefined ? [] : [`${percent}%`]),
    ...(price === undefined ? [] : [price]),
    ...(target === undefined ? [] : [`target ${target}`]),
    ...(entries ? [`entries ${entries.join(' ')}`] : []),
    ...(addedEntries ? [`added ${addedEntries.join(' ')}`] : []),
    ...(stop ? [`stop ${levelOf(stop)}`] : []),
    ...(targets ? [`targets ${targets.map(levelOf).join(' ')}`] : []),
  ].join(' ');
}

function levelOf(level: StopLevel | Target): string {
  if ('price' in level) return level.price;
  return 'upTo' in level && level.upTo ? `${level.percent}-${level.upTo}%` : `${level.percent}%`;
}
