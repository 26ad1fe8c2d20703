/** How a picture looks. */
export type Look = {
  font: 'roboto' | 'bold' | 'sans' | 'serif' | 'mono' | 'condensed' | 'chinese';
  /** Height of a letter with its room above and below, in pixels. */
  size: number;
  theme: keyof typeof THEMES;
  format: 'png' | 'jpeg 40' | 'jpeg 70' | 'jpeg 90' | 'webp 50' | 'webp 80' | 'gif';
  /** Degrees. */
  turned?: number;
  /** Around it: a messenger's bars and a name, or a chart behind the words. */
  around?: 'messenger' | 'chart' | 'strong chart';
  /** Cut away, in parts of the whole: the right side goes through numbers, the bottom through a line. */
  cut?: 'margins' | 'right' | 'bottom';
  /** Made so much smaller and larger again, as what was passed on often is. */
  blurred?: number;
};

export const THEMES = {
  dark: { paper: '#313338', ink: '#dbdee1' },
  black: { paper: '#000000', ink: '#ffffff' },
  light: { paper: '#ffffff', ink: '#1f2328' },
  grey: { paper: '#f2f3f5', ink: '#5c5e66' },
  blue: { paper: '#182533', ink: '#f5f5f5' },
  green: { paper: '#e1ffc7', ink: '#111b21' },
  terminal: { paper: '#0b0f0c', ink: '#39d353' },
  yellow: { paper: '#1e2329', ink: '#f0b90b' },
} as const;
