import { type Denial, findRule } from '../../trading/strategy/model/denial.ts';
import { settingDescriptions } from '../../trading/strategy/settings/descriptions.ts';
import { limitDescriptions } from '../../trading/strategy/settings/limits.ts';
import { escapeProviderText } from './providerText.ts';
import { reasonWords } from './sentenceWords.ts';

/** What a rule that said no is called; one of an earlier version by its stored name. */
export function ruleName(stored: string): string {
  return findRule(stored)?.name ?? escapeProviderText(stored.replaceAll('_', ' '), 40);
}

/** What the rule says in general, and how to have it otherwise; empty for one that there is no more. */
export function ruleHelp(stored: string): string {
  const rule = findRule(stored);
  if (rule === null) return '';
  const settings = rule.settings.map((name) => `**${settingDescriptions[name].label}**`);
  const limits = (rule.limits ?? []).map((name) => `**${limitDescriptions[name].option}**`);
  return [
    rule.sentence,
    ...(settings.length > 0 ? [`/settings: ${settings.join(', ')}.`] : []),
    ...(limits.length > 0 ? [`/limits, over all settings: ${limits.join(', ')}.`] : []),
    ...(rule.instead === undefined ? [] : [rule.instead]),
  ].join(' ');
}

/** A no as an answer to whoever asked: why, with the numbers, and what can be done. */
export function deniedWords({ rule, why }: Denial): string {
  return `${reasonWords(why, 500)}. ${ruleHelp(rule)}`.trim();
}
