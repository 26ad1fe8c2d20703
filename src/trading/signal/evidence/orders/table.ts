import type { OrderCandidate } from '../../order/candidate/orderCandidate.ts';
import type { EvidenceTable } from '../evidence.ts';
import { bothWays, coinBeside, endBeside, fromTo, talkBeside } from './besideLevels.ts';
import { condition, conditionElsewhere } from './condition.ts';
import { datedBefore } from './datedBefore.ts';
import { ended } from './ended.ts';
import { forbidden } from './forbidden.ts';
import {
  barePrices,
  coinElsewhere,
  exitOfSide,
  howItStands,
  namelessNumbers,
  noCoinNoEntry,
  noEntryNoSide,
  noOrder,
  noPrice,
  onlyExit,
  onlyPercent,
  targetsReached,
} from './incomplete.ts';
import { ledByDoubt } from './ledBy.ts';
import { type LevelScene, listOrDecimal, partsMissing } from './listOrDecimal.ts';
import { notReal } from './notReal.ts';
import { onAlready } from './onAlready.ts';
import { option } from './option.ts';
import {
  alertPrice,
  nowOfLevels,
  onlyAdvice,
  onlySell,
  onlyStop,
  priceReached,
  twoSides,
} from './passing.ts';
import { advertised, earlier, later, opinion, question, told, unreal } from './plan.ts';
import { reported } from './reported.ts';
import { moved, positionCard, priceChange, resultCard } from './result.ts';
import type { OrderScene } from './scene.ts';
import { someoneElse } from './someoneElse.ts';
import { story } from './story.ts';
import { arrow, severalNumbers, table } from './unlabelled.ts';

/** What an order lacks. */
export const LACKS: EvidenceTable<OrderCandidate> = [
  option,
  targetsReached,
  exitOfSide,
  noCoinNoEntry,
  noOrder,
  noEntryNoSide,
  barePrices,
  namelessNumbers,
  noPrice,
  coinElsewhere,
  onlyPercent,
  onlyExit,
  howItStands,
].map((evidence) => [evidence]);

/** Words that make it a plan, a condition, an opinion, a question or a report. */
export const WORDS: EvidenceTable<OrderScene> = [
  [conditionElsewhere],
  [notReal],
  [someoneElse],
  [datedBefore],
  [ledByDoubt],
  [onAlready],
  [question, condition, forbidden, later, opinion, unreal, earlier, told, reported, advertised],
  [story],
];

/** It looks like an order and is something else, or leaves open what its numbers are. */
export const FORM: EvidenceTable<OrderScene> = [
  resultCard,
  positionCard,
  priceChange,
  moved,
  ended,
  arrow,
  severalNumbers,
  table,
  onlyStop,
  nowOfLevels,
  onlyAdvice,
  priceReached,
  alertPrice,
  onlySell,
  twoSides,
].map((evidence) => [evidence]);

/** What stands beside the levels, once the side is known. */
export const BESIDE_LEVELS: EvidenceTable<OrderScene> = [
  bothWays,
  fromTo,
  coinBeside,
  endBeside,
  talkBeside,
].map((evidence) => [evidence]);

/** What the levels themselves leave open. */
export const OF_LEVELS: EvidenceTable<LevelScene> = [[listOrDecimal], [partsMissing]];
