/** Emoji and signs that carry meaning in signals. The colours and arrows are hints only, never a side by themselves. */
export type MarkMeaning = 'done' | 'failed' | 'guard' | 'up' | 'down' | 'target' | 'into';

export const MARKS: Readonly<Record<MarkMeaning, readonly string[]>> = {
  done: ['✅', '☑', '✔', '✓', '🏆'],
  // Right before a number, and with no label between, it is the stop's.
  failed: ['❌', '✖', '🚫', '⛔', '🛑'],
  // A shield or a lock right before a number is the stop's as well.
  guard: ['🛡', '🔒'],
  // Right before a number, behind the entries, a target's; medals number them.
  target: ['🎯', '🥇', '🥈', '🥉', '🏅', '🎖', '🏁', '🚩', '📤', '🥅'],
  // Right before a number, and with no label open, where to get in.
  into: ['📥', '🛒'],
  up: ['🟢', '📈', '🐂', '⬆', '🔼', '💚', '🟩', '↗', '🐮'],
  down: ['🔴', '📉', '🐻', '⬇', '🔽', '🟥', '↘'],
};

const BY_MARK: ReadonlyMap<string, MarkMeaning> = new Map(
  Object.entries(MARKS).flatMap(([meaning, marks]) =>
    marks.map((mark): [string, MarkMeaning] => [mark, meaning as MarkMeaning]),
  ),
);

export function meaningOfMark(mark: string): MarkMeaning | undefined {
  return BY_MARK.get(mark);
}
