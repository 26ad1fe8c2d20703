import { describe, expect, it } from 'vitest';
import type { Evidence, EvidenceTable } from '../../../src/trading/signal/evidence/evidence.ts';
import {
  BESIDE_LEVELS,
  FORM,
  LACKS,
  WORDS,
} from '../../../src/trading/signal/evidence/orders/table.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';

const flat = <S>(table: EvidenceTable<S>): readonly Evidence<never>[] =>
  table.flat() as unknown as readonly Evidence<never>[];
const all = [LACKS, WORDS, FORM, BESIDE_LEVELS].flatMap((table) =>
  flat(table as EvidenceTable<never>),
);

describe('evidence', () => {
  it('has a name of its own each, and examples', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.filter(({ examples }) => examples.length === 0)).toEqual([]);
  });

  for (const { name, examples } of all) {
    for (const text of examples)
      it(`${name}: ${text.replaceAll('\n', ' ⏎ ')}`, () => {
        const readings = readMessage({ text });
        const decided = readings.map((r) => ('evidence' in r ? r.evidence?.[0] : r.kind));
        expect(new Set(decided)).toEqual(new Set([name]));
      });
  }
});
