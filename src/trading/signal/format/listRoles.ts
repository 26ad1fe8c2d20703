import type { PlaceRole, SingleRole } from './format.ts';

/**
 * What the numbers of a list are when they are not all the same, in their order: "entry/stop/target".
 * Such a list is as long as it was told; only targets, and what is nothing, go on.
 */
export type ListRoles = `${SingleRole}/${string}`;

const BETWEEN = '/';
const GO_ON: ReadonlySet<PlaceRole> = new Set<PlaceRole>(['target', 'nothing']);

/** The roles of a list as one. */
export function listRoles(roles: readonly SingleRole[]): PlaceRole {
  const [first, ...others] = roles;
  if (!first) return 'nothing';
  return others.length === 0 ? first : `${first}${BETWEEN}${others.join(BETWEEN)}`;
}

/** "entry/target/target" is "entry/target", and a list of targets alone is one place. */
export function shortened(roles: readonly SingleRole[]): PlaceRole {
  const last = roles.at(-1);
  let end = roles.length;
  while (last && GO_ON.has(last) && roles[end - 2] === last) end--;
  return listRoles(roles.slice(0, end));
}

/** Each of the roles; null of a place whose numbers are all the same. */
export function rolesOfList(role: PlaceRole): readonly SingleRole[] | null {
  return role.includes(BETWEEN) ? (role.split(BETWEEN) as SingleRole[]) : null;
}

/** What the number `nth` of the `count` in a place is; `mixed` when it was never told. */
export function roleOf(role: PlaceRole, nth: number, count: number): PlaceRole {
  const roles = rolesOfList(role);
  if (!roles) return role;
  const last = roles.at(-1) ?? 'mixed';
  if (count < roles.length) return 'mixed';
  return roles[nth] ?? (GO_ON.has(last) ? last : 'mixed');
}
