/** The letters that a model tells apart; the first place is none of them, the last a space. */
export type Alphabet = readonly string[];

/** A letter of a line, and where its middle is along it: 0 to 1. */
export type Letter = { letter: string; at: number };

/**
 * The letters of a line from what the model says at each step along it: the likeliest, once however many
 * steps it takes. `sure` is how likely they are on average, 0 to 1.
 */
export function decodeText(
  scores: Float32Array,
  alphabet: Alphabet,
): { letters: Letter[]; sure: number } {
  const places = alphabet.length + 1;
  const steps = scores.length / places;
  const letters: Letter[] = [];
  let sum = 0;
  let before = 0;
  for (let step = 0; step < steps; step++) {
    const from = step * places;
    let best = 0;
    for (let place = 1; place < places; place++)
      if ((scores[from + place] ?? 0) > (scores[from + best] ?? 0)) best = place;
    if (best !== 0 && best !== before) {
      letters.push({ letter: alphabet[best - 1] ?? '', at: (step + 0.5) / steps });
      sum += scores[from + best] ?? 0;
    }
    before = best;
  }
  return { letters, sure: letters.length === 0 ? 0 : sum / letters.length };
}
