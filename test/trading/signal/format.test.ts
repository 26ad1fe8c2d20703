import { describe, expect, test } from 'vitest';
import type { Teaching } from '../../../src/trading/signal/format/format.ts';
import { readAsTaught } from '../../../src/trading/signal/format/readAsTaught.ts';
import { isToRemember } from '../../../src/trading/signal/format/standing.ts';
import { teachingOf } from '../../../src/trading/signal/format/teach.ts';
import type { Reading, Signal } from '../../../src/trading/signal/reading.ts';

const read = (text: string, teachings: readonly Teaching[] = []) =>
  readAsTaught({ text }, {}, teachings);

/** What its owner's "right" about this message makes known. */
function right(text: string, before: readonly Teaching[] = []): Teaching[] {
  const { written } = read(text, before);
  if (!written) throw new Error('it has no format');
  return [...before, { format: written.format, said: 'right' }];
}

function corrected(text: string, said: Partial<Signal>): Teaching | null {
  const { cuts, plain } = read(text);
  return teachingOf(cuts, plain, [signal(said)]);
}

function signal(said: Partial<Signal>): Signal {
  return {
    kind: 'signal',
    symbol: 'SOL',
    quote: null,
    side: 'long',
    market: null,
    entry: { type: 'limit', prices: ['140'] },
    stop: { price: '135' },
    targets: [{ price: '150' }],
    leverage: null,
    provenance: {},
    ...said,
  };
}

const ONE = 'LONG #SOL\nEntry: 140 - 138\nSL: 135\nTP1: 150\nTP2: 155';

describe('the same way of writing', () => {
  test.each([
    ['another coin, side and other prices', 'SHORT $ETH\nEntry: 3100 - 3140\nSL: 3200\nTP1: 3000'],
    ['more targets', `${ONE}\nTP3: 160\nTP4: 170`],
    [
      'other emoji and punctuation',
      '🚀 LONG #ADA 🚀\nEntry → 0.50 / 0.48\nSL = 0.45 🛑\nTP1 0.55 🎯',
    ],
    ['its lines in another order', 'LONG #SOL\nTP1: 150\nSL: 135\nEntry: 140'],
    [
      'prose and advertising beside it',
      `${ONE}\nRemember that nobody should ever risk money that is needed for the rent, friends`,
    ],
  ])('%s', (_, text) => {
    expect(read(text, right(ONE)).standing).toBe('known');
  });

  test.each([
    ['a label never seen', 'LONG #SOL\nEntry: 140\nStop loss: 135\nTP1: 150'],
    ['a line more with a number', `${ONE}\nSecond entry: 137`],
    ['a number that can not be read', 'LONG #SOL\nEntry: 140\nSL: 135\nTP1: 150 1.2.3.4'],
  ])('is not %s', (_, text) => {
    expect(read(text, right(ONE)).standing).toBe('new');
  });

  test('lines of two formats make up a third', () => {
    const known = right('LONG #SOL\nBuy zone: 140\nStop loss: 135\nTP1: 150', right(ONE));
    expect(read('LONG #ADA\nBuy zone: 0.50\nSL: 0.45\nTP1: 0.55', known).standing).toBe('known');
  });

  test('a label over its numbers is one line with them', () => {
    const known = right('LONG #SOL\nEntry zone:\n140 - 138\n\nTargets:\n1) 150\n2) 155\nSL: 135');
    const { standing } = read('LONG #ADA\nEntry zone:\n0.50\n\nTargets:\n1) 0.55\nSL: 0.45', known);
    expect(standing).toBe('known');
  });

  test('an emoji is the label where there are no words', () => {
    const text = (target: string) => `#SOL LONG\n🎯 140\n${target} 150\n🛑 135`;
    const known = right(text('💰'));
    expect(read(text('💰'), known).standing).toBe('known');
    expect(read(text('🧨'), known).standing).toBe('new');
  });

  test('an instruction is all of its words', () => {
    const known = right('SOL: move the stop to 141');
    expect(read('ADA: move the stop to 0.52', known).standing).toBe('known');
    expect(read('ADA: please move the stop to 0.52', known).standing).toBe('new');
  });

  test('what is nothing has no way of writing that could be confirmed', () => {
    const remark = read('gm, what a day');
    expect(remark.readings[0]?.kind).toBe('none');
    expect(remark.cuts.order).toBeNull();
  });
});

test('a number that is read as something else than before is asked about', () => {
  const [teaching] = right(ONE);
  if (!teaching) throw new Error('nothing was taught');
  const lines = teaching.format.lines.map((line) =>
    line.key === 'sl {n}' ? { ...line, places: ['target' as const] } : line,
  );
  const other: Teaching = { ...teaching, format: { ...teaching.format, lines } };
  expect(read(ONE, [other]).standing).toBe('changed');
});

describe('what was corrected', () => {
  const ODD = (coin: string, entry: string, out: string, profits: string) =>
    `${coin} long\nWater: ${entry}\nFire: ${out}\nGold: ${profits}`;
  const TAUGHT = ODD('#SOL', '140', '135', '150');

  test('is applied to the next message of the format', () => {
    const teaching = corrected(TAUGHT, {});
    expect(teaching).not.toBeNull();
    const next = read(ODD('#ADA', '0.50 - 0.49', '0.45', '0.55, 0.60'), teaching ? [teaching] : []);
    expect(next.standing).toBe('taught');
    expect(next.readings).toMatchObject([
      {
        kind: 'signal',
        symbol: 'ADA',
        side: 'long',
        entry: { type: 'zone', prices: ['0.5', '0.49'] },
        stop: { price: '0.45' },
        targets: [{ price: '0.55' }, { price: '0.6' }],
      },
    ]);
  });

  test('is never applied against the side: that is asked about', () => {
    const teaching = corrected(TAUGHT, {});
    const next = read(ODD('#ADA', '0.50', '0.55', '0.60'), teaching ? [teaching] : []);
    expect(next.standing).toBe('changed');
    expect(next.readings.every(({ kind }) => kind !== 'signal')).toBe(true);
  });

  test('is not learned where its places can not tell it', () => {
    // A price that does not stand there.
    expect(corrected(TAUGHT, { stop: { price: '136' } })).toBeNull();
    // A coin that is not named.
    expect(corrected(TAUGHT, { symbol: 'ADA' })).toBeNull();
  });

  test('is learned of a list whose numbers mean different things, one by one', () => {
    const teaching = corrected('#SOL long: 140 135 150', {});
    const next = (text: string) => read(text, teaching ? [teaching] : []);
    expect(next('#ADA long: 0.50 0.45 0.55 0.60').readings).toMatchObject([
      {
        kind: 'signal',
        symbol: 'ADA',
        entry: { prices: ['0.5'] },
        stop: { price: '0.45' },
        targets: [{ price: '0.55' }, { price: '0.6' }],
      },
    ]);
    // Fewer numbers than were told, and levels that contradict the side: asked about.
    expect(next('#ADA long: 0.50 0.45').standing).toBe('changed');
    expect(next('#ADA long: 0.50 0.55 0.60').standing).toBe('changed');
  });

  test('of a list with its targets first leaves no number to be guessed', () => {
    const text = '#SOL long: 150 160 140 135';
    const teaching = corrected(text, { targets: [{ price: '150' }, { price: '160' }] });
    const next = (one: string) => read(one, teaching ? [teaching] : []);
    expect(next('#ADA long: 0.55 0.60 0.50 0.45').readings).toMatchObject([
      { entry: { prices: ['0.5'] }, stop: { price: '0.45' } },
    ]);
    expect(next('#ADA long: 0.55 0.60 0.65 0.50 0.45').standing).toBe('changed');
  });

  test('gives way to what is said later', () => {
    const wrong = corrected(TAUGHT, {});
    const again = corrected(TAUGHT, {
      entry: { type: 'limit', prices: ['140'] },
      stop: { price: '135' },
      targets: [],
    });
    const teachings = [wrong, again].filter((one): one is Teaching => one !== null);
    expect(read(TAUGHT, teachings).readings).toMatchObject([{ targets: [] }]);
  });

  test('an instruction too', () => {
    const text = (coin: string) => `${coin} adios amigos`;
    const { cuts, plain } = read(text('#SOL'));
    const said: Reading = {
      kind: 'update',
      action: 'close',
      symbol: 'SOL',
      side: null,
      provenance: {},
    };
    const teaching = teachingOf(cuts, plain, [said]);
    expect(read(text('#ADA'), teaching ? [teaching] : []).readings).toMatchObject([
      { kind: 'update', action: 'close', symbol: 'ADA' },
    ]);
  });
});

test('what is no signal is left alone', () => {
  const report = 'Weekly: long SOL 140, stop 135, target 150';
  const { written } = read(report);
  if (!written) throw new Error('it has no format');
  expect(isToRemember(written.format, [], [])).toBe(true);
  const teachings: Teaching[] = [{ format: written.format, said: 'nothing' }];
  expect(read('Weekly: long ADA 0.50, stop 0.45, target 0.55', teachings).standing).toBe('nothing');
  // What was confirmed stays so, and a stop on the wrong side says nothing of how it is written.
  expect(isToRemember(read(ONE).written?.format ?? written.format, [], right(ONE))).toBe(false);
  const wrong = read(ONE.replace('135', '145'));
  expect(isToRemember(wrong.written?.format ?? written.format, wrong.readings, [])).toBe(false);
});
