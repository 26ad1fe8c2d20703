import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeDay } from '../../../src/trading/history/candles/candleDay.ts';
import { writeCandleFile } from '../../../src/trading/history/candles/candleFiles.ts';
import { barsOf, DAY, MINUTE, NOON } from './past.ts';

const SCRIPT = new URL('../../../scripts/backtest.ts', import.meta.url).pathname;
const run = (...args: string[]) => promisify(execFile)(process.execPath, [SCRIPT, ...args]);

test('a file of messages and a folder of candles give a report, as text and as JSON', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const messages = join(folder, 'messages.jsonl');
  const text = 'LONG BTC\nEntry: 100\nTarget: 110\nStop: 95';
  const line = { id: '1', posted_at: '2026-01-05T11:59:30Z', author: 'Percy', text };
  writeFileSync(messages, JSON.stringify(line));
  const bars = barsOf(NOON - MINUTE, ['101', '101 101 99 100', '100 112 99 111', '111']);
  const csv = bars.map(({ at, open, high, low, close }) =>
    [at / 1000, open, high, low, close, 1].join(','),
  );
  writeFileSync(
    join(folder, 'BTC-USD.csv'),
    ['time,open,high,low,close,volume', ...csv].join('\n'),
  );
  const fromCsv = await run(messages, '--candles', folder);
  // 1 at 100 and at 110, both as maker at 0.4 %: +10 − 0.40 − 0.44.
  expect(fromCsv.stdout).toContain('Net result          9.16 after 0.84 of fees');
  expect(fromCsv.stdout).toContain('Few trades (1)');

  const binary = mkdtempSync(join(tmpdir(), 'history-'));
  writeCandleFile(binary, 'BTC-USD', [makeDay(Math.floor(NOON / DAY), bars)]);
  const { stdout } = await run(messages, '--candles', binary, '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    figures: { net: '9.16', fees: '0.84' },
    trades: [{ coin: 'BTC', entry: '100', exit: '110', openedAt: '2026-01-05T12:01:00.000Z' }],
  });
}, 60_000);

test('what is given wrongly is said in one sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const messages = join(folder, 'messages.jsonl');
  writeFileSync(messages, '{"id":1}');
  await expect(run(messages, '--candles', folder)).rejects.toMatchObject({
    stderr: expect.stringMatching(/^line 1: [^\n]+\n$/),
  });
}, 60_000);
