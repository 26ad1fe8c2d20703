import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

function read(input: string, ...flags: string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/read.ts', ...flags], {
    input,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

describe('npm run read', () => {
  it('writes a line of readings for a line of message, and an error line for a bad one', () => {
    const input = [
      JSON.stringify({ id: 'a', text: 'long SOL 142 sl 138 tp 150' }),
      '{ not json',
      JSON.stringify({ text: 'no id' }),
      '',
      JSON.stringify({
        id: 'b',
        text: 'move stop to entry',
        reply_to_text: 'short ETH 2500 sl 2560',
      }),
      JSON.stringify({
        id: 'c',
        text: '',
        embed: {
          title: 'LONG ADA',
          fields: [
            { name: 'Entry', value: '0.45' },
            { name: 'SL', value: '5-10%' },
          ],
        },
      }),
    ].join('\n');
    const lines = read(input)
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      {
        id: 'a',
        readings: [
          expect.objectContaining({
            kind: 'signal',
            symbol: 'SOL',
            side: 'long',
            stop: { price: '138' },
            targets: [{ price: '150' }],
          }),
        ],
      },
      { line: 2, error: expect.stringContaining('JSON') },
      { line: 3, error: expect.stringContaining('id') },
      {
        id: 'b',
        readings: [
          expect.objectContaining({
            kind: 'update',
            action: 'stop_to_entry',
            symbol: 'ETH',
            side: 'short',
          }),
        ],
      },
      {
        id: 'c',
        readings: [
          expect.objectContaining({
            kind: 'signal',
            symbol: 'ADA',
            stop: { percent: ['5', '10'] },
          }),
        ],
      },
    ]);
  });

  it('--explain marks the fields in the text', () => {
    expect(read('LONG ADA\nEntry: 0.45\nSL: 0.43', '--explain')).toContain(
      '⟦side: LONG⟧ ⟦symbol: ADA⟧\nEntry: ⟦entry: 0.45⟧\nSL: ⟦stop: 0.43⟧\n',
    );
    expect(read('{x} close ADA', '--explain')).toContain('{x} ⟦action: close⟧ ⟦symbol: ADA⟧');
  });
});
