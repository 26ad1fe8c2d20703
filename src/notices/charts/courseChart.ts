import {
  type ChartOption,
  FONT_SIZE,
  FOOT,
  frame,
  HEADING,
  HEIGHT,
  headingGraphics,
  MARGIN,
  text,
  textWidth,
} from './chart.ts';
import { moneyAxis, moneyAxisOption } from './moneyAxis.ts';
import { PALETTES } from './palette.ts';
import type { CoursePicture } from './picture.ts';
import { priceAxis } from './priceAxis.ts';
import { timeLabel } from './timeAxis.ts';

/** Height of the drawdown's plot, and the room between the two. */
const BELOW = 92;
const BETWEEN = 42;

/** An account's worth over time, and below it by how many percent it was under its highest so far. */
export function courseChart({ points, heading, quote, look }: CoursePicture): ChartOption {
  const palette = PALETTES[look];
  const axis = moneyAxis(
    points.map(({ value }) => value),
    quote,
  );
  const falls = fallsOf(points.map(({ value }) => Number(value)));
  const deepest = falls.reduce((a, b) => Math.min(a, b), -0.1);
  const fallAxis = priceAxis(deepest, 0, 2);
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const colour = heading.gain ? palette.gain : palette.loss;
  const left = MARGIN + Math.max(axis.width, textWidth('−100 %') + 8);
  const right = MARGIN + textWidth(timeLabel(last, last - first)) / 2;
  const time = {
    type: 'value' as const,
    min: first,
    max: last,
    interval: (last - first) / 4,
    axisTick: { show: false },
    splitLine: { show: false },
  };
  return {
    ...frame(palette),
    useUTC: true,
    grid: [
      { left, right, top: HEADING, bottom: FOOT + BELOW + BETWEEN },
      { left, right, top: HEIGHT - FOOT - BELOW, bottom: FOOT },
    ],
    xAxis: [
      {
        ...time,
        gridIndex: 0,
        axisLine: { lineStyle: { color: palette.grid } },
        axisLabel: { show: false },
      },
      {
        ...time,
        gridIndex: 1,
        axisLine: { show: false },
        axisLabel: {
          color: palette.muted,
          fontSize: FONT_SIZE,
          margin: 10,
          formatter: (at: number) => timeLabel(at, last - first),
        },
      },
    ],
    yAxis: [
      { ...moneyAxisOption(axis, palette), gridIndex: 0 },
      {
        type: 'value',
        gridIndex: 1,
        min: deepest * 1.04,
        max: 0,
        interval: fallAxis.step,
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: { lineStyle: { color: palette.grid } },
        axisLabel: {
          color: palette.muted,
          fontSize: FONT_SIZE,
          showMinLabel: false,
          formatter: (value: number) =>
            `${value < 0 ? '−' : ''}${Math.abs(Number(value.toFixed(2)))} %`,
        },
      },
    ],
    series: [
      {
        type: 'line',
        xAxisIndex: 0,
        yAxisIndex: 0,
        showSymbol: false,
        sampling: 'lttb',
        lineStyle: { color: colour, width: 2.5 },
        areaStyle: { color: colour, opacity: 0.14, origin: 'start' },
        data: points.map(({ at, value }) => [at, Number(value)]),
      },
      {
        type: 'line',
        xAxisIndex: 1,
        yAxisIndex: 1,
        showSymbol: false,
        sampling: 'min',
        lineStyle: { color: palette.loss, width: 1.5 },
        areaStyle: { color: palette.loss, opacity: 0.25, origin: 'end' },
        data: points.map(({ at }, index) => [at, falls[index] ?? 0]),
      },
    ],
    graphic: [
      ...headingGraphics(heading, palette),
      text(left, HEIGHT - FOOT - BELOW - 22, 'Below its highest', { fill: palette.muted }),
    ],
  };
}

/** Under the highest so far, in percent, none above zero. */
function fallsOf(values: readonly number[]): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    peak = Math.max(peak, value);
    return peak > 0 ? (value / peak - 1) * 100 : 0;
  });
}
