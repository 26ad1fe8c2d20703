import type {
  BarSeriesOption,
  CandlestickSeriesOption,
  LineSeriesOption,
  ScatterSeriesOption,
} from 'echarts/charts';
import type { GraphicComponentOption, GridComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { cut } from '../words/embedLimits.ts';
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

/** In pixels before they are scaled up; a phone shows about half of that. */
export const WIDTH = 800;
export const HEIGHT = 450;
/** Between the picture's edge and anything in it. */
export const MARGIN = 20;
/** Where the heading ends. */
export const HEADING = 84;
/** Room for the times below the plot. */
export const FOOT = 40;

export const FONT = 'DejaVu Sans';
/** Of the text at the axes and on labels, in pixels. */
export const FONT_SIZE = 15;

/** How wide a text of digits will be, in pixels: no glyph of a number is wider than this. */
export function textWidth(text: string, fontSize = FONT_SIZE): number {
  return Math.ceil(text.length * fontSize * 0.64);
}

const TITLE_SIZE = 24;

/** Capitals of the bold font are wider than the digits of the plain one. */
function boldWidth(words: string): number {
  return textWidth(words, TITLE_SIZE * 1.17);
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
  const scale = Math.min(1, (whole * 0.6) / Math.max(wide, 1));
  const room = whole - wide * scale - (result === null ? 0 : MARGIN);
  const graphics = [
    text(MARGIN, 18, fitting(title, room / boldWidth('0')), {
      fill: palette.text,
      fontSize: TITLE_SIZE,
      fontWeight: 'bold',
    }),
    text(MARGIN, 50, fitting(subtitle, whole / textWidth('0')), {
      fill: palette.muted,
      fontSize: FONT_SIZE,
    }),
  ];
  if (result !== null) {
    graphics.push(
      text(WIDTH - MARGIN, 18, result, {
        fill: gain ? palette.gain : palette.loss,
        fontSize: TITLE_SIZE * scale,
        fontWeight: 'bold',
        align: 'right',
      }),
    );
  }
  return graphics;
}

/** `x`, `y`: where its upper left corner is, unless aligned otherwise. */
export function text(x: number, y: number, words: string, style: Record<string, unknown>): Graphic {
  return {
    type: 'text',
    silent: true,
    z: 20,
    style: { x, y, text: words, fontFamily: FONT, fontSize: FONT_SIZE, ...style },
  };
}
