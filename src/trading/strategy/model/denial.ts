import type { LimitName } from '../settings/limits.ts';
import type { SettingName } from '../settings/settings.ts';

type Rule = {
  /** What it is called where there is room for a few words. */
  name: string;
  /** What it says no to, without the numbers of the case. */
  sentence: string;
  /** The settings that make it, and the hard limits that stand over them. */
  settings: readonly SettingName[];
  limits?: readonly LimitName[];
  /** What can be done, where there is something that is not a setting. */
  instead?: string;
};

const rule = (
  name: string,
  sentence: string,
  change: Omit<Rule, 'name' | 'sentence'> | readonly SettingName[],
): Rule => ({ name, sentence, ...('length' in change ? { settings: change } : change) });

/** A rule that no setting changes. */
const fixed = (name: string, sentence: string, instead: string): Rule => ({
  name,
  sentence,
  settings: [],
  instead,
});

/**
 * Every rule that says no: to a signal, an edit, an update, or an act of the owner's. What a list, a
 * card or an answer says of it is made of this.
 */
export const DENIAL_RULES = {
  // Trading as a whole.
  halted: fixed(
    'trading is halted',
    'Nothing new is opened, and nothing made larger, while trading is halted.',
    '/resume lets it go on.',
  ),
  market: fixed(
    'no market',
    'No product fits the symbol.',
    'Look whether your exchange lists it, and what your account may trade.',
  ),
  market_unasked: fixed(
    'market not known',
    'The exchange could not be asked about the market.',
    '/status says whether it can be reached.',
  ),
  product: fixed(
    'not tradable now',
    'The venue does not take the orders that it would need: its state, its hours or its expiry.',
    'Wait until the venue trades it again, or take another product.',
  ),
  short_on_spot: fixed(
    'short on spot',
    'A spot product can’t be sold short.',
    'Shorts need a future of the same coin that your account may trade.',
  ),
  account_switched: fixed(
    'another account',
    'New trades go to another account than this position’s.',
    'What is open can be moved and closed; /live says where new trades go.',
  ),

  // The signal.
  too_old: rule('too old', 'The signal is older than signals may be.', ['oldestSignalSeconds']),
  same_signal: rule('same signal', 'The same signal was taken a while ago.', ['sameSignalMinutes']),
  opposite_signal: rule('opposite signal', 'A position is open the other way, and stays.', [
    'oppositeSignal',
  ]),
  agreement: rule('others must agree', 'Too few providers have said the same lately.', [
    'agreement',
    'consultMinutes',
    'consultGroup',
  ]),
  veto: rule('another says the opposite', 'Another provider has said the opposite lately.', [
    'veto',
    'consultMinutes',
    'consultGroup',
  ]),
  shorts: rule('shorts are off', 'Short signals are not taken.', ['shorts']),
  blocked_symbol: rule('blocked symbol', 'The symbol is blocked.', ['blockedSymbols']),
  allowed_symbols: rule('symbol not allowed', 'The symbol is not among those allowed.', [
    'allowedSymbols',
  ]),
  volume: rule('thin market', 'Too little of it was traded in 24 hours.', ['leastVolume24h']),
  edit: fixed(
    'edited into another trade',
    'An edit does not turn a trade into another one.',
    'Close or cancel the position with /position if it was wrong.',
  ),
  no_position: fixed(
    'no position',
    'Nothing is open that it could be about.',
    '/position lists what is open; each can be acted on there.',
  ),

  // Its prices.
  entry: rule('no usable entry', 'The entry can’t be worked as it is written.', [
    'breakoutOnClose',
    'entryStyle',
  ]),
  missing_stop: rule('no stop', 'The signal names no stop.', ['missingStop']),
  stop_side: fixed(
    'stop on the wrong side',
    'The stop is not on the losing side of the entry.',
    '/trade takes the same trade with a stop of yours.',
  ),
  stop_passed: fixed(
    'price beyond the stop',
    'The price has reached the stop already.',
    '/trade takes the same trade with a stop of yours.',
  ),
  widest_stop: rule('stop too far away', 'The stop is farther from the entry than you allow.', [
    'widestStopPercent',
  ]),
  targets_passed: fixed(
    'targets behind',
    'Every target is behind the entry already.',
    '/trade takes the same trade with targets of yours.',
  ),
  target_touched: rule('target touched', 'The price was at the first target before any entry.', [
    'cancelBeforeEntry',
  ]),
  ran_away: rule('price ran away', 'The price has run too far from the entry.', ['runAwayPercent']),
  reward_to_risk: rule('reward too small', 'It may win too little for what it risks.', [
    'leastRewardToRisk',
  ]),
  liquidation: rule('liquidated before the stop', 'It would be liquidated before its stop.', [
    'leverage',
    'leverageCap',
  ]),

  // Its size.
  minimum_size: rule('too small', 'The order would be smaller than the venue takes.', {
    settings: [
      'quoteSize',
      'equityPercent',
      'riskPercent',
      'largestPosition',
      'largestPositionPercent',
      'largestRiskPercent',
    ],
    limits: ['quoteSize', 'equityPercent', 'riskPercent'],
  }),
  maximum_size: rule('too large for the venue', 'The order would be larger than the venue takes.', [
    'quoteSize',
    'equityPercent',
    'riskPercent',
  ]),
  balance: rule('too little money', 'It costs more than is free, fees included.', [
    'quoteSize',
    'equityPercent',
    'riskPercent',
  ]),
  largest_position: rule('largest position', 'One position would cost more than you allow.', {
    settings: ['largestPosition'],
    limits: ['quoteSize'],
  }),
  largest_position_percent: rule(
    'largest part of the account',
    'One position would be a larger part of the account than you allow.',
    { settings: ['largestPositionPercent'], limits: ['equityPercent'] },
  ),
  largest_risk_percent: rule(
    'largest risk',
    'Its stop would lose a larger part of the account than you allow.',
    { settings: ['largestRiskPercent'], limits: ['riskPercent'] },
  ),
  leverage_cap: rule('leverage', 'It would have more leverage than you allow.', {
    settings: ['leverageCap'],
    limits: ['leverage'],
  }),

  // What is open beside it.
  most_open: rule('most positions', 'As many positions are open as you allow.', {
    settings: ['mostOpen'],
    limits: ['mostOpen'],
  }),
  most_open_symbol: rule('most positions in it', 'As many are open in it as you allow.', [
    'mostOpenPerSymbol',
  ]),
  most_open_provider: rule(
    'most positions of the provider',
    'As many of this provider are open as you allow.',
    ['mostOpenPerProvider'],
  ),
  most_exposure: rule('most exposure', 'All that is open would come to more than you allow.', {
    settings: ['mostExposure'],
    limits: ['mostExposure'],
  }),
  most_exposure_symbol: rule(
    'most exposure in it',
    'What is open in it would come to more than you allow.',
    ['mostExposurePerSymbol'],
  ),

  // What was lost before.
  daily_loss: rule('daily loss', 'The account has lost as much today as it may.', {
    settings: ['dailyLossPercent'],
    limits: ['dailyLossPercent'],
  }),
  drawdown: rule('drawdown', 'The account is as far below its peak as it may be.', {
    settings: ['drawdownPercent'],
    limits: ['drawdownPercent'],
  }),
  stop_streak: rule('stops in a row', 'Too many positions in a row were stopped out.', [
    'stopStreak',
    'stopStreakPauseMinutes',
  ]),
  symbol_cooldown: rule('cooldown', 'The symbol rests after its last position.', [
    'symbolCooldownMinutes',
  ]),
  provider_lock: rule('provider locked', 'The provider’s last positions lost together.', [
    'providerLockAfter',
    'providerLockMinutes',
  ]),

  // A position that is there already.
  position_ended: fixed(
    'it has ended',
    'There is no such position, or it has ended.',
    '/position lists what is open.',
  ),
  known_already: fixed(
    'known already',
    'A position of that number is known already.',
    '/position lists what is open.',
  ),
  nothing_to_take: fixed(
    'nothing to take over',
    'Nothing is open of that position any more.',
    '/order found lists what is open at the exchange.',
  ),
  stop_needed: fixed(
    'no stop rests',
    'A position is taken over with a stop, and none rests for it.',
    '/order takeover takes one.',
  ),
  stop_reached: fixed(
    'beyond that stop',
    'The price is beyond that stop already, so it would close at once.',
    'Name another stop, or close it at the exchange.',
  ),
  being_closed: fixed(
    'being closed',
    'The position is on its way out.',
    '/position shows what is left of it.',
  ),
  answered_already: fixed(
    'answered already',
    'What was asked is done once.',
    'Its page of /position shows what came of it.',
  ),
  nothing_open: fixed(
    'nothing is open',
    'Nothing of the position is open yet.',
    '/position shows what its entries wait for.',
  ),
  entries_ended: fixed(
    'entries have ended',
    'Its entries are filled, on their way or called off.',
    'Add, on its page of /position, makes one more.',
  ),
  entry_beyond_stop: fixed(
    'entry beyond the stop',
    'An entry would be beyond the stop.',
    'Move the stop first, on its page of /position.',
  ),
  stop_unnamed: fixed(
    'no price for the stop',
    'It does not say where the stop is to go.',
    'Move stop, on its page of /position, takes a price.',
  ),
  stop_price: fixed(
    'no price',
    'A stop must be a price above zero.',
    'Move stop, on its page of /position, takes a price.',
  ),
  stop_widened: fixed(
    'stop farther away',
    'Only you may move the stop of what is open farther away.',
    'Move stop, on its page of /position, does it.',
  ),
  stop_beyond_price: fixed(
    'stop beyond the price',
    'A stop there would close the position at once.',
    'To close it, press Close all on its page of /position.',
  ),
  target_behind_price: fixed(
    'target behind the price',
    'A target there would be sold at once.',
    'To close a part of it, press Close part on its page of /position.',
  ),
  target_beyond_stop: fixed(
    'target beyond the stop',
    'The target would be on the wrong side of the stop.',
    'Move target, on its page of /position, takes a price.',
  ),
  target_unknown: fixed(
    'no such target',
    'It has no target of that number.',
    'Its page of /position numbers them.',
  ),
  target_done: fixed(
    'target is done',
    'The target was reached already.',
    'Its page of /position shows which are left.',
  ),
  price_unknown: fixed(
    'price unknown',
    'The price is not known now, so it can’t be told whether it would close the position.',
    'Say it again when /status shows that prices arrive.',
  ),
  order_unknown: fixed('no such order', 'It has no such order.', '/order list shows them.'),
  order_ended: fixed(
    'order has ended',
    'The order may not fill any more.',
    '/order list shows which may.',
  ),
  order_protects: fixed(
    'order protects',
    'What closes or protects a position is not cancelled alone.',
    'Its page of /position moves the stop or a target, or closes it.',
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type DenialRule = keyof typeof DENIAL_RULES;

/** A rule's no: which, and the sentence with the numbers of the case. */
export type Denial = { rule: DenialRule; why: string };
export type Denied = { denied: Denial };

export function deny(rule: DenialRule, why: string): Denied {
  return { denied: { rule, why } };
}

/** Several as one: the first rule, and what all of them say; null where there is none. */
export function allOf(denials: readonly Denial[]): Denial | null {
  const [first] = denials;
  return first ? { rule: first.rule, why: denials.map(({ why }) => why).join('; ') } : null;
}

/** A rule by its name as it is stored; null for one that there is no more. */
export function findRule(name: string): Rule | null {
  return Object.hasOwn(DENIAL_RULES, name) ? DENIAL_RULES[name as DenialRule] : null;
}
