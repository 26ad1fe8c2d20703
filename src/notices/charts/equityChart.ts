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
import { timeLabel, timeTicks } from './timeAxis.ts';

/** More points than this can't be told apart; of what is left out the highest and the lowest stay. */
const MOST_POINTS = 400;

/**
 * What was won and lost over time as steps from zero, and in red how far that is under its highest so
 * far.
 */
export function equityChart({ points, heading, quote, look }: EquityPicture): ChartOption {
  const palette = PALETTES[look];
  const begin = Number(points[0]?.value ?? 0);
  let peak = 0;
  const course = points.map(({ at, value }) => {
    const now = Number(value) - begin;
    peak = Math.max(peak, now);
    return { at, now, peak };
  });
  const axis = moneyAxis(['0', ...course.map(({ now }) => String(now))], quote);
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const colour = heading.gain ? palette.gain : palette.loss;
  const drawn = thinned(course);
  const ticks = timeTicks(first, last, 3);
  const step = { type: 'line' as const, step: 'end' as const, showSymbol: false };
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
      axisLine: { onZero: false, lineStyle: { color: palette.grid } },
      axisTick: { show: true, customValues: ticks, lineStyle: { color: palette.muted } },
      splitLine: { show: false },
      axisLabel: {
        customValues: ticks,
        color: palette.muted,
        fontSize: FONT_SIZE,
        margin: 10,
        formatter: (at: number) => timeLabel(at, last - first),
      },
    },
    yAxis: moneyAxisOption(axis, palette),
    series: [
      {
        ...step,
        z: 4,
        lineStyle: { color: colour, width: 3 },
        areaStyle: { color: colour, opacity: 0.12, origin: 'auto' },
        data: drawn.map(({ at, now }) => [at, now]),
      },
      // What the peak is above the curve stands on the curve.
      {
        ...step,
        stack: 'fall',
        stackStrategy: 'all',
        lineStyle: { opacity: 0 },
        data: drawn.map(({ at, now }) => [at, now]),
      },
      {
        ...step,
        stack: 'fall',
        stackStrategy: 'all',
        lineStyle: { color: palette.muted, width: 1.5, type: [3, 4] },
        areaStyle: { color: palette.loss, opacity: 0.22 },
        data: drawn.map(({ at, now, peak: highest }) => [at, highest - now]),
      },
    ],
    graphic: headingGraphics(heading, palette),
  };
}

type Point = { at: number; now: number; peak: number };

/** Of each stretch of time its first, lowest and highest, so that no fall is lost. */
function thinned(course: readonly Point[]): readonly Point[] {
  if (course.length <= MOST_POINTS) return course;
  const size = Math.ceil(course.length / (MOST_POINTS / 3));
  const kept: Point[] = [];
  for (let from = 0; from < course.length; from += size) {
    const part = course.slice(from, from + size);
    const by = (better: (a: Point, b: Point) => boolean) =>
      part.reduce((best, one) => (better(one, best) ? one : best));
    const three = [part[0], by((a, b) => a.now < b.now), by((a, b) => a.now > b.now)];
    const own = new Set(three.filter((one) => one !== undefined));
    kept.push(...[...own].sort((a, b) => a.at - b.at));
  }
  const end = course.at(-1);
  if (end !== undefined && kept.at(-1) !== end) kept.push(end);
  return kept;
}
