import { z } from 'zod';
import { contradictions } from './contradictions.ts';

/** A number as it is typed, kept in its shortest form: "0.50" is "0.5", so that "0" alone is nothing. */
const amount = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,18})?$/, {
    error: 'must be a plain positive number, such as 100 or 0.5',
    // What is no number can't be weighed against other settings.
    abort: true,
  })
  .overwrite((text) => {
    const [whole = '', rest = ''] = text.split('.');
    const decimals = rest.replace(/0+$/, '');
    const digits = whole.replace(/^0+(?=\d)/, '');
    return decimals === '' ? digits : `${digits}.${decimals}`;
  });
const percent = amount;
const count = (most: number) => z.int().min(0).max(most);
const minutes = (days: number) => count(days * 24 * 60);
const weights = z.array(amount).max(20);
const symbols = z
  .array(z.string().regex(/^[A-Z0-9]{1,20}$/, 'must be assets, such as BTC'))
  .max(500);

/** Every setting with its default. Amounts are in the product's quote, percents are of 100; "0" turns a rule off. */
const fields = z.strictObject({
  // How much.
  /** A fixed amount; a part of the account; so much that the stop loses a part of the account; what the signal suggests. */
  sizeBy: z.enum(['quote', 'equity', 'risk', 'signal']).default('quote'),
  /** Quote spent on one position. */
  quoteSize: amount.default('100'),
  equityPercent: percent.default('5'),
  /** What the stop may lose, fees included. */
  riskPercent: percent.default('1'),
  /** The most of the account that a signal's own suggestion may ask for. */
  signalSizeCapPercent: percent.default('5'),
  /** The most one position may cost, however its size is reckoned. */
  largestPosition: amount.default('0'),
  /** The same as a part of the account. */
  largestPositionPercent: percent.default('0'),
  /** The most of the account that its stop may lose, however its size is reckoned. */
  largestRiskPercent: percent.default('0'),
  /** On products that have it: the owner's own, or the signal's where it names one; never above the cap. */
  leverageFrom: z.enum(['own', 'signal']).default('own'),
  leverage: amount.default('1'),
  leverageCap: amount.default('3'),

  // Getting in.
  /**
   * Traded at once when its way of writing was confirmed, and asked about else; always at once; only
   * when the owner says yes to each; or on paper whatever the account.
   */
  follow: z.enum(['known', 'automatic', 'confirm', 'paper']).default('automatic'),
  /** Where known formats are followed: what takes risk away, and what is said in a way that was not confirmed. */
  saferUpdates: z.enum(['act', 'ask']).default('act'),
  otherUpdates: z.enum(['ask', 'act']).default('ask'),
  /**
   * What a second reader makes of a message that could not be read: asked about, traded where it is
   * written in a confirmed way, or never asked for.
   */
  secondReader: z.enum(['ask', 'known', 'off']).default('ask'),
  /** The same of what stands in pictures; `known` also wants two engines to read the same. */
  pictures: z.enum(['ask', 'known', 'off']).default('ask'),
  entryStyle: z.enum(['signal', 'market']).default('signal'),
  /** Orders that a zone is spread over. */
  zoneOrders: z.int().min(1).max(10).default(3),
  /** How the size is shared: the first entry is the nearest to the price. */
  entryWeights: z.enum(['even', 'front', 'back', 'custom']).default('even'),
  customEntryWeights: weights.default([]),
  firstEntryAtMarket: z.boolean().default(false),
  /** The nearest entry may be missed by this much and still be taken. */
  entryGracePercent: percent.default('0'),
  /** Not taken when the price has run from the nearest entry by more than this. */
  runAwayPercent: percent.default('0'),
  /** How far beyond the price an order at market may trade; what finds nothing there is said. */
  slippagePercent: percent.default('1'),
  /** Entries with a price only ever wait at it, for the lower fee; one that would trade at once is quoted again. */
  postOnly: z.boolean().default(false),
  /** After the price has reached an entry, wait until it turns by this much. */
  trailingEntryPercent: percent.default('0'),
  /** A breakout that asks for a candle's close: not taken, or entered on the first touch. */
  breakoutOnClose: z.enum(['deny', 'touch']).default('deny'),
  /** Entries not filled after so many minutes are cancelled. */
  entryExpiryMinutes: z
    .int()
    .min(1)
    .max(60 * 24 * 30)
    .default(60 * 24),
  /** Whether entries that are not filled may still fill after the first target is done. */
  entriesAfterTarget: z.enum(['cancel', 'keep']).default('cancel'),
  /** What ends a position before it has opened. */
  cancelBeforeEntry: z.enum(['nothing', 'target', 'stop', 'both']).default('both'),

  // Targets.
  /** How many of a signal's targets are used; 0 is all. */
  targetCount: count(20).default(0),
  targetWeights: z.enum(['even', 'descending', 'ascending', 'custom']).default('even'),
  customTargetWeights: weights.default([]),
  /** Which targets are not sold at, but let run until the price falls back. */
  trailingTargets: z.enum(['off', 'last', 'all']).default('off'),
  trailingTargetPercent: percent.default('1'),

  // The stop.
  missingStop: z.enum(['deny', 'default']).default('deny'),
  defaultStopPercent: percent.default('5'),
  /** Not taken, and not moved there, when it is farther from the entry than this. */
  widestStopPercent: percent.default('25'),
  /** What a stop in percent is measured from. */
  stopFrom: z.enum(['average', 'first']).default('average'),
  /** The stop acts only after the price has been beyond it for so long. */
  stopTimeoutSeconds: count(3600).default(0),
  /** Where a stop rests at the venue all the same while the timeout runs: so far beyond. */
  stopTimeoutGuardPercent: percent.default('3'),
  breakevenAfterTarget: count(20).default(0),
  breakevenAfterPercent: percent.default('0'),
  /** After a target: the stop to the target before it, or two before; before the first it is the entry. */
  stopFollowsTargets: z.enum(['off', 'one_behind', 'two_behind']).default('off'),
  trailingStopPercent: percent.default('0'),
  trailingStopAfterTarget: count(20).default(0),
  trailingStopAfterPercent: percent.default('0'),
  /** What is open while the venue goes on refusing its stop for so long: closed, or held by the bot alone. */
  unprotected: z.enum(['close', 'hold']).default('close'),
  unprotectedSeconds: z.int().min(1).max(300).default(5),
  /** An open position is closed after so long. */
  timeLimitMinutes: minutes(365).default(0),

  // What says no.
  oldestSignalSeconds: z.int().min(5).max(86_400).default(300),
  mostOpen: count(1000).default(0),
  mostOpenPerSymbol: count(1000).default(0),
  mostOpenPerProvider: count(1000).default(0),
  mostExposure: amount.default('0'),
  mostExposurePerSymbol: amount.default('0'),
  dailyLossPercent: percent.default('0'),
  dailyLossAction: z.enum(['halt', 'flatten']).default('halt'),
  drawdownPercent: percent.default('0'),
  /** So many stopped positions in a row, and nothing is opened for a while. */
  stopStreak: count(100).default(0),
  stopStreakPauseMinutes: minutes(30).default(24 * 60),
  /** After a position has ended its symbol rests. */
  symbolCooldownMinutes: minutes(30).default(0),
  /** A provider whose last so many positions lost together is not followed for a while. */
  providerLockAfter: count(100).default(0),
  providerLockMinutes: minutes(90).default(7 * 24 * 60),
  leastRewardToRisk: amount.default('0'),
  allowedSymbols: symbols.default([]),
  blockedSymbols: symbols.default([]),
  leastVolume24h: amount.default('0'),
  sameSignalMinutes: minutes(2).default(60),
  oppositeSignal: z.enum(['ignore', 'close', 'reverse']).default('close'),
  /** Watches with the same number are consulted together. */
  consultGroup: count(20).default(0),
  /** So long a signal of another provider counts. */
  consultMinutes: z
    .int()
    .min(1)
    .max(2 * 24 * 60)
    .default(60),
  /** So many providers, itself among them, must have given the same coin and side. */
  agreement: z.int().min(1).max(10).default(1),
  /** With whose levels it is entered then. */
  agreementLevels: z.enum(['newest', 'first', 'careful']).default('newest'),
  /** What another provider's signal the other way does. */
  veto: z.enum(['off', 'halve', 'deny']).default('off'),
  /** By so much its provider's record may raise or lower a position's size. */
  recordWeightPercent: percent.default('0'),
  shorts: z.boolean().default(true),

  // What the provider says later.
  followUpdates: z.enum(['all', 'safer', 'none']).default('all'),
  closePartPercent: percent.default('50'),
  onEdit: z.enum(['amend', 'ignore']).default('amend'),
  onDelete: z.enum(['cancel', 'ignore']).default('cancel'),
});

/**
 * How a watch's signals are traded. One schema for the defaults and for each watch; a watch stores
 * only what differs. Settings that contradict each other are refused with the sentence that says why.
 */
export const settingsSchema = fields.superRefine((settings, context) => {
  for (const { path, message } of contradictions(settings)) {
    context.addIssue({ code: 'custom', path: [path], message });
  }
});

const NAMES: ReadonlySet<string> = new Set(Object.keys(fields.shape));

/** What of a stored record are settings: a watch keeps more beside them, and old records settings that are no more. */
export function onlySettings(stored: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stored).filter(([name]) => NAMES.has(name)));
}

export type Settings = z.infer<typeof fields>;

/** What rules that a position of an earlier version knows nothing of are set to for it: off. */
export const NOT_KNOWN_THEN: Partial<Settings> = {
  largestPositionPercent: '0',
  largestRiskPercent: '0',
  widestStopPercent: '0',
};
export type SettingName = keyof Settings;
