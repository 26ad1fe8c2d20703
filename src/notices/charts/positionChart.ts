import { grouped } from '../words/amounts.ts';
import {
  type ChartOption,
  FONT_SIZE,
  FOOT,
  frame,
  type Graphic,
  HEADING,
  HEIGHT,
  headingGraphics,
  MARGIN,
  text,
  textWidth,
  WIDTH,
} from './chart.ts';
import { labelPlaces } from './labelPlaces.ts';
import { PALETTES, type Palette } from './palette.ts';
import type { PositionPicture, PriceLevel } from './picture.ts';
import { type PriceAxis, priceAxis } from './priceAxis.ts';
import { timeLabel } from './timeAxis.ts';

const LABEL_HEIGHT = 28;
/** Of one that says what the level brings, in a line of its own. */
const TALL_LABEL = 46;
const DETAIL_SIZE = 16;
const LABEL_PADDING = 8;
/** Between the plot and the labels: room for the lines that lead to them. */
const LEADER = 18;
/** How much of the plot's height candles keep; levels farther away are named at the edge. */
const LEAST_OF_CANDLES = 1 / 20;

/** More marks than this are drawn small. */
const FEW_MARKS = 24;

/** Where the box of a position that is not open yet begins, of the plot's width; it is never narrower. */
const AHEAD = 0.7;

type Plot = { left: number; right: number; top: number; bottom: number };

/**
 * Candles with the position drawn in: a line and a label for each level, what is at risk and what
 * may be gained as fields, fills as triangles.
 */
export function positionChart(picture: PositionPicture): ChartOption {
  const palette = PALETTES[picture.look];
  const axis = axisFor(picture);
  const levels = [...picture.levels].sort((a, b) => Number(b.price) - Number(a.price));
  const names = levels.map((level) => labelText(level, axis));
  const isTall = levels.length * TALL_LABEL <= HEIGHT - FOOT - HEADING;
  const details = levels.map(({ detail = '' }) => (isTall ? detail : ''));
  const labelWidth =
    Math.max(
      ...names.map((name) => textWidth(name)),
      ...details.map((detail) => textWidth(detail, DETAIL_SIZE)),
      0,
    ) +
    2 * LABEL_PADDING;
  const plot: Plot = {
    // The levels name the prices: an axis beside them would leave no room for the candles.
    left: MARGIN,
    right: WIDTH - MARGIN - labelWidth - LEADER,
    top: HEADING,
    bottom: HEIGHT - FOOT,
  };
  const { candles } = picture;
  const marks = marksByCandle(picture);
  const span = (candles.at(-1)?.at ?? 0) - (candles[0]?.at ?? 0);
  const shownTimes = Math.max(1, Math.floor((plot.right - plot.left) / 130));
  return {
    ...frame(palette),
    grid: {
      left: plot.left,
      right: WIDTH - plot.right,
      top: plot.top,
      bottom: HEIGHT - plot.bottom,
    },
    xAxis: {
      type: 'category',
      data: candles.map(({ at }) => timeLabel(at, span)),
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: FONT_SIZE,
        margin: 10,
        interval: Math.ceil(candles.length / shownTimes) - 1,
        hideOverlap: true,
        // Half of the first one would be beyond the picture.
        alignMinLabel: 'left',
      },
    },
    yAxis: {
      type: 'value',
      min: axis.min,
      max: axis.max,
      interval: axis.step,
      splitLine: { lineStyle: { color: palette.grid } },
      axisLabel: { show: false },
    },
    series: [
      {
        type: 'candlestick',
        barMaxWidth: 16,
        itemStyle: {
          color: palette.gain,
          borderColor: palette.gain,
          color0: palette.loss,
          borderColor0: palette.loss,
        },
        data: candles.map(({ open, close, low, high }) => [open, close, low, high].map(Number)),
      },
      {
        type: 'scatter',
        z: 10,
        symbol: 'triangle',
        symbolSize: marks.length > FEW_MARKS ? 9 : 15,
        data: marks.map(({ index, price, side }) => ({
          value: [index, price],
          // The tip touches the price: bought from below, sold from above.
          symbolRotate: side === 'buy' ? 0 : 180,
          symbolOffset: [0, side === 'buy' ? '50%' : '-50%'],
          itemStyle: {
            color: side === 'buy' ? palette.entry : palette.text,
            borderColor: palette.background,
            borderWidth: marks.length > FEW_MARKS ? 0.75 : 1.5,
            opacity: 1,
          },
        })),
      },
    ],
    graphic: [
      ...headingGraphics(picture.heading, palette),
      text(WIDTH - MARGIN, HEIGHT - 32, 'UTC', { fill: palette.muted, align: 'right' }),
      ...zones(picture, axis, plot, palette),
      ...levelGraphics(levels, names, details, axis, plot, palette),
    ],
  };
}

/** One a candle and side, at the average price: hundreds of triangles would hide the candles. */
function marksByCandle(picture: PositionPicture) {
  const groups = Map.groupBy(
    picture.marks,
    ({ at, side }) => `${candleIndex(picture, at)} ${side}` as const,
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const price = own.reduce((sum, one) => sum + Number(one.price), 0) / own.length;
    return [{ index: candleIndex(picture, first.at), price, side: first.side }];
  });
}

/** Around the candles, and around the levels as far as they leave the candles room enough. */
function axisFor({ candles, levels }: PositionPicture): PriceAxis {
  const low = Math.min(...candles.map((candle) => Number(candle.low)));
  const high = Math.max(...candles.map((candle) => Number(candle.high)));
  // Candles that do not move at all still leave a place for what is near.
  const room = Math.max(high - low, high * 0.002) / LEAST_OF_CANDLES;
  let [lowest, highest] = [low, high];
  const away = (price: number) => Math.max(low - price, price - high);
  for (const price of levels
    .map((level) => Number(level.price))
    .sort((a, b) => away(a) - away(b))) {
    const [lower, higher] = [Math.min(lowest, price), Math.max(highest, price)];
    if (higher - lower <= room) [lowest, highest] = [lower, higher];
  }
  const air = (highest - lowest) * 0.03;
  return priceAxis(lowest - air, highest + air);
}

function labelText({ label, price, done }: PriceLevel, axis: PriceAxis): string {
  const value = Number(price);
  const beyond = value > axis.max ? ' ↑' : value < axis.min ? ' ↓' : '';
  return `${label} ${grouped(price)}${done ? ' ✓' : ''}${beyond}`;
}

/** In pixels; a price beyond the axis is at its edge. */
function yOf(price: number, axis: PriceAxis, plot: Plot): number {
  const share = (axis.max - price) / (axis.max - axis.min);
  return plot.top + Math.min(Math.max(share, 0), 1) * (plot.bottom - plot.top);
}

/** The candle that a moment falls into, or the nearest one. */
function candleIndex({ candles }: PositionPicture, at: number): number {
  const next = candles.findIndex((candle) => candle.at > at);
  return next === -1 ? candles.length - 1 : Math.max(0, next - 1);
}

/** From the entry on: to the stop in red where it risks something, to the farthest target in green. */
function zones(picture: PositionPicture, axis: PriceAxis, plot: Plot, palette: Palette): Graphic[] {
  const { levels, openedAt } = picture;
  const entry = levels.find((level) => level.kind === 'entry');
  const stop = levels.find((level) => level.kind === 'stop');
  if (!entry) return [];
  // What waits for its entry has its box ahead of it.
  const share =
    openedAt === null
      ? AHEAD
      : Math.min(AHEAD, (candleIndex(picture, openedAt) + 0.5) / picture.candles.length);
  const x = plot.left + share * (plot.right - plot.left);
  const from = yOf(Number(entry.price), axis, plot);
  const zone = (price: string, fill: string): Graphic => {
    const to = yOf(Number(price), axis, plot);
    return {
      type: 'rect',
      z: -1,
      silent: true,
      shape: { x, y: Math.min(from, to), width: plot.right - x, height: Math.abs(to - from) },
      style: { fill, opacity: 0.16 },
    };
  };
  const targets = levels.filter((level) => level.kind === 'target').map(({ price }) => price);
  const distance = (price: string) => Math.abs(Number(price) - Number(entry.price));
  const farthest = targets.sort((a, b) => distance(b) - distance(a))[0];
  const graphics: Graphic[] = [];
  if (farthest !== undefined) graphics.push(zone(farthest, palette.gain));
  if (stop) {
    const locksIn =
      farthest !== undefined &&
      Number(stop.price) > Number(entry.price) === Number(farthest) > Number(entry.price);
    if (!locksIn) graphics.push(zone(stop.price, palette.loss));
  }
  return graphics;
}

function levelGraphics(
  levels: readonly PriceLevel[],
  names: readonly string[],
  details: readonly string[],
  axis: PriceAxis,
  plot: Plot,
  palette: Palette,
): Graphic[] {
  const ys = levels.map((level) => yOf(Number(level.price), axis, plot));
  // Labels may use the height beside the times too; with very many they shrink.
  const bottom = HEIGHT - FOOT;
  const isTall = details.some((detail) => detail !== '');
  const height = Math.min(
    isTall ? TALL_LABEL : LABEL_HEIGHT,
    (bottom - plot.top) / Math.max(1, levels.length),
  );
  const fontSize = Math.min(FONT_SIZE, height * 0.66);
  const places = labelPlaces(ys, height, plot.top, bottom);
  const left = plot.right + LEADER;
  return levels.flatMap((level, i) => {
    const name = names[i] ?? '';
    const y = ys[i] ?? 0;
    const place = places[i] ?? 0;
    const colour = colourOf(level, palette);
    const value = Number(level.price);
    const inside = value >= axis.min && value <= axis.max;
    const line = (from: [number, number], to: [number, number], dash: number[]): Graphic => ({
      type: 'line',
      z: 5,
      silent: true,
      shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
      style: { stroke: colour, lineWidth: 1.25, lineDash: dash, opacity: 0.9 },
    });
    const filled = level.kind === 'now' || level.kind === 'stop' || level.done;
    return [
      ...(inside
        ? [
            line([plot.left, y], [plot.right, y], level.kind === 'now' ? [2, 3] : [6, 4]),
            line([plot.right, y], [left, place], []),
          ]
        : []),
      {
        type: 'rect',
        z: 6,
        silent: true,
        shape: {
          x: left,
          y: place - height / 2 + 1,
          width: WIDTH - MARGIN - left,
          height: height - 2,
          r: 4,
        },
        style: { fill: filled ? colour : palette.background, stroke: colour, lineWidth: 1.25 },
      },
      text(left + LABEL_PADDING, details[i] ? place - 10 : place, name, {
        fill: filled ? palette.onColour : colour,
        fontSize,
        verticalAlign: 'middle',
      }),
      ...(details[i]
        ? [
            text(left + LABEL_PADDING, place + 11, details[i] ?? '', {
              fill: filled ? palette.onColour : palette.text,
              fontSize: DETAIL_SIZE,
              verticalAlign: 'middle',
            }),
          ]
        : []),
    ];
  });
}

function colourOf({ kind }: PriceLevel, palette: Palette): string {
  switch (kind) {
    case 'entry':
      return palette.entry;
    case 'target':
      return palette.gain;
    case 'stop':
      return palette.loss;
    case 'now':
      return palette.now;
  }
}
