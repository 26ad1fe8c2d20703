import type { Bot } from '../../discord/bot.ts';
import type { Score, WatchScore } from '../../notices/cards/scoreboardCard.ts';
import type { Conduct } from '../../trading/history/report/conduct.ts';
import { figuresOf } from '../../trading/history/report/figures.ts';
import {
  type PlainBacktest,
  type PlainFigures,
  plainly,
} from '../../trading/history/report/plain.ts';
import { type BacktestRow, newestBacktests } from '../../trading/store/results/backtests.ts';
import { listClosed } from '../../trading/store/results/results.ts';
import { listWatchesEver, type Watch } from '../../trading/store/watches/watches.ts';
import type { Account } from '../../trading/strategy/model/event.ts';
import { realized, riskTaken } from '../../trading/strategy/model/sums.ts';

type Traded = {
  channelId: string;
  providerId: string;
  provider: string;
  net: string;
  fees: string;
  risk: string;
};

/** What each followed channel and its providers were worth, those with the most trades first. */
export async function scoresOf(bot: Bot): Promise<WatchScore[]> {
  const { db } = bot.app;
  const [played, ever] = await Promise.all([newestBacktests(db), listWatchesEver(db)]);
  const channels = new Map(ever.map(({ id, channel_id }) => [String(id), channel_id]));
  // The sandbox trades no real money either.
  const paper = [
    ...(await traded(bot, 'paper', channels)),
    ...(await traded(bot, 'sandbox', channels)),
  ];
  const live = await traded(bot, 'live', channels);
  return bot.watched
    .all()
    .map((watch) =>
      scoreOf(
        watch,
        played.find(({ followed_id }) => followed_id === watch.channel_id) ?? null,
        paper.filter(({ channelId }) => channelId === watch.channel_id),
        live.filter(({ channelId }) => channelId === watch.channel_id),
      ),
    )
    .sort((a, b) => tradesOf(b) - tradesOf(a));
}

async function traded(
  { app }: Bot,
  account: Account,
  channels: ReadonlyMap<string, string>,
): Promise<Traded[]> {
  return (await listClosed(app.db, account)).flatMap((position) => {
    const { watchId, providerId, providerName } = position.source;
    const channelId = channels.get(watchId);
    if (channelId === undefined || position.openedAt === null) return [];
    const { net, fees } = realized(position);
    return [
      {
        channelId,
        providerId,
        provider: providerName,
        net: net.toFixed(),
        fees: fees.toFixed(),
        risk: riskTaken(position).toFixed(),
      },
    ];
  });
}

function scoreOf(
  watch: Watch,
  row: BacktestRow | null,
  paper: readonly Traded[],
  live: readonly Traded[],
): WatchScore {
  const report = row === null ? null : (row.result as PlainBacktest);
  const history = report?.trades ?? [];
  const names = new Map<string, string>();
  for (const { providerId, provider } of [...history, ...paper, ...live])
    names.set(providerId, provider);
  const ofProvider = <One extends { providerId: string }>(all: readonly One[], id: string) =>
    all.filter(({ providerId }) => providerId === id);
  const whole: Score = {
    provider: null,
    history: report === null ? null : report.figures,
    paper: figuresOrNull(paper),
    live: figuresOrNull(live),
    conduct: report === null ? null : sumOf(report.conduct),
  };
  const providers = [...names].map(
    ([id, provider]): Score => ({
      provider,
      history: figuresOrNull(ofProvider(history, id)),
      paper: figuresOrNull(ofProvider(paper, id)),
      live: figuresOrNull(ofProvider(live, id)),
      conduct: report?.conduct.find(({ providerId }) => providerId === id) ?? null,
    }),
  );
  return {
    name: watch.name,
    channelId: watch.channel_id,
    played: report === null ? null : { from: report.from, to: report.to },
    scores: [whole, ...providers],
  };
}

function figuresOrNull(
  trades: readonly { net: string; fees: string; risk: string }[],
): PlainFigures | null {
  return trades.length === 0 ? null : (plainly(figuresOf(trades)) as PlainFigures);
}

function sumOf(all: readonly Conduct[]): Score['conduct'] {
  const sum = (what: 'signals' | 'editedAfter' | 'deletedAfter' | 'deletedLosing') =>
    all.reduce((total, one) => total + one[what], 0);
  const claims = (what: 'claims' | 'claimed' | 'was') =>
    all.reduce((total, one) => total + one[what], 0);
  return {
    signals: sum('signals'),
    editedAfter: sum('editedAfter'),
    deletedAfter: sum('deletedAfter'),
    deletedLosing: sum('deletedLosing'),
    claims: claims('claims'),
    claimed: claims('claimed'),
    was: claims('was'),
  };
}

function tradesOf({ scores: [whole] }: WatchScore): number {
  return [whole.history, whole.paper, whole.live].reduce(
    (sum, figures) => sum + (figures?.trades ?? 0),
    0,
  );
}
