import type { YAXisComponentOption } from 'echarts';
import { money } from '../words/amounts.ts';
import { FONT_SIZE, textWidth } from './chart.ts';
import type { Palette } from './palette.ts';
import { axisValues, type PriceAxis, priceAxis } from './priceAxis.ts';

/** `width`: what its longest text and the gap behind it take, in pixels. */
export type MoneyAxis = PriceAxis & { width: number };

/** An axis of amounts in `quote`. */
export function moneyAxis(amounts: readonly string[], quote: string): MoneyAxis {
  // Not Math.max(...): there may be more points than a call takes arguments.
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const amount of amounts) {
    lowest = Math.min(lowest, Number(amount));
    highest = Math.max(highest, Number(amount));
  }
  const axis = priceAxis(lowest, highest);
  const format = (value: number) => {
    const plain = axis.format(value).replaceAll(',', '').replace('−', '-');
    const shown = money(plain, quote);
    return axis.step >= 1 ? shown.replace('.00', '') : shown;
  };
  const texts = axisValues(axis).map(format);
  return { ...axis, format, width: Math.max(...texts.map((one) => textWidth(one))) + 8 };
}

export function moneyAxisOption(axis: MoneyAxis, palette: Palette): YAXisComponentOption {
  return {
    type: 'value',
    min: axis.min,
    max: axis.max,
    interval: axis.step,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: { color: palette.muted, fontSize: FONT_SIZE, formatter: axis.format },
  };
}
