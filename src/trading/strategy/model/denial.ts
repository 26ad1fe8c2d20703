/** A rule's no: its name, and the sentence with the numbers. */
export type Denial = { rule: string; why: string };

export function deny(rule: string, why: string): { denied: Denial } {
  return { denied: { rule, why } };
}
