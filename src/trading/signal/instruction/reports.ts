import { isKind } from '../words/kinds.ts';
import { NEAR_INSTRUCTION } from '../words/layout/nearness.ts';
import { placeOf, type Term } from '../words/terms/term.ts';
import { isWithoutSpaces } from '../words/tokens/characters.ts';
import { hasPrice, highestBefore, highestDone, targetNumber } from './amounts.ts';
import { between, followsDirectly } from './destinations.ts';
import { type InstructionCandidate, instructionCandidate } from './instructionCandidate.ts';
import type { SegmentWords } from './segmentWords.ts';

/** More words than this around a bare "TP2" say something else. */
const MOST_WORDS_OF_A_REPORT = 4;
/** What a segment tells of a stop that was hit; what else stands in it is part of the report. */
export function stopReportIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, stop, target, close, hit, breakeven, move } = words;
  const isClosedAtStop =
    stop &&
    close &&
    between(terms, close, stop, 'at') &&
    // "Yarısını kapatın stop girişe": the stop goes to the entry.
    !(
      breakeven &&
      followsDirectly(terms, close, stop) &&
      followsDirectly(terms, stop, breakeven)
    ) &&
    !words.isHedgedBefore(close, 'if', 'not', 'later');
  if (isClosedAtStop) return instructionCandidate(words, 'stop_hit', [close, stop]);
  // "All stops got hit", "the stop of every long": those of the market.
  if (isHedged(words) || words.has('all')) return null;
  const isHit =
    stop &&
    hit &&
    Math.abs(placeOf(terms, stop) - placeOf(terms, hit)) <= NEAR_INSTRUCTION &&
    !move &&
    !isElsewhere(terms, stop, hit) &&
    // "Target reached, stop to the entry": what was reached is named.
    !(target && target.start < hit.start && hit.start < stop.start) &&
    // "SL 14.9 TP 13.1 hit": the nearer one.
    !(target && stop.start < target.start && target.start < hit.start) &&
    !isStatusOfStop(terms, hit);
  if (isHit) return instructionCandidate(words, 'stop_hit', [stop, hit]);
  const stoppedOut = words.find('stoppedOut');
  if (stoppedOut && !isOtherSubject(terms, stoppedOut))
    return instructionCandidate(words, 'stop_hit', [stoppedOut]);
  if (stop && close && isWithoutSpaces(stop.text) && followsDirectly(terms, stop, close))
    return instructionCandidate(words, 'stop_hit', [stop, close]);
  if (breakeven && hit && !target && !stop && !move && !words.has('entry'))
    return instructionCandidate(words, 'stop_hit', [hit, breakeven]);
  // "Тут стоп", in reply to the trade.
  const said = terms.filter((t) => t.kind === 'word');
  const here = said.length === 2 && said.some((t) => isKind(t, 'here'));
  if (stop && here && words.hasSubject && !hasPrice(terms))
    return instructionCandidate(words, 'stop_hit', [stop]);
  const failed = terms.some((t) => t.mark === 'failed');
  return stop && !words.target && failed && !hasPrice(terms) && !move
    ? instructionCandidate(words, 'stop_hit', [stop])
    : null;
}

/** "TP2 reached", "TP1 ✅", and "SOL TP2" by itself. */
export function targetReportIn(words: SegmentWords): InstructionCandidate | null {
  const { terms, target, stop, hit, done, move, close, reduce } = words;
  if (!target || move || isHedged(words)) return null;
  const number = targetNumber(terms, target);
  if (hit || done)
    return instructionCandidate(words, 'target_hit', [target, hit ?? done], {
      target: {
        number: highestDone(terms) ?? highestBefore(terms, hit ?? done ?? target) ?? number,
        term: target,
      },
    });
  // "TP1 at 26 (30%), 70% remaining".
  const left = terms.findIndex((t) => t.role === 'rest');
  const remains = terms[left - 1]?.number?.unit === 'percent' && terms[left + 1]?.role !== 'at';
  if (remains && number !== null && !stop && !close && !reduce)
    return instructionCandidate(words, 'target_hit', [target], {
      target: { number, term: target },
    });
  const isBare =
    !stop &&
    !close &&
    !reduce &&
    (words.hasSubject || terms.some((t) => t.role === 'result' && t.start > target.start)) &&
    number !== null &&
    !hasPrice(terms) &&
    terms.filter((t) => t.kind === 'word').length <= MOST_WORDS_OF_A_REPORT &&
    !terms.some((t) => t.kind === 'word' && !t.role && t.ticker?.form === 'word') &&
    !words.has('entry', 'new', 'add', 'at', 'to');
  return isBare
    ? instructionCandidate(words, 'target_hit', [target], {
        bare: true,
        target: { number, term: target },
      })
    : null;
}

/** Reports count even beside a plan, but not inside a condition. */
function isHedged(words: SegmentWords): boolean {
  const told = words.hit ?? words.done ?? words.target ?? words.stop;
  return words.has('told') || words.isHedgedBefore(told, 'if', 'later', 'not', 'maybe');
}

/** "The wick stopped 3 cents away", "stopped trading XRP". */
function isOtherSubject(terms: readonly Term[], stopped: Term): boolean {
  if (!isKind(stopped, 'stopped')) return false;
  const at = placeOf(terms, stopped);
  const [before, next] = [terms[at - 1], terms[at + 1]];
  const named = before?.ticker !== undefined && before.ticker.form !== 'word';
  const subject = before?.kind === 'word' && !before.role && !named;
  return subject || next?.sense === 'topic';
}

/** "Stops above 67k getting hit": those of the market. */
function isElsewhere(terms: readonly Term[], stop: Term, hit: Term): boolean {
  return terms
    .slice(placeOf(terms, stop), placeOf(terms, hit))
    .some((t) => t.role === 'above' || t.role === 'below');
}

/** "Stop activated: at the entry": the stop stands there, it was not hit. */
function isStatusOfStop(terms: readonly Term[], hit: Term): boolean {
  const after = terms.slice(placeOf(terms, hit) + 1);
  return after[0]?.text === ':' && after.some((t) => t.role === 'breakeven' || t.role === 'entry');
}
