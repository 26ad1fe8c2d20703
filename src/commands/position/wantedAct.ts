import { z } from 'zod';
import type { App } from '../../app.ts';
import { lastPrices } from '../../trading/market/lastPrices.ts';
import { readTradingSettings } from '../../trading/store/settings/tradingSettings.ts';
import { findWatch } from '../../trading/store/watches/watches.ts';
import type { PositionAct } from '../../trading/strategy/consider.ts';
import type { Weighed } from '../../trading/strategy/model/event.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { getPosition } from './positionView.ts';

const amount = z.string().regex(/^\d{1,24}(\.\d{1,24})?$/);
const percent = amount;
/** Stands for no price: at market. */
export const AT_MARKET = 'market';

/** What somebody wants done with a position, as a button carries it. */
export const wantedAct = z.union([
  z.tuple([z.literal('close'), percent]),
  z.tuple([z.literal('cancel')]),
  z.tuple([z.literal('breakeven')]),
  z.tuple([z.literal('let_run')]),
  z.tuple([z.literal('stop'), amount]),
  z.tuple([z.literal('target'), z.string().regex(/^\d{1,3}$/), amount]),
  z.tuple([z.literal('add'), amount, z.union([z.literal(AT_MARKET), amount])]),
]);

export type WantedAct = z.infer<typeof wantedAct>;

/** The last price of a position's product, as far as it can be learned quickly. */
export async function lastPriceOf(
  app: Pick<App, 'marketData' | 'log'>,
  { product }: Pick<Position, 'product'>,
): Promise<string | null> {
  return (await lastPrices(app, [product.id])).get(product.id) ?? null;
}

/** It as an act for the core, with the limits and settings in force now and the price of `last`. */
export async function actOf(
  app: App,
  positionId: string,
  wanted: WantedAct,
  last: string | null,
): Promise<PositionAct> {
  switch (wanted[0]) {
    case 'close':
      return { act: 'close', positionId, percent: wanted[1] };
    case 'cancel':
      return { act: 'cancel_entries', positionId };
    case 'let_run':
      return { act: 'let_run', positionId };
    case 'breakeven':
      return { act: 'stop_to_entry', positionId, ...(await weighed(app, positionId, last)) };
    case 'stop': {
      const to = { price: wanted[1] };
      return { act: 'move_stop', positionId, to, ...(await weighed(app, positionId, last)) };
    }
    case 'target': {
      const [, target, price] = wanted;
      const how = await weighed(app, positionId, last);
      return { act: 'move_target', positionId, target: Number(target), price, ...how };
    }
    case 'add': {
      const [, quoteSize, at] = wanted;
      const { product, priceScale, source } = await getPosition(app, positionId);
      const [market, settings] = await Promise.all([
        app.trader.marketOf(product, priceScale),
        settingsInForce(app, source.watchId),
      ]);
      const price = at === AT_MARKET ? null : at;
      return { act: 'add', positionId, quoteSize, price, market, settings };
    }
  }
}

async function weighed(app: App, positionId: string, last: string | null): Promise<Weighed> {
  const { account, product, source } = await getPosition(app, positionId);
  const settings = await settingsInForce(app, source.watchId);
  // It is measured in US dollars; what a position of another quote is a part of is known from its plan.
  const isDollars = product.quote === 'USD' || product.quote === 'USDC';
  const { memory } = await app.trader.state();
  const equity = isDollars ? memory.accounts[account]?.equity : undefined;
  return {
    settings,
    ...(last === null ? {} : { last }),
    ...(equity === undefined ? {} : { equity }),
  };
}

async function settingsInForce(app: App, watchId: string) {
  const watch = /^\d+$/.test(watchId) ? await findWatch(app.db, Number(watchId)) : null;
  return readTradingSettings(app.db, watch?.settings);
}
