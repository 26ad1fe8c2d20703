import {
  type ChartOption,
  FONT_SIZE,
  FOOT,
  frame,
  HEADING,
  headingGraphics,
  MARGIN,
  textWidth,
} from './chart.ts';
import { moneyAxis, moneyAxisOption } from './moneyAxis.ts';
import { PALETTES } from './palette.ts';
import type { EquityPicture } from './picture.ts';
import { timeLabel } from './timeAxis.ts';

/** What an account was worth over time, as a line. */
export function equityChart({ points, heading, quote, look }: EquityPicture): ChartOption {
  const palette = PALETTES[look];
  const axis = moneyAxis(
    points.map(({ value }) => value),
    quote,
  );
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const colour = heading.gain ? palette.gain : palette.loss;
  return {
    ...frame(palette),
    useUTC: true,
    grid: {
      left: MARGIN + axis.width,
      // Half of the last time reaches beyond the plot.
      right: MARGIN + textWidth(timeLabel(last, last - first)) / 2,
      top: HEADING,
      bottom: FOOT,
    },
    xAxis: {
      type: 'value',
      min: first,
      max: last,
      interval: (last - first) / 4,
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: FONT_SIZE,
        margin: 10,
        formatter: (at: number) => timeLabel(at, last - first),
      },
    },
    yAxis: moneyAxisOption(axis, palette),
    series: [
      {
        type: 'line',
        showSymbol: false,
        sampling: 'lttb',
        lineStyle: { color: colour, width: 2.5 },
        areaStyle: { color: colour, opacity: 0.14, origin: 'start' },
        data: points.map(({ at, value }) => [at, Number(value)]),
      },
    ],
    graphic: headingGraphics(heading, palette),
  };
}
