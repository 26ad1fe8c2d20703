/** How Discord shows a time in the reader's own zone: R "3 minutes ago", f "1 May 2026 12:30", t "12:30". */
export type TimeStyle = 'R' | 'f' | 't';

/** `at` in UTC milliseconds. */
export function discordTime(at: number, style: TimeStyle = 'R'): string {
  return `<t:${Math.floor(at / 1_000)}:${style}>`;
}

/** How long something took, in at most two units: "3 h 12 min". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const units: [string, number][] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ];
  const first = units.findIndex(([, length]) => seconds >= length);
  if (first === -1) return '0 s';
  const words: string[] = [];
  let rest = seconds;
  for (const [name, length] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(`${count} ${name}`);
  }
  return words.join(' ');
}
