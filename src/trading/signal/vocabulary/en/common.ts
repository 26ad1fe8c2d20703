import type { Blocks } from '../roles.ts';

/** Words between numbers, candles, units, and what means nothing for a trade. */
export const common = {
  above: `
    above, over, breaks above, break above, breaking above, breakout above, break of, breakout of,
    on break of, reclaim, reclaims, crosses, crosses above, higher than, greater than, buy stop,
    stop buy, breakout at, on a break of, on breakout, on breakout above, on break above
  `,
  below: `
    below, under, breaks below, break below, breaking below, breakdown below, breakdown of, loses,
    lower than, less than, beneath, sell stop, drops below, falls below, on breakdown,
    on breakdown below, on break below
  `,
  to: 'to, till, upto, up to, through, down to, untill, into',
  and: 'aur, and, or, then, plus, and again',
  at: `
    at, around, near, on, about, approx, approximately, from, between, level, area, zone, of,
    price of, at each:
  `,
  candle: `
    candle, candles, closes, candle close, candle closes, tf close, h close, candle closing,
    closure
  `,
  hourly: 'hourly, hour, 1hour, hr, hour close, hourly close',
  daily: 'daily, day, daily close, on daily, close daily',
  weekly: 'weekly, week, weekly close, close weekly, monthly, month',
  hours: 'hours, hrs, days, weeks, months, years, x per',
  minutes: 'minutes, mins, minute, seconds, sec, secs',
  points: 'points, point, pips, pip, ticks',
  sats: 'sats, sat, satoshi, satoshis',
  first: 'first, one',
  second: 'second, two, scond, secound',
  thirdOf: 'third, three',
  fourth: 'fourth, four',
  ad: `
    breaking:, breaking news, just in:, join, sign up, signup, register, registration, bonus,
    discount, subscribe, subscription, dm me, send a dm, dm, contact, promo, promotion, giveaway,
    airdrop, referral, ref link, invite, click here, free trial, membership, lifetime, payment,
    prize, rewards, reward pool, event, contest, whatsapp, telegram, private group, our vip,
    join us, limited spots, deposit bonus, copy trading, copytrade, mentorship, course, webinar,
    link in bio, new users, kyc, per month, special offer
  `,
  noise: `
    if all goes well, if it goes well, if things go well, if everything goes well, if lucky, if we get lucky, if we're lucky, if it runs, if it keeps running, if momentum holds, if strong, if the market allows,
    for a scratch, at a scratch, as a scratch, i'm flat for now, im flat for now, flat for now, i'm flat right now, we're flat for now, i'm flat today,
    staying flat,
    don't miss, dont miss, do not miss, don't miss this, short tram, short mid, short and mid term,
    short and long term, close x, has been closed:, have been closed:, half a day, half day, half an hour,
    half the day, half the time, half a year, a quarter of an hour, half the channel,
    half the chat, took us out for, took me out for, took us out to dinner, cost us, cost me,
    for the new people, new people, short bias, reply stop, text stop to, send stop to, long bias,
    get closed, gets closed, gap closed, gaps closed, closed the gap, s&p closed, nasdaq closed,
    dow closed, sl hunters, sl hunt, stop hunters, short term, short mid term, when i clicked,
    when i posted, when i typed, when i entered, at time of posting, at the time of posting,
    when posted, short to mid term, short medium term, mid short term, short long term, shortterm,
    long term, longterm, mid term, midterm, medium term, short time, long time, short period,
    as long as, so long, how long, all day long, in short, short squeeze, long squeeze,
    short sellers, buy the dip, buy button, sell button, short of, stop by, non stop, nonstop,
    close to, close the gap, close eye, close look, stay close, take care, take a look,
    takes place, in order to, in the market, market update, market outlook, market analysis,
    market overview, the market, our market, market is, market maker, market sentiment,
    financial advice, manage your risk, manage risk, own risk, at your own risk,
    trade at your own risk, risk management, buy side, sell side, buy pressure, sell pressure,
    buying pressure, selling pressure, buying volume, selling volume, buying volumes,
    breakout pattern, pre breakout, long position holders, short liquidations, long liquidations,
    long short ratio, buyers, sellers, sell off, selloff, order book, order block, trading view,
    tradingview, copy signals, top gainers, take advantage, vip signal, new signal, closed candle,
    entry confirmed, stop hunt, stop hunts, short covering, take note, set alert, set alerts,
    set your alerts, at the moment, at moment, a short while, first time, position closed:,
    position filled:, long short, short long, buy sell, sell buy, long or short, longs or shorts,
    market closed, markets closed, market closes, close the week, close the day, closed the day,
    closed the week, close friends, candle closed, week closed, day closed, close call,
    stop hunting, look good, looking good, looking strong, looking bullish, looking bearish, looking juicy,
    looking great, looking nice, looking solid, break out, close your eyes, close our eyes,
    close my eyes, close the door, close the chart, close the charts, quick flip, flip trade,
    flip zone, a runner, the runner, runner to, closing in, closing in on, closing bell,
    closing thoughts, closing time, closing price, adding to that, add to that, moving on,
    move on, moving along, move along, sold out, paper hands, paper handed, close one,
    a close one, that was close, so close, too close, very close, pretty close, this close,
    close enough, close shave, close race, close fight, close up, close eye on, cut through,
    cutting through, cut short, cuts short, cutting short, cut it short
  `,
  topic: `
    alert, exchange, exchanges, binance, bybit, okx, kucoin, bitget, bingx, mexc, blofin,
    coinbase, kraken, huobi, client, regular, premium, note, analysis, chart, trend, pattern,
    momentum, fvg, demand, supply, liquidity, triangle, doji, info, test, flow, loop, strategy,
    trading, good, great, nice, best, perfect, awesome, beautiful, clean, dip, dips, pump, bounce,
    cpi, fomc, ppi, fed, etf, etfs, gdp, otc, nft, nfts, dao, defi, fud, fomo, rekt, usa, eu, uk,
    us, ama, cme, ohlc, ecb, boj, chat, group, room, server, discord, laptop, phone, gap, season,
    community
  `,
  reason: `
    because, due to, cause, cuz, coz, bc, as it, as this, as we, as i, as the, as price, as btc,
    before, ahead of, before you
  `,
  filler: `
    degens, degen, apes, ape time, homies, crew, ser, sers, anon, anons, gents, chads,
    my opinion:,
    mine, starter, as usual, as always, de risking:, derisking:, i've,
    if it hasn't been hit for you, if not filled yet, final, next:, the, a, an, is, are, it, its,
    this, that, these, those, i, we, you, my, our, your, me, them, am, do, does, did, has, have,
    with, for, by, as, so, but, just, also, too, very, more, less, again, up, down, off, there,
    where, which, being, get, got, go, goes, going, let, let's, lets, guys, everyone, friends,
    team, please, big, small, long-awaited, quick, scalp, swing, swings, scalping, risky, high,
    low, term, mid, signals, type, direction, side, action, status, free, reason, reasoning,
    break, breakout, retest, bullish, bearish, strong, ready, time, today, tonight, morning,
    night, usd, usdt, usdc, dollar, dollars, price, value, mode, min, max, only, any, other,
    another, same, via, per, vs, much, many, few, last, fyi, lol, ok, okay, hi, hello, gm, gn, im,
    i'm, it's, u, ur, r, n, p, x, k, m, s, t, d, b, c, early, late, while, see, say, said, think,
    know, need, make, try, ing, breakdown, higher, highs, lows, idea, i told you to, told you to,
    rides, ride, riding, tbh, fwiw, imho, off the table, if you haven't, if you haven't already,
    if you haven't yet, if you didn't, if you haven't done so, if you're still in,
    if you are still in, if still in, if you took it, if you took this, if you took this trade,
    if you took the trade, if you followed, if you entered, if not done already, if not already,
    if you're holding, if you are holding, if still holding, emergency, each, dear, bot, alright,
    folks, fam, boys, legends, gentlemen, yo, hey, taking a, i am taking a, ladies, mates, lads, frens, peeps, champs, squad
  `,
} satisfies Blocks;
