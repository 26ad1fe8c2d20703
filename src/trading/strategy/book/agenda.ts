/**
 * A persistent priority queue (a leftist heap) of times and ids: `schedule` and `dropFirst` cost
 * O(log n) and leave the old agenda as it was, `nextAt` costs a look. Entries are never removed
 * before their time: whoever takes one asks its position whether the time still holds.
 */
export type Agenda = AgendaNode | null;

type AgendaNode = {
  at: number;
  id: string;
  /** Length of the way to the nearest free place, which keeps the right spine short. */
  rank: number;
  left: Agenda;
  right: Agenda;
};

export function schedule(agenda: Agenda, at: number, id: string): Agenda {
  return merge(agenda, { at, id, rank: 1, left: null, right: null });
}

/** The earliest time in it, UTC milliseconds; null when it is empty. */
export function nextAt(agenda: Agenda): number | null {
  return agenda === null ? null : agenda.at;
}

export function dropFirst(agenda: Agenda): Agenda {
  return agenda === null ? null : merge(agenda.left, agenda.right);
}

function merge(a: Agenda, b: Agenda): Agenda {
  if (a === null) return b;
  if (b === null) return a;
  // Equal times go by id, so that the same events give the same order again.
  const aFirst = a.at < b.at || (a.at === b.at && a.id <= b.id);
  const first = aFirst ? a : b;
  const rest = merge(first.right, aFirst ? b : a);
  const left = first.left;
  const swap = rankOf(left) < rankOf(rest);
  return {
    at: first.at,
    id: first.id,
    rank: Math.min(rankOf(left), rankOf(rest)) + 1,
    left: swap ? rest : left,
    right: swap ? left : rest,
  };
}

function rankOf(agenda: Agenda): number {
  return agenda === null ? 0 : agenda.rank;
}
