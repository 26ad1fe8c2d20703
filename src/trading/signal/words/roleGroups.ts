import type { Role } from '../vocabulary/roles.ts';

/** Roles that more than one rule knows together. */
export type RoleGroup = ReadonlySet<Role | undefined>;

export const groupOf = (...roles: readonly Role[]): RoleGroup => new Set<Role | undefined>(roles);

/** How much of a trade. */
export const PARTS = ['half', 'third', 'quarter'] as const;

/** Words that an order is made of. */
export const ORDERS = groupOf('long', 'short', 'buy', 'sell', 'entry', 'stop', 'target');

/** What becomes of a trade at its end. */
export const ENDS = ['close', 'cancel', 'hit', 'filled', 'stoppedOut', 'flip'] as const;
