import type { Blocks } from '../roles.ts';

/** Which way, what the numbers are, and how to get in. */
export const labels = {
  long: 'long, longs, longing, bullish long, go long, bull, calls long',
  short: 'short, shorts, shorting, go short, shrt',
  buy: 'buyer of, a buyer of, ladder into, laddering into, scaling into, scale into, building into, averaging into, buy, must buy, buying, accumulate, accumulating, nibbling, aping',
  sell: 'seller of, a seller of, sell, selling, seel, sel',
  entry: `
    entr, where:, where to buy:, where to enter:,
    entry, entries, entry zone, area of interest, zone of interest, entry price, entry target,
    entry targets, entry point, entry points, entry area, entry range, entry level, entry levels,
    enter, enter at, enter around, get in, buy zone, buy area, buying zone, buy range,
    buying range, buy price, buy at, buy in, buy between, buy around, buy now at, buy below,
    buy under, buy entry, sell zone, sell entry, short zone, long zone, short entry zone,
    long entry zone, entry buy, open price, opening price, price entry, entry orders, avg price,
    accumulation:, px, fill:, open at, et#, et:, ep, ez, entrance, entrypoint, entryzone, accumulation zone,
    position entry, trade entry, buy setup, entry order, ent, in at, bids, bid, bid at, bidding,
    order price, trigger price, limit price, price:, price at signal, price at alert,
    price on signal, signal price, alert price, entry price range, e:, en:, e#, trigger:,
    entry trigger, trigger entry, activation:, activation price, zone:, range:, in:, between:
  `,
  stop: `
    wrong over, out over, invalid over,
    invalidated if, close in the red at, stopped if,
    stop comes down, stop comes up, sl comes down, sl comes up, stop goes down, stop goes up,
    sl goes up, sl goes down, inv, inval, invalid below, invalid above, invalidated below,
    invalidated above, stop, stops, stop loss, stoploss, stop losses, stoplose, stop lose,
    stop targets, stop target, stop price, stop level, sl, sls, stl, slll, sll, stop limit, stp,
    hard stop, invalidation, invalid, invalidation level, exit stop, protective stop, stope,
    stoploss price, soft stop, s l, cl, nuke it at, close in loss at, exit with loss,
    exit in loss, close at a loss at, risk off:, nuke at, cut loss, cutloss, s:, stopped below,
    stopped above, protect at, protection, cut below, cut under, cut if, cut at, exit below,
    exit under, exit if, out below, out under, wrong if we lose, wrong if it loses,
    out if we lose, out if it loses, invalid if we lose, risk line, bail at, bail below,
    bail under, bail out at, bail out below, out if, cut:, i'm wrong, wrong below, wrong under,
    kill switch, kill switch:, wrong at, we're wrong at, emergency exit:, bail:, emergency stop, panic exit:, stop is in at, stop in at, sl is in at, sl in at,
    wrong above, i'm wrong below, i'm out below, i'm out under, i'm out above
  `,
  target: `
    take off:, take off at,
    long hold, long term hold, mid term hold, target, targets, tp, tps, take profit, take profits, takeprofit, takeprofits,
    take profit target, take profit targets, profit target, profit targets, profit taking, tgt,
    tgts, tg, tp target, tp targets, pt, pts, exit, exits, exit price, exit target, exit targets,
    short term exits, mid term exits, long term exits, short term targets, mid term targets,
    long term targets, exit zone, sell target, sell targets, sell price, sell between, sell at,
    selling targets, sell area, goal, goals, objective, objectives, take out, tpr, price targets,
    price target, t p, full target, full tp, buy targets, short targets, long targets, targeting,
    t:, t#, tp's, take price, profit price, tp price, take-profit price, profit level, tp level,
    tp levels, tp zone, take:, takes:, take at, buy back, buyback, buy back at, cover at, cover:,
    out:, profit at, close in profit at, exit with profit, exit in profit, profit takes at, aim:,
    profits at, sell into, take it off at, take some off at, taking profit at, profit order,
    profit orders, distribution, distribute, distribute at, cash out:, cashout:, sell off:, taking it off at, tp order, tp orders, target order, target orders, target price, target prices, target level, target levels, target zone, target area
  `,
  average: `
    adds at, adds:, add:, will add at, dca, dca at, averaging, average down, average in, rebuy, re buy, rebuy zone, add more,
    safety order, extra order, additional order, backup order, second entry, dca entry, dca zone, dca level, dca price, add at
  `,
  leverage: `
    lvrg, lvg, lvr,
    leverage, lev, levarage, leverege, laverage, levrage, leverages, margin, cross, isolated,
    margin mode, isolated margin, cross margin, leverage cross, leverage isolated, use leverage,
    max leverage, recommended leverage
  `,
  risk: `
    risk defined,
    how much:,
    qty, quantity, risk, risks, risking, size, sizing, position size, allocation, allocate,
    portfolio, of portfolio, of capital, capital, balance, of balance, wallet, of wallet, vol,
    volume, amount, risk level, margin size, trade size, invest:, investment:, small vol,
    small volume, low risk, high risk, max risk, lot, lots, lot size, deposit, of deposit,
    of the deposit, of your portfolio, risk per trade, of your capital, equity, bankroll, account
  `,
  skip: `
    signal id, id, trade id, order id, ote, score, rating, accuracy, strategy accuracy, strength,
    confidence, win rate, winrate, probability, risk reward, risk to reward, reward, rr, r r, rrr,
    r:, total r r, realized r r, current price, last price, market price now, live price,
    price now, rsi, ema, ma, sma, macd, atr, adx, vwap, fib, fibonacci, support, resistance,
    supports, resistances, support zone, resistance zone, market cap, marketcap, mcap, mc,
    volume 24h, funding, funding rate, duration, period, time:, date:, timeframe, time frame, tf,
    high:, low:, best:, max excursion, position id, shared, published, timestamp, valid until,
    valid for, valid, expires, expiry, expires in, trailing configuration, trailing config,
    trailing, trigger target, round, open interest, oi, expected profit, potential,
    potential profit, potential gain, fees, fee, confluence, signal number, signal no, trade no,
    level broken, average entry price, avg, avg entry price, avg entry, average price, mark price,
    index price, liq, liquidation, liq price, liquidation price, ath, atl, change:, 24h, rank:,
    cap:, average r, vip, channel, members:, step
  `,
  result: `
    nice profit, nice profits, good profit, good profits, great profit, nice gains,
    profit, profits, pnl, p&l, loss, losses, gain, gains, roi, roe, return, returns, made, won,
    booked, earned, result, results, realized, unrealized, total profit, win, wins, net profit,
    in profit, in profits, floating profit, profits taken, profit taken, took profit,
    took profits, secured, banked, cashed
  `,
  coin: `
    coin, coin name, coins, pair, pairs, symbol, ticker, asset, name:, token:, instrument, crypto,
    market pair, trading pair, contract
  `,
  limit: `
    limit, limits, limit order, limit orders, pending, pending order, pending orders, limit entry,
    entry limit, entry limits, limit buy, unfilled, resting, limit at
  `,
  market: `
    market, market order, mkt, at market, market price, market buy, now, right now, cmp,
    current market price, at cmp, market entry, entry market, entry mkt, entry now, enter now,
    buy now, buy and hold, buy hodl, buy hold, instant, immediately, current, at current price, current levels, here,
    market execution, spot price, live, asap, open now
  `,
  entered: `
    went short, went long, gone short, gone long, just went short, just went long, going short now, going long now,
    longed, shorted, bought, got in, entered, im in, i'm in, opened, took, scaled in, grabbed,
    picked up, jumped in, jumped into, hopped in, hopped into, filled at
  `,
  spot: 'spot, spot buy, spot trade, spot signal, spot only, spot market',
  futures: `
    futures, future, perp, perps, perpetual, usdt m, usdtm, futures trade, futures signal, swap
  `,
} satisfies Blocks;
