import type { Role } from '../vocabulary/roles.ts';
import type { Term } from '../words/terms.ts';

/** Lists by role that more than one evidence knows. */

/** Words that an order is made of. */
export const ORDERS: ReadonlySet<Role | undefined> = new Set<Role | undefined>([
  'long',
  'short',
  'buy',
  'sell',
  'entry',
  'stop',
  'target',
]);

/** Words that may stand between a subject and its verb, or between a verb and its side. */
const BETWEEN: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['filler', 'at', 'open']);
export const isBetween = ({ role, text }: Term): boolean => BETWEEN.has(role) || text === 'in';

export const isWord = (term: Term | undefined): term is Term => term?.kind === 'word';

/** Right behind an instruction or the levels of an order they make it the subject of a sentence. */
export const COPULAS: ReadonlySet<string> = new Set(['is', 'are']);
