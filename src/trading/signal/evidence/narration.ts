import type { Role } from '../vocabulary/roles.ts';
import type { Term } from '../words/terms.ts';

/** Words of a heading over what calls have come to. */
const RESULTS: ReadonlySet<string> = new Set(['recap', 'results', 'performance', 'scoreboard']);

/** A heading says that the message is an account, or a lesson: "Week 31 recap". */
export function isHeadedAsTale(terms: readonly Term[]): boolean {
  const first = terms.find(isWord);
  if (!first || !terms.some((t) => t.line > first.line && isWord(t))) return false;
  const heading = terms.filter((t) => t.line === first.line);
  return (
    !heading.some(isCoin) &&
    (first.text === 'how' || heading.some((t) => t.role === 'unreal' || RESULTS.has(t.text)))
  );
}

/**
 * "Closing half at 1R and moving the stop to break-even wins more often": what is done is the subject
 * of its sentence.
 */
export function isAboutDoing(clause: readonly Term[]): boolean {
  const first = clause.find((t) => t.kind === 'word' && t.role !== 'filler');
  // "How we do it here: …".
  if (clause.find(isWord)?.text === 'how') return true;
  if (!first?.role || !DOING.has(first.role) || !first.text.endsWith('ing')) return false;
  return clause.some((t, at) => t.at > first.at && (JUDGES.has(t.text) || isDefined(clause, at)));
}

const DOING: ReadonlySet<Role> = new Set<Role>([
  'close',
  'move',
  'reduce',
  'secure',
  'sell',
  'add',
]);

/** "… is what keeps you alive". */
function isDefined(clause: readonly Term[], at: number): boolean {
  return clause[at]?.text === 'is' && DEFINES.has(clause[at + 1]?.text ?? '');
}

const DEFINES: ReadonlySet<string> = new Set(['what', 'how', 'why']);

const JUDGES: ReadonlySet<string> = new Set([
  'beats',
  'costs',
  'earns',
  'feels',
  'helps',
  'hurts',
  'kills',
  'makes',
  'pays',
  'saves',
  'wins',
  'works',
]);

const isWord = (t: Term): boolean => t.kind === 'word';
const isCoin = (t: Term): boolean => t.ticker !== undefined && t.ticker.form !== 'word';
