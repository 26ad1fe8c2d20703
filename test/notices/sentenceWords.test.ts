import { expect, test } from 'vitest';
import { reasonWords, withGroupedNumbers } from '../../src/notices/words/sentenceWords.ts';

test.each([
  [
    'the price 56000 is 10.7 % away from 50000.50',
    'the price 56,000 is 10.7 % away from 50,000.50',
  ],
  [
    'it costs 1012.00 USD with fees, and 999 USD is free',
    'it costs 1,012.00 USD with fees, and 999 USD is free',
  ],
  ['targets 52000, 54000 and 1234567', 'targets 52,000, 54,000 and 1,234,567'],
  ['the stop stays at 48000.', 'the stop stays at 48,000.'],
])('%s: numbers are read as people write them', (sentence, said) => {
  expect(withGroupedNumbers(sentence)).toBe(said);
});

test.each([
  'position 12345 has ended (status 4004)',
  'it is about message 1323800000000000002',
  'BIP-20DEC2030-CDE takes none until 2030-12-20, 1200:30',
  'it says “SL 58000”, and "12345" twice',
  'already 56,000 and 0.00012345',
])('%s: what is no number of its own, or a quotation, stays', (sentence) => {
  expect(withGroupedNumbers(sentence)).toBe(sentence);
});

test('a stranger’s words in it are made plain', () => {
  expect(reasonWords('the coin **X** @everyone at 58000')).toBe(
    'the coin \\*\\*X\\*\\* @\u200beveryone at 58,000',
  );
});
