import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Reading, Signal, Update } from '../../../src/trading/signal/reading.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';
import { parseMessageFile } from './messageFile.ts';

const folder = new URL('./messages/', import.meta.url);
const messages = readdirSync(folder).flatMap((file) =>
  parseMessageFile(readFileSync(new URL(file, folder), 'utf8')),
);
const readings = messages.flatMap(({ text, repliedTo }) =>
  readMessage({ text, repliedTo: repliedTo === null ? null : { text: repliedTo } }).map(
    (reading) => ({ reading, text, replies: repliedTo !== null }),
  ),
);

/** The fields of a signal that the owner is to be shown in the text. */
function fieldsOfSignal(signal: Signal): string[] {
  const inferred = signal.inferred?.some((said) => said.startsWith('side')) ?? false;
  return [
    'symbol',
    ...(inferred ? [] : ['side']),
    ...(signal.entry.prices.length > 0 ? ['entry'] : []),
    ...(signal.entry.trigger ? ['trigger'] : []),
    ...(signal.stop ? ['stop'] : []),
    ...(signal.targets.length > 0 ? ['targets'] : []),
    ...(signal.leverage === null ? [] : ['leverage']),
    ...(signal.market === 'spot' ? ['market'] : []),
    ...(signal.size ? ['size'] : []),
  ];
}

/** … and of an update; its coin and side may be those of the message replied to. */
function fieldsOfUpdate(update: Update, replies: boolean): string[] {
  return [
    'action',
    ...(update.symbol !== null && !replies ? ['symbol'] : []),
    ...(update.side !== null && !replies ? ['side'] : []),
    ...(update.price === undefined ? [] : ['price']),
    ...(update.percent === undefined ? [] : ['percent']),
    ...(update.target === undefined ? [] : ['target']),
    ...(update.entries || update.addedEntries ? ['entry'] : []),
    ...(update.targets ? ['targets'] : []),
    ...(update.stop ? ['stop'] : []),
  ];
}

function missingFields(reading: Reading, replies: boolean): string[] {
  const fields =
    reading.kind === 'signal'
      ? fieldsOfSignal(reading)
      : reading.kind === 'update'
        ? fieldsOfUpdate(reading, replies)
        : [];
  return fields.filter((field) => (reading.provenance[field]?.length ?? 0) === 0);
}

describe('where a reading was read', () => {
  it('is known for every field of every signal and update', () => {
    const missing = readings.flatMap(({ reading, text, replies }) => {
      const fields = missingFields(reading, replies);
      return fields.length > 0 ? [{ fields, text }] : [];
    });
    expect(missing).toEqual([]);
  });

  it('holds a digit for every price', () => {
    for (const { reading, text } of readings) {
      for (const field of ['entry', 'stop', 'targets', 'price', 'percent']) {
        if (reading.kind !== 'signal' && field === 'percent') continue;
        for (const { start, end } of reading.provenance[field] ?? [])
          expect(text.slice(start, end), `${field} of: ${text}`).toMatch(/\p{N}/u);
      }
    }
  });

  it('is replaced by a reason where nothing is read', () => {
    for (const { reading, text } of readings) {
      if (reading.kind === 'unclear' || reading.kind === 'none')
        expect(reading.why, text).not.toBe('');
    }
  });
});
