/** The letters that a model tells apart; the first place is none of them, the last a space. */
export type Alphabet = readonly string[];

/**
 * The text of a line from what the model says at each step along it: the likeliest letter, once however
 * many steps it takes. `sure` is how likely its letters are on average, 0 to 1.
 */
export function decodeText(
  scores: Float32Array,
  letters: number,
  alphabet: Alphabet,
): { text: string; sure: number } {
  let text = '';
  let sum = 0;
  let count = 0;
  let before = 0;
  for (let step = 0; step < scores.length; step += letters) {
    let best = 0;
    for (let letter = 1; letter < letters; letter++)
      if ((scores[step + letter] ?? 0) > (scores[step + best] ?? 0)) best = letter;
    if (best !== 0 && best !== before) {
      text += alphabet[best - 1] ?? '';
      sum += scores[step + best] ?? 0;
      count += 1;
    }
    before = best;
  }
  return { text, sure: count === 0 ? 0 : sum / count };
}
