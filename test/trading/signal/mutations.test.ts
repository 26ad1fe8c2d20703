import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Signal, Span } from '../../../src/trading/signal/reading.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';
import { OF_THREE } from '../../../src/trading/signal/readOrder.ts';
import { describeReading, parseMessageFile } from './messageFile.ts';

/** Every message of the files that is one signal and nothing else, as it really looks. */
const folder = new URL('./messages/', import.meta.url);
const signals = readdirSync(folder)
  .flatMap((file) => parseMessageFile(readFileSync(new URL(file, folder), 'utf8')))
  .flatMap(({ text, repliedTo }) => {
    const readings = repliedTo === null ? readMessage({ text }) : [];
    const [signal] = readings;
    return readings.length === 1 && signal?.kind === 'signal' ? [{ text, signal }] : [];
  });

const signalsIn = (text: string): Signal[] =>
  readMessage({ text }).filter((reading): reading is Signal => reading.kind === 'signal');

const spansOf = (signal: Signal, field: string): readonly Span[] => signal.provenance[field] ?? [];

function without(text: string, spans: readonly Span[]): string {
  return spans
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text);
}

describe('a signal as it really looks', () => {
  it('is there in hundreds', () => {
    expect(signals.length).toBeGreaterThan(300);
  });

  it('with one digit of a price changed is read otherwise, or not at all', () => {
    for (const [turn, { text, signal }] of signals.entries()) {
      // Of several stops with a percent each only the furthest is kept.
      const single = spansOf(signal, 'stop').length <= 1 ? ['stop'] : [];
      const prices = ['entry', 'targets', ...single]
        .flatMap((field) => spansOf(signal, field))
        .filter(({ start, end }) => !text.slice(start, end + 2).includes('%'));
      for (const [nth, { start, end }] of prices.entries()) {
        // A third of a message's prices each: they take turns.
        if (nth % 3 !== turn % 3) continue;
        const digits = [...text.slice(start, end)].flatMap((c, at) =>
          c >= '0' && c <= '9' ? [start + at] : [],
        );
        const place = digits[nth % digits.length];
        if (place === undefined) continue;
        const digit = (Number(text[place]) + 3) % 10;
        const changed = text.slice(0, place) + digit + text.slice(place + 1);
        for (const other of signalsIn(changed))
          expect(describeReading(other), changed).not.toBe(describeReading(signal));
      }
    }
  });

  it('without the number of its stop has no stop but the percent beside it', () => {
    for (const { text, signal } of signals) {
      if (!signal.stop) continue;
      const cut = without(text, spansOf(signal, 'stop'));
      for (const { stop } of signalsIn(cut)) {
        if (stop && 'percent' in stop) expect(cut).toContain(`${stop.percent}%`);
        else expect(stop, cut).toBeNull();
      }
    }
  });

  it('with its side turned round never trades', () => {
    const turned: Readonly<Record<string, string>> = { long: 'short', short: 'long' };
    for (const { text, signal } of signals) {
      const [span, second] = spansOf(signal, 'side');
      const { entry, stop } = signal;
      // Of three prices and a side nothing but the side says which is the stop.
      if (signal.inferred?.includes(OF_THREE)) continue;
      if (!span || second || entry.prices.length === 0 || !stop || !('price' in stop)) continue;
      const other = turned[text.slice(span.start, span.end).toLowerCase()];
      if (!other) continue;
      const changed = text.slice(0, span.start) + other + text.slice(span.end);
      for (const found of signalsIn(changed))
        expect(describeReading(found), changed).toBe(describeReading(signal));
    }
  });
});
