import { expect, test } from 'vitest';
import { deniedWords, ruleHelp, ruleName } from '../../../../src/notices/words/denialWords.ts';
import {
  DENIAL_RULES,
  type DenialRule,
  findRule,
} from '../../../../src/trading/strategy/model/denial.ts';
import {
  limitDescriptions,
  limitsSchema,
} from '../../../../src/trading/strategy/settings/limits.ts';
import { settingsSchema } from '../../../../src/trading/strategy/settings/settings.ts';

const RULES = Object.keys(DENIAL_RULES) as DenialRule[];
const SETTINGS = Object.keys(settingsSchema.parse({}));
const LIMITS = Object.keys(limitsSchema.parse({}));

function known(rule: DenialRule) {
  const found = findRule(rule);
  if (found === null) throw new Error(`there is no rule ${rule}`);
  return found;
}

test.each(RULES)('%s: a sentence, and a setting that is there or what else helps', (rule) => {
  const { sentence, settings, name, limits = [], instead = '' } = known(rule);
  expect(sentence).toMatch(/^[A-Z].{10,}\.$/);
  expect(name).not.toBe('');
  for (const setting of settings) expect(SETTINGS).toContain(setting);
  for (const limit of limits) expect(LIMITS).toContain(limit);
  expect(settings.length > 0 || /^.{10,}\.$/.test(instead)).toBe(true);
});

test('no two rules are called the same', () => {
  expect(new Set(RULES.map(ruleName)).size).toBe(RULES.length);
});

test('every hard limit says no by some rule', () => {
  const named = new Set(RULES.flatMap((rule) => known(rule).limits ?? []));
  expect([...named].sort()).toEqual(Object.keys(limitDescriptions).sort());
});

test('a no tells the setting by the name that /settings shows, and the limit by its option', () => {
  expect(ruleHelp('most_open')).toBe(
    'As many positions are open as you allow. /settings: **Most positions**. /limits, over all settings: **open**.',
  );
  expect(deniedWords({ rule: 'short_on_spot', why: 'BTC is spot' })).toMatch(
    /^BTC is spot\. A spot product.* Shorts need a future/,
  );
});

test('a rule of an earlier version is shown by its stored name, and explains nothing', () => {
  expect(ruleName('no_such_rule')).toBe('no such rule');
  expect(ruleHelp('toString')).toBe('');
});
