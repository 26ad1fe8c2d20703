import type { Role } from '../vocabulary/roles.ts';
import { isKind } from '../words/kinds.ts';
import type { Term } from '../words/terms/term.ts';

/** Lists by role that more than one evidence knows. */

/** Words that may stand between a subject and its verb, or between a verb and its side. */
const BETWEEN: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['filler', 'at', 'open']);
export const isBetween = ({ role, text }: Term): boolean =>
  BETWEEN.has(role) || isKind(text, 'into');

export const isWord = (term: Term | undefined): term is Term => term?.kind === 'word';
