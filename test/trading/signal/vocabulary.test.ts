import { describe, expect, test } from 'vitest';
import { acts } from '../../../src/trading/signal/vocabulary/en/acts.ts';
import { common } from '../../../src/trading/signal/vocabulary/en/common.ts';
import { labels } from '../../../src/trading/signal/vocabulary/en/labels.ts';
import { manner } from '../../../src/trading/signal/vocabulary/en/manner.ts';
import { LANGUAGES } from '../../../src/trading/signal/vocabulary/languages.ts';
import type { Blocks } from '../../../src/trading/signal/vocabulary/roles.ts';
import { compile } from '../../../src/trading/signal/words/phrases/phraseIndex.ts';
import { phrasesOf } from '../../../src/trading/signal/words/phrases/phrases.ts';

const compiling = (blocks: Blocks, language = 'Spanish') => {
  return () => compile([{ language, ...blocks }]);
};

const phrasesIn = (blocks: Blocks, language = 'Spanish') =>
  phrasesOf({ language, ...blocks }).map(({ words, role }) => [words.join(' '), role]);

test.each(LANGUAGES)('$language: every phrase has one role', (vocabulary) => {
  expect(compiling(vocabulary, vocabulary.language)).not.toThrow();
  expect(phrasesOf(vocabulary).length).toBeGreaterThan(300);
});

test('no two files of the English table have the same role', () => {
  const roles = [labels, acts, manner, common].flatMap((group) => Object.keys(group));
  expect(roles.filter((role, at) => roles.indexOf(role) !== at)).toEqual([]);
});

describe('a table is refused', () => {
  test('for a phrase under two roles', () => {
    expect(compiling({ stop: 'stop, corte', close: 'cierra, corte' })).toThrow(
      'The Spanish vocabulary: "corte" stands under stop and under close; take it out of one.',
    );
  });

  test('for one of them being what a filler is beside', () => {
    expect(compiling({ topic: 'cuenta', filler: 'cuenta' })).toThrow(
      '"cuenta" stands under topic and under filler',
    );
  });

  test('for a phrase that stands twice under one', () => {
    expect(compiling({ stop: 'stop loss, stop-loss' })).toThrow(
      '"stop-loss" stands twice under stop; take one out',
    );
  });

  test('for both forms of a Chinese phrase, which are one', () => {
    expect(compiling({ stop: '止损', target: '止損' }, 'Chinese')).toThrow('"止損" stands under');
  });

  test('and told of the mark, where one would do', () => {
    expect(compiling({ later: 'luego', and: 'y, luego' })).toThrow('or write "+luego" under and');
  });

  test('for a mark on a phrase that stands nowhere else', () => {
    expect(compiling({ and: 'y, +luego' })).toThrow('"+luego" stands under and only');
  });

  test('for a mark where nothing would ask for it', () => {
    expect(compiling({ stop: 'corte', close: '+corte' })).toThrow(
      '"+corte" under close would never be read',
    );
  });

  test('for a phrase without a letter', () => {
    expect(compiling({ at: 'en, @' })).toThrow('"@" has no letter');
  });
});

describe('a table is taken', () => {
  test('with a phrase that is marked under its second role; the first has it', () => {
    expect(phrasesIn({ later: 'luego', and: 'y, +luego' })).toEqual([
      ['luego', 'later'],
      ['y', 'and'],
    ]);
  });

  test('with phrases that only accents or a sign tell apart', () => {
    expect(
      phrasesIn({ entry: 'precio:', told: 'compró', buy: 'compro', filler: 'precio' }),
    ).toEqual([
      ['compro', 'buy'],
      ['precio', 'entry'],
      ['compro', 'told'],
      ['precio', 'filler'],
    ]);
  });

  test('with lines that end without a comma', () => {
    expect(phrasesIn({ entry: '\n  zona de\n  entrada, precio,\n' })).toEqual([
      ['zona de', 'entry'],
      ['entrada', 'entry'],
      ['precio', 'entry'],
    ]);
  });

  test('with a condition that says its way by a word of another role', () => {
    const [phrase] = phrasesOf({ language: 'Turkish', if: 'geçerse', above: '+geçerse' });
    expect(phrase).toMatchObject({ role: 'if', direction: 'above' });
  });
});
