/** A repeated stretch ("tp {n} tp {n}") longer than this is not looked for. */
const LONGEST_RUN = 6;
/** A line with more is no field of a signal, and must not cost time. */
const MOST_CUTS = 400;

/**
 * Writes a stretch that is repeated right behind itself once, with what stood in each of its places
 * together: "{n} {n} {n}" is "{n}", "tp {n} {%} tp {n} {%}" is "tp {n} {%}". Only stretches with an
 * open place in them; words said twice stay so.
 */
export function sameRuns<P>(
  cuts: readonly { text: string; pieces: readonly P[] }[],
): { text: string; pieces: P[] }[] {
  let folded = cuts.slice(0, MOST_CUTS).map(({ text, pieces }) => ({ text, pieces: [...pieces] }));
  for (let length = 1; length <= LONGEST_RUN; length++) {
    const out: typeof folded = [];
    for (const cut of folded) {
      out.push(cut);
      const start = out.length - 2 * length;
      if (start < 0) continue;
      const [first, second] = [out.slice(start, start + length), out.slice(start + length)];
      const same = first.every(({ text }, i) => text === second[i]?.text);
      if (!same || !first.some(({ text }) => text.startsWith('{'))) continue;
      first.forEach(({ pieces }, i) => {
        pieces.push(...(second[i]?.pieces ?? []));
      });
      out.length = start + length;
    }
    folded = out;
  }
  return folded;
}
