import { dec } from '../../money.ts';
import type { SettingName, Settings } from './settings.ts';

export type Contradiction = { path: SettingName; message: string };

/** What of these settings can't hold together, each with the sentence that says why. */
export function contradictions(s: Settings): readonly Contradiction[] {
  const found: Contradiction[] = [];
  const refuse = (path: SettingName, broken: boolean, message: string) => {
    if (broken) found.push({ path, message });
  };
  const isOn = (value: string) => !dec(value).isZero();
  const over = (a: string, b: string) => dec(a).gt(b);

  refuse('quoteSize', !isOn(s.quoteSize), 'a position must cost something');
  refuse(
    'quoteSize',
    s.sizeBy === 'quote' && isOn(s.largestPosition) && over(s.quoteSize, s.largestPosition),
    `one position of ${s.quoteSize} would be more than the largest position ${s.largestPosition}`,
  );
  refuse('equityPercent', !isOn(s.equityPercent), 'a position must cost something');
  refuse('riskPercent', !isOn(s.riskPercent), 'a position must risk something');
  refuse(
    'riskPercent',
    over(s.riskPercent, '100'),
    'no more than all of the account can be risked',
  );
  for (const name of ['largestPositionPercent', 'largestRiskPercent'] as const) {
    refuse(
      name,
      over(s[name], '100'),
      'more than all of the account is no limit; 0 takes the limit away',
    );
  }
  refuse(
    'widestStopPercent',
    !dec(s.widestStopPercent).lt(100),
    'a stop 100 % away is none; 0 takes the limit away',
  );
  refuse('leverage', dec(s.leverage).lt(1), 'the least leverage is 1, which is none');
  refuse('leverageCap', dec(s.leverageCap).lt(1), 'the least leverage is 1, which is none');
  refuse(
    'leverage',
    over(s.leverage, s.leverageCap),
    `leverage ${s.leverage} is above its cap ${s.leverageCap}`,
  );
  refuse(
    'quoteSize',
    s.sizeBy === 'quote' && isOn(s.mostExposure) && over(s.quoteSize, s.mostExposure),
    `one position of ${s.quoteSize} would be more than the most exposure ${s.mostExposure}`,
  );
  refuse(
    'mostExposurePerSymbol',
    isOn(s.mostExposure) && over(s.mostExposurePerSymbol, s.mostExposure),
    `the most exposure a symbol (${s.mostExposurePerSymbol}) is above the most in all (${s.mostExposure})`,
  );
  refuse(
    'mostOpenPerSymbol',
    s.mostOpen > 0 && s.mostOpenPerSymbol > s.mostOpen,
    `the most positions a symbol (${s.mostOpenPerSymbol}) is above the most in all (${s.mostOpen})`,
  );
  refuse(
    'mostOpenPerProvider',
    s.mostOpen > 0 && s.mostOpenPerProvider > s.mostOpen,
    `the most positions a provider (${s.mostOpenPerProvider}) is above the most in all (${s.mostOpen})`,
  );

  for (const [choice, list] of [
    ['entryWeights', 'customEntryWeights'],
    ['targetWeights', 'customTargetWeights'],
  ] as const) {
    const custom = s[choice] === 'custom';
    refuse(list, custom && s[list].length === 0, 'custom weights need numbers, such as 50, 30, 20');
    refuse(
      list,
      !custom && s[list].length > 0,
      `weights of your own count only when ${choice} is custom`,
    );
    refuse(list, s[list].length > 0 && !s[list].some(isOn), 'the weights are all 0');
  }
  refuse(
    'slippagePercent',
    over(s.slippagePercent, '20'),
    'a slippage of more than 20 % guards nothing; 0 turns the guard off',
  );
  const trailsEntry = isOn(s.trailingEntryPercent);
  refuse(
    'firstEntryAtMarket',
    s.firstEntryAtMarket && trailsEntry,
    'an entry at market at once can not also wait for the price to turn (trailingEntryPercent)',
  );
  refuse(
    'entryStyle',
    s.entryStyle === 'market' && trailsEntry,
    'entries at market can not also wait for the price to turn (trailingEntryPercent)',
  );
  refuse(
    'trailingEntryPercent',
    trailsEntry && over(s.trailingEntryPercent, '50'),
    'an entry that waits for a turn of more than 50 % never comes',
  );

  refuse(
    'defaultStopPercent',
    s.missingStop === 'default' &&
      (!isOn(s.defaultStopPercent) || !dec(s.defaultStopPercent).lt(100)),
    'the default stop must lie between 0 and 100 % from the entry',
  );
  for (const name of ['breakevenAfterTarget', 'trailingStopAfterTarget'] as const) {
    refuse(
      name,
      s.targetCount > 0 && s[name] > s.targetCount,
      `target ${s[name]} is never reached: only ${s.targetCount} are used`,
    );
  }
  const trails = isOn(s.trailingStopPercent);
  refuse(
    'trailingStopAfterTarget',
    !trails && s.trailingStopAfterTarget > 0,
    'there is no trailing stop to start: set trailingStopPercent',
  );
  refuse(
    'trailingStopAfterPercent',
    !trails && isOn(s.trailingStopAfterPercent),
    'there is no trailing stop to start: set trailingStopPercent',
  );
  refuse(
    'trailingStopAfterPercent',
    s.trailingStopAfterTarget > 0 && isOn(s.trailingStopAfterPercent),
    'the trailing stop can start after a target or after a percent, not after both',
  );
  refuse(
    'trailingStopPercent',
    trails && !dec(s.trailingStopPercent).lt(100),
    'a trailing stop must follow by less than 100 %',
  );
  refuse(
    'stopTimeoutGuardPercent',
    s.stopTimeoutSeconds > 0 && !isOn(s.stopTimeoutGuardPercent),
    'a stop with a timeout needs a guard beyond it that rests at the venue',
  );
  refuse(
    'trailingTargetPercent',
    s.trailingTargets !== 'off' && !isOn(s.trailingTargetPercent),
    'a target that is let run needs a percent to fall back by',
  );
  refuse(
    'closePartPercent',
    !isOn(s.closePartPercent) || over(s.closePartPercent, '100'),
    'a part is more than 0 and at most 100 %',
  );
  refuse(
    'recordWeightPercent',
    !dec(s.recordWeightPercent).lt(100),
    'a size lowered by 100 % trades nothing; 0 turns the weight off',
  );
  const both = s.allowedSymbols.filter((symbol) => s.blockedSymbols.includes(symbol));
  refuse(
    'blockedSymbols',
    both.length > 0,
    `${both.join(', ')} can not be both allowed and blocked`,
  );
  return found;
}
