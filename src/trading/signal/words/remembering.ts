/** A longer word may be a slice that keeps the whole message it was cut from in memory. */
const LONGEST = 12;
const MOST = 4_000;

/**
 * The same function of a word, asked once for each: the words of messages are few, and come again
 * and again. `read` is pure and gives nothing that is changed. Of two maps the older is dropped when
 * the newer is full, so that what is no longer asked for is forgotten.
 */
export function remembering<T extends object>(read: (word: string) => T): (word: string) => T {
  let recent = new Map<string, T>();
  let earlier = new Map<string, T>();
  return (word) => {
    if (word.length > LONGEST) return read(word);
    const known = recent.get(word);
    if (known) return known;
    const found = earlier.get(word) ?? read(word);
    if (recent.size >= MOST) {
      earlier = recent;
      recent = new Map();
    }
    recent.set(word, found);
    return found;
  };
}
