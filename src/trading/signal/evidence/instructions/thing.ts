import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import type { Term } from '../../words/terms/term.ts';
import { isWithoutSpaces } from '../../words/tokens/characters.ts';
import type { Evidence } from '../evidence.ts';
import { type InstructionScene, isAmount, isLong, isObject, isPlain, isUnknown } from './scene.ts';

/** "Sold 3 cars", "closed my laptop": somebody owns or counts what it acts on, and it is no trade. */
export const thing: Evidence<InstructionScene> = {
  name: 'thing',
  weight: 'ends',
  examples: ['Exited my job to trade XRP full time'],
  find: (scene) => (thingIn(scene) === 'sure' ? scene.verb : undefined),
  say: () => 'what it acts on is no trade',
};

/** "Closed the window". */
export const maybeThing: Evidence<InstructionScene> = {
  name: 'maybe_thing',
  weight: 'doubts',
  examples: ['AVAX: pulled the plug at 24.9'],
  find: (scene) => (thingIn(scene) === null ? undefined : scene.verb),
  say: () => 'what it acts on may be no trade',
};

/**
 * "Closed my laptop", "BTC closed the month", "sold 3 cars": what the verb acts on is no trade.
 * `sure` when somebody owns or counts it.
 */
function thingIn(scene: InstructionScene): 'sure' | 'likely' | null {
  const { terms, verb, coins } = scene;
  // Korean and Japanese put it before its verb, and Chinese verbs of trading are used of trades only.
  if (!verb || isWithoutSpaces(verb.text)) return null;
  const at = terms.indexOf(verb) + 1;
  const behind = terms
    .slice(at)
    .filter((t) => !isPlain(scene, t) && isLong(t) && !isKind(t, 'owner') && !isByHand(t));
  const [amount, noun] = behind[0]?.text === ':' ? behind.slice(1) : behind;
  // "Closed: 3. Open: 2."
  const tallied = behind[0]?.text === ':' && coins.size === 0;
  if (tallied && amount?.number?.whole && Number(amount.number.digits) <= HIGHEST_TALLY)
    return 'sure';
  const counted = amount?.number?.whole === true && amount.number.unit === null;
  if (counted && noun?.kind === 'word' && noun.at === amount.at + 1) {
    const things = noun.role === 'order' || isUnknown(scene, noun);
    const traded = coins.has(noun) || noun.role === 'long' || noun.role === 'short';
    return things ? 'sure' : traded ? 'likely' : null;
  }
  // "50% off its screen", "25% volume".
  const whole = behind.findIndex((t) => !isAmount(t));
  const object = behind
    .slice(Math.max(whole, 0))
    .find((t) => t.role !== 'at' && t.role !== 'to' && !(t.role === 'risk' && whole > 0));
  if (object?.kind !== 'word' || coins.has(object) || scene.carriers.includes(object)) return null;
  const unknown = isUnknown(scene, object);
  const owned = terms.some((t) => t.at >= verb.at && t.at < object.at && isKind(t, 'owner'));
  if (unknown) return owned ? 'sure' : 'likely';
  const acted = ACTED_ON.has(object.role) || isObject(object);
  return object.role && LEAVING.has(verb.role) && !acted ? 'likely' : null;
}

/** Of trades that are counted. */
const HIGHEST_TALLY = 99;

/** Verbs of leaving a trade; of the trade's words, not all can be left. */
const LEAVING: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'close',
  'reduce',
  'secure',
  'cancel',
  'entered',
  'flip',
]);

/** What may stand right behind such a verb, beside the objects. */
const ACTED_ON: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'wholly',
  'some',
  'market',
  'buy',
  'sell',
  'spot',
  'futures',
  'new',
  'and',
  'result',
  'first',
  'second',
  'breakeven',
  'above',
  'below',
  'close',
  'reduce',
  'secure',
  'move',
  'instead',
  'hit',
]);

/** "Closed manually". */
const isByHand = ({ role, text }: Term): boolean => role === 'no' && !isKind(text, 'negation');
