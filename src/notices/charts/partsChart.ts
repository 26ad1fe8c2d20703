import { dec } from '../../trading/money.ts';
import { cut } from '../words/embedLimits.ts';
import {
  type ChartOption,
  FONT_SIZE,
  frame,
  HEADING,
  HEIGHT,
  headingGraphics,
  MARGIN,
  text,
  WIDTH,
} from './chart.ts';
import { moneyAxis, moneyAxisOption } from './moneyAxis.ts';
import { PALETTES } from './palette.ts';
import type { PartsPicture } from './picture.ts';

const TITLE = 38;
const NAMES = 32;

/** What trades came to by month, coin, side and hour: four panels of bars, two by two. */
export function partsChart({ panels, heading, quote, look }: PartsPicture): ChartOption {
  const palette = PALETTES[look];
  const room = (HEIGHT - HEADING - MARGIN / 2) / 2;
  const places = panels.slice(0, 4).map(({ title, bars }, index) => {
    const axis = moneyAxis(['0', ...bars.map(({ net }) => net)], quote);
    const width = WIDTH / 2 - 1.5 * MARGIN;
    const x = MARGIN + (index % 2) * (width + MARGIN);
    const top = HEADING + Math.floor(index / 2) * room;
    const plot = width - axis.width;
    return { title, bars, axis, x, top, plot, index };
  });
  return {
    ...frame(palette),
    grid: places.map(({ axis, x, top, plot }) => ({
      left: x + axis.width,
      width: plot,
      top: top + TITLE,
      height: room - TITLE - NAMES,
    })),
    xAxis: places.map(({ bars, plot, index }) => {
      const wide = plot / Math.max(1, bars.length);
      const longest = bars.reduce((most, { name }) => Math.max(most, name.length), 1);
      const interval = Math.max(1, Math.ceil((Math.min(longest, 7) * FONT_SIZE * 0.68) / wide));
      const letters = Math.max(3, Math.floor((wide * interval) / (FONT_SIZE * 0.68)));
      return {
        type: 'category' as const,
        gridIndex: index,
        data: bars.map(({ name }) => cut(name, letters)),
        axisLine: { onZero: false, lineStyle: { color: palette.grid } },
        axisTick: { show: false },
        axisLabel: {
          color: palette.muted,
          fontSize: FONT_SIZE,
          margin: 6,
          interval: interval - 1,
        },
      };
    }),
    yAxis: places.map(({ axis, index }) => {
      const option = moneyAxisOption(axis, palette);
      return { ...option, gridIndex: index, interval: axis.step * 2 };
    }),
    series: places.map(({ bars, index }) => ({
      type: 'bar' as const,
      xAxisIndex: index,
      yAxisIndex: index,
      barMaxWidth: 44,
      data: bars.map(({ net }) => ({
        value: Number(net),
        itemStyle: {
          color: dec(net).isNegative() ? palette.loss : palette.gain,
          borderRadius: 2,
        },
      })),
    })),
    graphic: [
      ...headingGraphics(heading, palette),
      ...places.map(({ title, x, top }) =>
        text(x, top, title, { fill: palette.text, fontSize: FONT_SIZE, fontWeight: 'bold' }),
      ),
    ],
  };
}
