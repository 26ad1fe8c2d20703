/** A gain with its sign, or with a word for one beside it. */
const CLAIM =
  /(?:\+\s?(\d{1,5}(?:[.,]\d{1,2})?)\s?%)|(?:(\d{1,5}(?:[.,]\d{1,2})?)\s?%\s*(?:profit|gain|roi|up)\b)|(?:\b(?:profit|gains?|roi|made|up)\b[^\d%\n]{0,12}(\d{1,5}(?:[.,]\d{1,2})?)\s?%)/gi;

/** The largest gain in percent that a text claims; null where it claims none. */
export function claimIn(text: string): number | null {
  const claims = [...text.matchAll(CLAIM)].map(([, signed, before, after]) =>
    Number((signed ?? before ?? after ?? '').replace(',', '.')),
  );
  return claims.length === 0 ? null : Math.max(...claims);
}
