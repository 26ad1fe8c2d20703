import type {
  BarSeriesOption,
  CandlestickSeriesOption,
  LineSeriesOption,
  ScatterSeriesOption,
} from 'echarts/charts';
import type { GraphicComponentOption, GridComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { cut } from '../words/embedLimits.ts';
import { plainProviderText } from '../words/providerText.ts';
import type { Palette } from './palette.ts';
import type { Heading } from './picture.ts';

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | CandlestickSeriesOption
  | GraphicComponentOption
  | GridComponentOption
  | LineSeriesOption
  | ScatterSeriesOption
>;

/** Something that is drawn at a place in pixels, as echarts takes it. */
export type Graphic = {
  type: 'text' | 'rect' | 'line';
  z?: number;
  silent?: true;
  shape?: Record<string, number>;
  style: Record<string, unknown>;
};

/** In pixels before they are scaled up. A phone shows a picture 330 wide, where a letter needs 11 to be read. */
export const WIDTH = 560;
export const HEIGHT = 480;
/** Between the picture's edge and anything in it. */
export const MARGIN = 20;
/** Where the heading ends. */
export const HEADING = 104;
/** Room for the times below the plot. */
export const FOOT = 44;

export const FONT = 'DejaVu Sans';
/** Of the text at the axes and on labels, in pixels. */
export const FONT_SIZE = 19;

/** How wide a text of digits will be, in pixels: no glyph of a number is wider than this. */
export function textWidth(text: string, fontSize = FONT_SIZE): number {
  return Math.ceil(text.length * fontSize * 0.64);
}

const TITLE_SIZE = 23;
const LEAST_TITLE = 0.7;
const MOST_LETTERS = 200;
/** Of the words below the title, at most two lines of them. */
const SUBTITLE_SIZE = 18;
const SUBTITLE_LINE = 23;

/** Capitals of the bold font are wider than the digits of the plain one. */
function boldWidth(words: string): number {
  return textWidth(words, TITLE_SIZE * 1.1);
}

function fitting(words: string, letters: number): string {
  return cut(words, Math.max(4, Math.floor(letters)));
}

/** What all charts have in common. Nothing moves in a picture. */
export function frame(palette: Palette): ChartOption {
  return {
    animation: false,
    backgroundColor: palette.background,
    textStyle: { fontFamily: FONT, fontSize: FONT_SIZE, color: palette.muted },
  };
}

export function headingGraphics(heading: Heading, palette: Palette): Graphic[] {
  const { title, subtitle, result, gain } = heading;
  const whole = WIDTH - 2 * MARGIN;
  // The result is never cut; a very long one is written smaller.
  const wide = result === null ? 0 : boldWidth(result);
  const scale = Math.min(1, (whole * 0.58) / Math.max(wide, 1));
  const room = whole - wide * scale - (result === null ? 0 : MARGIN);
  // A long name is written smaller before it is cut.
  const boldLetter = boldWidth('0'.repeat(100)) / 100;
  const titleScale = Math.min(1, Math.max(LEAST_TITLE, room / (title.length * boldLetter)));
  const graphics = [
    text(MARGIN, 16, fitting(title, room / (boldLetter * titleScale)), {
      fill: palette.text,
      fontSize: TITLE_SIZE * titleScale,
      fontWeight: 'bold',
    }),
    ...subtitle
      .split('\n')
      .slice(0, 2)
      .map((line, index) =>
        text(
          MARGIN,
          49 + index * SUBTITLE_LINE,
          fitting(line, whole / textWidth('0', SUBTITLE_SIZE)),
          {
            fill: palette.muted,
            fontSize: SUBTITLE_SIZE,
          },
        ),
      ),
  ];
  if (result !== null) {
    graphics.push(
      text(WIDTH - MARGIN, 16, result, {
        fill: gain ? palette.gain : palette.loss,
        fontSize: TITLE_SIZE * scale,
        fontWeight: 'bold',
        align: 'right',
      }),
    );
  }
  return graphics;
}

/**
 * What a stranger wrote, as a picture can hold it. The renderer keeps the widths of texts under the
 * texts themselves, in a plain object: one that is called like something every object has
 * ("__proto__", "constructor") would change that for all objects of the thread.
 */
export function drawableWords(words: string, max: number): string {
  const plain = plainProviderText(words, max);
  return plain in Object.prototype ? `${plain} ` : plain;
}

/** `x`, `y`: where its upper left corner is, unless aligned otherwise. */
export function text(x: number, y: number, words: string, style: Record<string, unknown>): Graphic {
  return {
    type: 'text',
    silent: true,
    z: 20,
    style: {
      x,
      y,
      text: drawableWords(words, MOST_LETTERS),
      fontFamily: FONT,
      fontSize: FONT_SIZE,
      ...style,
    },
  };
}
