import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import type { Term } from '../words/terms/term.ts';

/** A heading says that the message is an account, or a lesson: "Week 31 recap". */
export function isHeadedAsTale(terms: readonly Term[]): boolean {
  const first = terms.find(isWord);
  if (!first || !terms.some((t) => t.line > first.line && isWord(t))) return false;
  const heading = terms.filter((t) => t.line === first.line);
  return (
    !heading.some(isCoin) &&
    (isKind(first, 'how') ||
      heading.some((t) => t.role === 'unreal' || isKind(t, 'resultsHeading')))
  );
}

/**
 * "Closing half at 1R and moving the stop to break-even wins more often": what is done is the subject
 * of its sentence.
 */
export function isAboutDoing(clause: readonly Term[]): boolean {
  const first = clause.find((t) => t.kind === 'word' && t.role !== 'filler');
  // "How we do it here: …".
  if (isKind(clause.find(isWord), 'how')) return true;
  if (!first?.role || !DOING.has(first.role) || !isKind(first, 'gerund')) return false;
  return clause.some((t, at) => t.at > first.at && (isKind(t, 'judges') || isDefined(clause, at)));
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
  return isKind(clause[at], 'is') && isKind(clause[at + 1]?.text, 'defines');
}

const isWord = (t: Term): boolean => t.kind === 'word';
const isCoin = (t: Term): boolean => t.ticker !== undefined && t.ticker.form !== 'word';
