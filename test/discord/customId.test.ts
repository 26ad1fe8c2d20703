import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCustomId, parseCustomId } from '../../src/notices/components/customId.ts';

test('what goes into a custom id comes out of it', () => {
  fc.assert(
    fc.property(
      fc.record({
        action: fc.constantFrom('panic_confirm', 'close', 'watch_remove'),
        args: fc.array(fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/), { maxLength: 3 }),
        userId: fc.option(fc.constant('123456789012345678')),
        expiresAt: fc.option(fc.nat(4_000_000_000).map((seconds) => seconds * 1_000)),
      }),
      (id) => {
        expect(parseCustomId(formatCustomId(id))).toEqual(id);
      },
    ),
  );
});

test.each([
  '',
  'p1',
  'p1|close',
  'p0|close||',
  'p1|CLOSE||',
  'p1|close|me|',
  'p1|close||!|x',
  'p1|close|||',
])('a custom id that is not ours is no action: %j', (text) => {
  expect(parseCustomId(text)).toBeNull();
});

test('what does not fit is refused where it is made, not by Discord', () => {
  const id = { action: 'close', userId: null, expiresAt: null };
  expect(() => formatCustomId({ ...id, args: ['x'.repeat(100)] })).toThrow(RangeError);
  expect(() => formatCustomId({ ...id, args: ['a|b'] })).toThrow(RangeError);
  expect(() => formatCustomId({ ...id, args: [''] })).toThrow(RangeError);
});
