/** Everything Discord's markdown, mentions and links are made of; a backslash makes each plain. */
const MARKUP = new Set('\\*_~`|<>[]()#:-');

/**
 * Text of a stranger, made safe to show: no formatting, no mention, no link, no control or
 * direction-changing characters, no wall of blank lines; at most `max` UTF-16 code units as sent,
 * with an ellipsis where it was cut.
 */
export function escapeProviderText(text: string, max = 1_000): string {
  let escaped = '';
  let newlines = 0;
  for (const character of text) {
    newlines = character === '\n' ? newlines + 1 : 0;
    if (newlines > 2 || isInvisible(character)) continue;
    const piece =
      character === '@' ? '@\u200b' : MARKUP.has(character) ? `\\${character}` : character;
    if (escaped.length + piece.length > max - 1) return `${escaped}…`;
    escaped += piece;
  }
  return escaped;
}

/** The same for places that show no markdown (an embed's author and footer): one plain line. */
export function plainProviderText(text: string, max = 200): string {
  let plain = '';
  for (const character of text) {
    const piece = character === '\n' || character === '\t' ? ' ' : character;
    if (isInvisible(piece)) continue;
    if (plain.length + piece.length > max - 1) return `${plain}…`;
    plain += piece;
  }
  return plain;
}

function isInvisible(character: string): boolean {
  if (character === '\n' || character === '\t') return false;
  const code = character.codePointAt(0) ?? 0;
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    // Zero-width and direction marks: what is read must be what is there.
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff ||
    // Half of a pair.
    (code >= 0xd800 && code <= 0xdfff)
  );
}
