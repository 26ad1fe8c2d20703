import { dec, ZERO } from '../../trading/money.ts';
import { signedMoney } from '../words/amounts.ts';
import { cut } from '../words/embedLimits.ts';
import {
  type ChartOption,
  FONT_SIZE,
  FOOT,
  frame,
  HEADING,
  headingGraphics,
  MARGIN,
  textWidth,
  WIDTH,
} from './chart.ts';
import { moneyAxis, moneyAxisOption } from './moneyAxis.ts';
import { PALETTES } from './palette.ts';
import type { TradesPicture } from './picture.ts';

/** Room for the amount above the highest bar. */
const ABOVE = 20;

/** A bar for each closed position, and their sum so far as a line. */
export function tradesChart({ trades, heading, quote, look }: TradesPicture): ChartOption {
  const palette = PALETTES[look];
  let sum = ZERO;
  const sums = trades.map(({ net }) => {
    sum = sum.add(net);
    return sum.toFixed();
  });
  const axis = moneyAxis(['0', ...sums, ...trades.map(({ net }) => net)], quote);
  const room = (WIDTH - 2 * MARGIN - axis.width) / trades.length;
  // Every so many bars have a name, with the room of those that have none.
  const interval = Math.ceil(60 / room);
  const letters = Math.max(4, Math.floor((room * interval) / (FONT_SIZE * 0.64)));
  const amounts = trades.map(({ net }) => signedMoney(net, plainUnit(quote)));
  const haveRoom = Math.max(...amounts.map((amount) => textWidth(amount))) < room;
  return {
    ...frame(palette),
    grid: { left: MARGIN + axis.width, right: MARGIN, top: HEADING + ABOVE, bottom: FOOT },
    xAxis: {
      type: 'category',
      data: trades.map(({ name }) => cut(name, letters)),
      axisLine: { onZero: false, lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      axisLabel: {
        color: palette.muted,
        fontSize: FONT_SIZE,
        margin: 10,
        interval: interval - 1,
      },
    },
    yAxis: moneyAxisOption(axis, palette),
    series: [
      {
        type: 'bar',
        barMaxWidth: 64,
        data: trades.map(({ net }, i) => {
          const gain = !dec(net).isNegative();
          return {
            value: Number(net),
            itemStyle: { color: gain ? palette.gain : palette.loss, borderRadius: 3 },
            label: {
              show: haveRoom,
              position: gain ? ('top' as const) : ('bottom' as const),
              formatter: amounts[i] ?? '',
              color: palette.text,
              fontSize: FONT_SIZE,
            },
          };
        }),
      },
      {
        type: 'line',
        step: 'middle',
        showSymbol: false,
        lineStyle: { color: palette.muted, width: 2, type: [2, 4] },
        data: trades.length > 1 ? sums.map(Number) : [],
      },
    ],
    graphic: headingGraphics(heading, palette),
  };
}

/** A sign takes no room; the axis names what is longer. */
function plainUnit(quote: string): string | null {
  return quote === 'USD' ? quote : null;
}
