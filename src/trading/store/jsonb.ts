/**
 * A value as text for a jsonb column. jsonb can hold neither U+0000 nor half of a surrogate pair,
 * and a provider's text may have both: the first is left out, the second becomes U+FFFD.
 */
export function jsonb(value: object): string {
  const text = JSON.stringify(value);
  // Both are written as escapes: next to nothing has one.
  if (!text.includes('\\u')) return text;
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'string' ? storableText(item) : item,
  );
}

/** A text as Postgres can hold it. */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed();
}
