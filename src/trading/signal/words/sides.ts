import type { Side } from '../reading.ts';
import type { Role } from '../vocabulary/roles.ts';

/** The side that a word of this role names, or that its verb takes; null for any other. */
export function sideOfRole(role: Role | undefined): Side | null {
  if (role === 'long' || role === 'buy') return 'long';
  return role === 'short' || role === 'sell' ? 'short' : null;
}
