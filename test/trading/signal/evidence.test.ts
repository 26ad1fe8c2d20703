import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/trading/signal/evidence/evidence.ts';
import { OF_CHANGES } from '../../../src/trading/signal/evidence/instructions/leftOver.ts';
import { OF_TRADE } from '../../../src/trading/signal/evidence/instructions/ofTrade.ts';
import { INSTRUCTION } from '../../../src/trading/signal/evidence/instructions/table.ts';
import {
  BESIDE_LEVELS,
  FORM,
  LACKS,
  OF_LEVELS,
  WORDS,
} from '../../../src/trading/signal/evidence/orders/table.ts';
import { readMessage } from '../../../src/trading/signal/readMessage.ts';

type Rule = Pick<Evidence<never>, 'name' | 'weight' | 'examples'>;
const ofOrders: readonly Rule[] = [
  LACKS.flat(),
  WORDS.flat(),
  FORM.flat(),
  BESIDE_LEVELS.flat(),
  OF_LEVELS.flat(),
].flat();
const ofInstructions: readonly Rule[] = [
  INSTRUCTION.flat(),
  OF_TRADE.flat(),
  OF_CHANGES.flat(),
].flat();
const rules = [...ofOrders, ...ofInstructions];

/** Lines that begin with ↩ are the message replied to. */
function rulesOf(example: string): { kind: string; rules: readonly string[] }[] {
  const lines = example.split('\n');
  const reply = lines.filter((l) => l.startsWith('↩')).map((l) => l.slice(1).trim());
  const text = lines.filter((l) => !l.startsWith('↩')).join('\n');
  const repliedTo = reply.length > 0 ? { text: reply.join('\n') } : null;
  return readMessage({ text, repliedTo }).map((reading) => ({
    kind: reading.kind,
    rules: 'evidence' in reading ? (reading.evidence ?? []) : [],
  }));
}

describe('every rule of the evidence', () => {
  it('has a name of its own, and examples', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.filter(({ examples }) => examples.length === 0)).toEqual([]);
  });

  for (const { name, examples } of ofOrders)
    for (const text of examples)
      it(`${name} decides: ${text.replaceAll('\n', ' ⏎ ')}`, () => {
        const decided = rulesOf(text).map((reading) => reading.rules[0]);
        expect(new Set(decided)).toEqual(new Set([name]));
      });

  for (const { name, weight, examples } of ofInstructions)
    for (const text of examples)
      it(`${name} ${weight === 'ends' ? 'ends' : 'doubts'}: ${text.replaceAll('\n', ' ⏎ ')}`, () => {
        const [reading, ...more] = rulesOf(text);
        expect(more).toEqual([]);
        expect(reading?.rules).toContain(name);
        if (weight === 'ends') expect(reading?.kind).toBe('none');
      });
});
