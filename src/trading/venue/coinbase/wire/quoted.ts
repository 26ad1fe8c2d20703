/** The venue's own words, fit to be shown: one line, of a bearable length, no token in it. */
export function quoted(text: string): string {
  return text
    .slice(0, 5000)
    .replaceAll(/eyJ[\w.-]+/g, '[token]')
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, 300)
    .trim();
}
