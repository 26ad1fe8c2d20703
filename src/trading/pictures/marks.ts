import type { Provenance } from '../signal/reading.ts';
import { type Box, boxesOf, type EngineText } from './pictureText.ts';

/** Where in a picture stands what was read of it: its words are those of the embed at `index`. */
export function marksIn(
  words: EngineText,
  index: number,
  provenances: readonly Provenance[],
): Box[] {
  return provenances
    .flatMap((provenance) => Object.values(provenance).flat())
    .filter(({ part }) => part.in === 'embed' && part.at === 'picture' && part.index === index)
    .flatMap(({ start, end }) => boxesOf(words, start, end));
}
