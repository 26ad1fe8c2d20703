import type { Term } from './terms.ts';
import type { Role } from './vocabulary/roles.ts';

/** What an earlier trade has come to. */
const ENDED: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'close',
  'hit',
  'stoppedOut',
  'result',
  'secure',
]);

/** What stands between the word for earlier and its colon, at most ("Yesterday's ETC trade:"). */
const LONGEST_HEAD = 4;

/**
 * The lines below an order that tell of another, earlier one: "Previous call: CHZ closed at target 4",
 * "Yesterday's ETC trade: closed at 19.30". A word for earlier and a colon open such a line, and it
 * says how that trade ended.
 */
export function linesOfEarlierCalls(terms: readonly Term[]): Set<number> {
  const lines = new Set<number>();
  const first = terms.find((t) => t.kind === 'word')?.line ?? 0;
  for (const [at, term] of terms.entries()) {
    if (term.role !== 'past' || term.line === first || !opensLine(terms, at)) continue;
    const colon = terms.slice(at + 1, at + 1 + LONGEST_HEAD).find((t) => t.text === ':');
    if (colon?.line !== term.line) continue;
    const told = terms.filter((t) => t.line === term.line && t.at > colon.at);
    if (told.some((t) => ENDED.has(t.role) || t.number?.sign)) lines.add(term.line);
  }
  return lines;
}

/** Only marks stand before it in its line. */
function opensLine(terms: readonly Term[], at: number): boolean {
  for (let i = at - 1; i >= 0 && terms[i]?.kind !== 'break'; i--)
    if (terms[i]?.kind !== 'mark') return false;
  return true;
}
