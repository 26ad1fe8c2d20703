/** The colour at the side of an embed: one meaning a colour; the words never rely on it. */
export const COLOURS = {
  good: 0x2e9e5b,
  bad: 0xd64545,
  warning: 0xe0a030,
  order: 0x3b7dd8,
  quiet: 0x7a828c,
} as const;
