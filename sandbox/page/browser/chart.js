import { look } from './connection.js';
import { byId, oncePerFrame } from './dom.js';
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  LineStyle,
} from './lightweight-charts.mjs';

/**
 * The live chart of one product, with the orders that wait, what was filled, and where a position
 * was entered.
 *
 * @typedef {import('../../coinbase/control/control.ts').SandboxOrder} Order
 * @typedef {import('../../coinbase/control/control.ts').SandboxFill} Fill
 * @typedef {import('../recentBars.ts').RecentBar} Bar
 * @typedef {import('lightweight-charts').UTCTimestamp} Time
 */

/** How long a bar is: seconds, and what the exchange calls it; the shortest is the page's own. */
export const LENGTHS = /** @type {const} */ ({
  '5s': { seconds: 5, granularity: null },
  '1m': { seconds: 60, granularity: 'ONE_MINUTE' },
  '15m': { seconds: 900, granularity: 'FIFTEEN_MINUTE' },
  '1h': { seconds: 3_600, granularity: 'ONE_HOUR' },
});
/** @typedef {keyof typeof LENGTHS} Length */

const BARS = 240;

/** @param {string} name */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const theme = () => ({
  layout: {
    background: { color: 'transparent' },
    textColor: colour('--dim'),
    attributionLogo: false,
    fontSize: 11,
  },
  grid: { vertLines: { color: colour('--line') }, horzLines: { color: colour('--line') } },
  rightPriceScale: { borderColor: colour('--line') },
  timeScale: {
    borderColor: colour('--line'),
    timeVisible: true,
    secondsVisible: true,
    rightOffset: 4,
  },
});

const chart = createChart(byId('chart'), {
  ...theme(),
  autoSize: true,
  localization: { locale: 'en-GB' },
});
const series = chart.addSeries(CandlestickSeries, { borderVisible: false, priceLineVisible: true });
const markers = createSeriesMarkers(series, []);
/** @type {import('lightweight-charts').IPriceLine[]} */
let lines = [];

/** What stands on the chart at a price. @typedef {{ price: number, title: string, colour: string, style: LineStyle }} Level */
/** @type {Level[]} */
let levels = [];

/** @type {Bar[]} */
let bars = [];
/** @type {Length} */
let length = '5s';
let productId = '';
/** @type {Fill[]} */
let fills = [];

function recolour() {
  chart.applyOptions(theme());
  series.applyOptions({
    upColor: colour('--up'),
    downColor: colour('--down'),
    wickUpColor: colour('--up'),
    wickDownColor: colour('--down'),
    autoscaleInfoProvider: withLevels,
  });
  drawLevels();
  drawFills();
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () =>
  requestAnimationFrame(recolour),
);

/** How far from the price, as a part of it, a level may be and still be kept in view. */
const IN_VIEW = 0.12;

/** The range of prices that is shown: what the bars need, and the levels near them. @param {() => import('lightweight-charts').AutoscaleInfo | null} original */
function withLevels(original) {
  const info = original();
  const price = bars.at(-1)?.close;
  if (!info?.priceRange || price === undefined) return info;
  const near = levels.map((one) => one.price).filter((one) => Math.abs(one / price - 1) < IN_VIEW);
  return {
    ...info,
    priceRange: {
      minValue: Math.min(info.priceRange.minValue, ...near),
      maxValue: Math.max(info.priceRange.maxValue, ...near),
    },
  };
}

/**
 * Shows a product from the past on.
 *
 * @param {string} product
 * @param {Length} barLength
 * @param {string} increment the least step of its price
 */
export async function showChart(product, barLength, increment) {
  productId = product;
  length = barLength;
  const { seconds, granularity } = LENGTHS[barLength];
  const loaded = granularity
    ? await candles(product, granularity, seconds)
    : (await look(`bars/${product}`)).bars;
  if (product !== productId || barLength !== length) return;
  bars = loaded;
  const precision = Math.max(0, (increment.split('.')[1] ?? '').length);
  series.applyOptions({ priceFormat: { type: 'price', precision, minMove: Number(increment) } });
  chart.applyOptions({ timeScale: { secondsVisible: seconds < 60 } });
  series.setData(bars.map((bar) => ({ ...bar, time: /** @type {Time} */ (bar.time) })));
  chart.timeScale().resetTimeScale();
  const shown = Math.min(bars.length, 90);
  chart
    .timeScale()
    .setVisibleLogicalRange({ from: bars.length - Math.max(shown, 40), to: bars.length + 4 });
  drawFills();
}

/** The newest bars, as many as can be told apart. */
function showNewest() {
  const shown = Math.max(40, Math.min(bars.length, 90));
  chart.timeScale().setVisibleLogicalRange({ from: bars.length - shown, to: bars.length + 4 });
}

let width = 0;
// What was shown while there was no room for it, on a phone, is shown anew.
new ResizeObserver(([entry]) => {
  const now = entry?.contentRect.width ?? 0;
  if (width === 0 && now > 0) requestAnimationFrame(showNewest);
  width = now;
}).observe(byId('chart'));

/** @param {string} product @param {string} granularity @param {number} seconds @returns {Promise<Bar[]>} */
async function candles(product, granularity, seconds) {
  const end = Math.floor(Date.now() / 1_000);
  const start = end - seconds * BARS;
  const { candles: given } = await look(
    `market/products/${product}/candles?start=${start}&end=${end}&granularity=${granularity}`,
  );
  return given
    .map((/** @type {Record<string, string>} */ one) => ({
      time: Number(one.start),
      open: Number(one.open),
      high: Number(one.high),
      low: Number(one.low),
      close: Number(one.close),
    }))
    .toSorted((/** @type {Bar} */ a, /** @type {Bar} */ b) => a.time - b.time);
}

/** The bar that changed, drawn once a frame however often the price moves. */
const draw = oncePerFrame(() => {
  const last = bars.at(-1);
  if (last) series.update({ ...last, time: /** @type {Time} */ (last.time) });
});

/** A new price of the product that is shown. @param {number} price @param {number} at UTC milliseconds */
export function chartPrice(price, at) {
  const { seconds } = LENGTHS[length];
  const time = Math.floor(at / 1_000 / seconds) * seconds;
  const last = bars.at(-1);
  if (last && last.time >= time) {
    last.high = Math.max(last.high, price);
    last.low = Math.min(last.low, price);
    last.close = price;
  } else {
    // A frame that was not drawn yet must not be lost with the bar it belongs to.
    if (last) series.update({ ...last, time: /** @type {Time} */ (last.time) });
    const open = last?.close ?? price;
    bars.push({
      time,
      open,
      high: Math.max(open, price),
      low: Math.min(open, price),
      close: price,
    });
  }
  draw();
}

/**
 * The levels that wait, as lines over the bars.
 *
 * @param {readonly Order[]} orders of the product, open ones
 * @param {number | null} entry what the holding has cost on average
 */
export function chartOrders(orders, entry) {
  /** @param {string | number} price @param {string} title @param {string} name @param {LineStyle} [style] @returns {Level} */
  const level = (price, title, name, style = LineStyle.Dashed) => ({
    price: Number(price),
    title,
    colour: name,
    style,
  });
  const all = orders.flatMap(({ terms, side }) => {
    const sells = side === 'sell';
    switch (terms.type) {
      case 'bracket':
        return [level(terms.target, 'target', '--up'), level(terms.stop, 'stop', '--down')];
      case 'stop_limit':
        return [
          sells
            ? level(terms.stopPrice, 'stop', '--down')
            : level(terms.stopPrice, 'buy above', '--entry'),
        ];
      case 'limit':
        return [
          sells ? level(terms.price, 'target', '--up') : level(terms.price, 'buy', '--entry'),
        ];
      default:
        return [];
    }
  });
  if (entry !== null) all.push(level(entry, 'entry', '--entry', LineStyle.Solid));
  // Parts of one position share their stop.
  levels = all.filter(
    (one, at) =>
      all.findIndex((each) => each.price === one.price && each.title === one.title) === at,
  );
  drawLevels();
}

function drawLevels() {
  for (const line of lines) series.removePriceLine(line);
  lines = levels.map(({ price, title, colour: name, style }) =>
    series.createPriceLine({
      price,
      title,
      color: colour(name),
      lineStyle: style,
      lineWidth: 1,
      axisLabelVisible: true,
    }),
  );
}

/** @param {readonly Fill[]} given of the product, in any order */
export function chartFills(given) {
  fills = [...given];
  drawFills();
}

function drawFills() {
  const { seconds } = LENGTHS[length];
  const first = bars[0]?.time ?? 0;
  markers.setMarkers(
    fills
      .map((fill) => ({ fill, time: Math.floor(Number(fill.at) / 1_000 / seconds) * seconds }))
      .filter(({ time }) => time >= first)
      .toSorted((a, b) => a.time - b.time)
      .map(({ fill, time }) => ({
        time: /** @type {Time} */ (time),
        position:
          fill.side === 'buy'
            ? /** @type {const} */ ('belowBar')
            : /** @type {const} */ ('aboveBar'),
        shape:
          fill.side === 'buy'
            ? /** @type {const} */ ('arrowUp')
            : /** @type {const} */ ('arrowDown'),
        color: colour(fill.side === 'buy' ? '--up' : '--down'),
        text: fill.side === 'buy' ? 'bought' : 'sold',
      })),
  );
}

/** Tells what the chart shows to who can't see it. @param {string} text */
export const describeChart = (text) => byId('chart').setAttribute('aria-label', text);

recolour();
