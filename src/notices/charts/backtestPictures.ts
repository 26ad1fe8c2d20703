import type { PlainBacktest } from '../../trading/history/report/plain.ts';
import type { BacktestRow } from '../../trading/store/results/backtests.ts';
import { signedPercent } from '../words/amounts.ts';
import { count, day, signedDollars } from '../words/backtestWords.ts';
import { plainProviderText } from '../words/providerText.ts';
import { drawableWords } from './chart.ts';
import type { CoursePicture, Look, PartsPicture } from './picture.ts';

/** More bars than this can't be told apart in half a picture. */
const MOST_BARS = 24;
const MOST_COINS = 8;

/** The pictures under a result, in their order; those that would show nothing are left out. */
export function backtestPictures(row: BacktestRow, look: Look): (CoursePicture | PartsPicture)[] {
  const report = row.result as PlainBacktest | null;
  if (report === null || report.trades.length === 0) return [];
  const { figures, course, equity, by } = report;
  const name = plainProviderText(row.request.name, 60);
  const heading = {
    title: name,
    subtitle: `BACKTEST, ${day(report.from)} to ${day(row.request.to)}, ${count(figures.trades, 'trade')}`,
    result: `${signedDollars(figures.net)} (${signedPercent(String(course.percent))})`,
    gain: !figures.net.startsWith('-'),
  };
  const bars = (groups: PlainBacktest['by']['month'], short: (name: string) => string) =>
    groups.map(({ name, figures }) => ({
      name: short(name),
      net: figures.net,
      trades: figures.trades,
    }));
  return [
    {
      kind: 'course',
      look,
      heading,
      quote: 'USD',
      points: equity.map(({ at, total }) => ({ at, value: total })),
    },
    {
      kind: 'parts',
      look,
      heading,
      quote: 'USD',
      panels: [
        {
          title: 'By month',
          bars: bars(by.month, (month) => month.slice(2).replace('-', '/')).slice(-MOST_BARS),
        },
        { title: 'By coin', bars: bars(ends(by.coin), (coin) => drawableWords(coin, 10)) },
        { title: 'By side', bars: bars(by.side, (side) => side) },
        { title: 'By hour (UTC)', bars: bars(by.hour, (hour) => hour) },
      ],
    },
  ];
}

/** The best and the worst, where there are too many. */
function ends<One>(groups: readonly One[]): readonly One[] {
  if (groups.length <= MOST_COINS) return groups;
  return [...groups.slice(0, MOST_COINS / 2), ...groups.slice(-MOST_COINS / 2)];
}
