import type { Blocks } from '../roles.ts';

/** How it is said: not, if, later, perhaps, only told, of somebody else. */
export const manner = {
  not: `
    stop buying, stop selling, don't, dont, do not, not, never, doesn't, doesnt, didn't, didnt,
    won't, wont, can't, cant, no need, without, avoid, stay away, no longer, shouldn't, neither,
    nor, isn't, no trade, no signal, no entry, stop shorting, stop longing
  `,
  no: `
    by hand, no, none, nope, n/a, na, null, nil, nan, undefined, manual, manually, tba, tbd,
    not set, without sl
  `,
  yes: 'yes',
  if: `
    had i, had we, if, when, once, unless, in case, whenever, until, should, after, as soon as,
    provided, assuming, only if, upon, wait for, waiting for, needs to, need to see, depends,
    depending, depends on, depending on, only with volume, only when, only after
  `,
  later: `
    thinking about, thinking of, thinking to, considering, i'd, we'd, prepare, prepare to,
    prepare for, be ready, getting ready, will, i'll, ill, we'll, later, wait, waiting, wait to,
    soon, going to, gonna, plan, plans, planning, planned, want to, wanna, looking to,
    looking for, look for, looking at, eyeing, eyes on, watch, watching, watchlist, tomorrow,
    next week, preparing, about to, ready to, get ready, interested, patience, potential setup,
    possible, possibly, upcoming, would like, intend, aim to, on the retest, keep an eye,
    still wait, not yet, next, eventually, anticipating, expect, expecting, expected, aiming for,
    aim for, shooting for
  `,
  maybe: `
    is it, is this, should we, do we, are we, do i, can i, can we, someone, maybe, could, might,
    would, may, perhaps, imo, i think, probably, likely, seems, if you want, opinion, scenario,
    chance, hope, hopefully, who, what, why, how, anyone, thoughts, gamble, should i, shall,
    wondering, guess, feel, believe, ideally, tempted, bet, looks, looking, how to
  `,
  unreal: `
    win of the month, win of the week, win of the day, winner of the month, winner of the week,
    winner of the day, had i held, tbt, throwback, flashback, the day we, the day i, back when we,
    back when i, i got wrong, we got wrong, got wrong, ran the numbers, statistically,
    wins more often, not a call, not calling it, newbies, newbie, glossary, faq, not a signal,
    not an entry, not an entry yet, not a trade, no entry yet, paper trade, paper trades,
    paper trading, paper account, paper money, on paper, backtest, backtested, backtesting,
    hypothetical, hypothetically, simulated, simulation, example, examples, for example, e.g,
    for instance, let's say, lets say, imagine, suppose, sample, template, demo, demo account,
    tutorial, lesson, explained, sarcasm, paper, quiz, riddle, homework
  `,
  can: 'can, you can, you may, feel free',
  past: `
    last monday, last tuesday, last wednesday, last thursday, last friday, last saturday,
    last sunday, back in, missed entry, is up, is down, was, were, had, have been, has been,
    yesterday, last week, ago, earlier, previously, previous, as reported, as predicted,
    liquidated, just bought, just sold, acquired, before the, been, recap, report, whale, whales,
    yesterday's, last night, last night's, last week's, week recap, weekly recap, trade recap,
    monthly recap, recaps, round up, roundup, last month, last call, last pick, last gem, last winner
  `,
  date: `
    monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, april,
    june, july, august, september, october, november, december, this month, this week, of march,
    of may, march
  `,
  again: `
    active:, running:, status active, in progress, reminder, repost, reposting, reposted,
    resharing, unchanged, remain the same, still valid, still active, still open, still on,
    still good, still in play, still running, remains valid, remains active, remains open,
    as posted, as shared, as mentioned, in case you missed, for those who missed, open positions,
    open position:, open trades, active trades, active trade:, active positions, active signals,
    active calls, current positions, current trades, running trades, running positions,
    ongoing trades, ongoing positions, my open trade, my open position, my open positions,
    my current, my position, my positions, my trades, current position, currently open
  `,
  someone: `
    vip took, vip sold, vip closed, vip exited, vips, retail, institutions, bots, he, she, they,
    his, her, their, trader, traders, analyst, member, members, friend, subscriber, follower,
    followers, student, guy, insider, smart money, investor, he's, she's, they're, who's
  `,
  told: `
    generally, how every, every, almost, nearly, glad, happy, regret, wish, wished, proud, lucky,
    remember, used to, should've, could've, would've, shoulda, woulda, coulda, always, usually,
    typically, normally, every time, each time, rule, rules, people, everybody, some of you,
    most of you, many of you, all of you who, nobody, no one, let me know, tell me, rumor, rumour,
    rumors, apparently, allegedly, according to, reportedly, jk, kidding, just kidding, joke,
    joking, last year, last time, back then, hindsight, in hindsight, way too, too early,
    too late, too soon, love, loved, hate, hated, refuse, prefer, forgot, forget, mistake,
    accidentally, everyone closed, everyone sold, everyone exited, everyone took, everyone is,
    everyone else, everyone moved, everyone who, you closed, you sold, you exited, you moved,
    half the people, if only, dream, dreamed, learned, learnt, thank god, or not, eoy, by eoy,
    end of year, end of the year, this year, next year, nobody ever, you ever, since, delisted,
    delisting, delist, delists, halted, suspended, well done, congrats, congratulations, shoutout,
    props to, those who, missed, posted by mistake, by mistake, a mistake, wrong channel,
    ignore that, consider closing, consider taking, consider moving, consider reducing,
    consider securing, consider cutting, consider exiting, consider cancelling, consider trimming,
    consider booking, would have, could have, should have had, each target, at each target,
    every target, at every target, at each tp, each tp, ignore this, ignore the, wrong coin,
    wrong pair, wrong one, oops, my bad, wrong
  `,
  instead: 'instead of, rather than, formerly, prev, old, replacing, not at',
  new: 'new, revised, latest',
} satisfies Blocks;
