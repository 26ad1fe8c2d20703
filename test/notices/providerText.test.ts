import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeProviderText, plainProviderText } from '../../src/notices/words/providerText.ts';
import { hostileText } from './anyNotice.ts';

test('whatever is written, no markup, mention or link is left, and it fits', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 2_000 }), (text, max) => {
      const escaped = escapeProviderText(text, max);
      expect(escaped.length).toBeLessThanOrEqual(max);
      expect(escaped).not.toMatch(/(?<!\\):\/\//);
      expect(escaped).not.toMatch(/@(?!\u200b)/);
      // With every escaped character taken out, none of markdown's own is left.
      expect(escaped.replace(/\\[^0-9A-Za-z\s]/g, '')).not.toMatch(/[\\*_~`|<>[\]#]/);
      expect(escaped.isWellFormed()).toBe(true);
    }),
  );
});

test('ordinary words stay as they are', () => {
  expect(escapeProviderText('BTC long 65,000 / SL 60.5k 🚀')).toBe('BTC long 65,000 / SL 60.5k 🚀');
});

test('direction marks that would show a name backwards are dropped', () => {
  expect(plainProviderText('evil\u202egnol')).toBe('evilgnol');
});
