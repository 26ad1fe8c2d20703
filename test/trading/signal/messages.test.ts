import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';
import { describeReading, parseMessageFile } from './messageFile.ts';

const folder = new URL('./messages/', import.meta.url);

for (const file of readdirSync(folder)) {
  describe(file, () => {
    for (const { text, repliedTo, expected, line } of parseMessageFile(
      readFileSync(new URL(file, folder), 'utf8'),
    )) {
      it(`line ${line}: ${text.slice(0, 60).replaceAll('\n', ' ⏎ ')}`, () => {
        const readings = readMessage({
          text,
          repliedTo: repliedTo === null ? null : { text: repliedTo },
        });
        expect(readings.map(describeReading), JSON.stringify(readings, null, 1)).toEqual(expected);
        // What is not acted on names the rule that decided.
        for (const reading of readings)
          if (reading.kind === 'none' || reading.kind === 'unclear')
            expect(reading.evidence?.[0]).toMatch(/^[a-z_]+$/);
      });
    }
  });
}
