import type { Blocks } from '../roles.ts';

/** What is done to a trade, with how much of it, where to, and what has happened to it. */
export const acts = {
  close: `
    exit completely, exit fully, exit entirely, exit everything, please exit,
    stopping out of, stopping out, out of the rest,
    i'm gone, im gone, we're gone,
    has been closed, have been closed, sell the remaining, selling the remaining,
    sold the remaining, getting rid of, get rid of, got rid of, full exit here, full exit now,
    sell the rest, selling the rest, sold the rest, scratching, scratched, sell everything,
    selling everything left, sold everything left, dump everything, dumping the rest,
    dumped the rest, dump the rest, closed by trader, closed by the trader,
    closed manually by trader, closed manually by the trader, closed by analyst,
    closed by the analyst, closed by admin, closing the last part, closing last part,
    close the last part, closed the last part, exit in full, close, closed, closing, exit now,
    exit trade, exit position, exit all, exited, exiting, get out, cut, cut it, close position,
    close trade, close the trade, close this trade, close order, close out, close all, closed out,
    flatten, sell all, sold all, bail, kill it, kill the trade, exit signal, exit the trade,
    exit the position, exit here, exit at market, take profits and close, take full profit,
    full close, sold, i'm out, im out, we're out, out at, out here, out now, out of this, cutting,
    cover, covered, covering, cover here, cover now, take everything off, everything off,
    took the loss, take the loss, took a loss, taking the loss, taking the l, all out, i'm flat,
    im flat, we're flat, flat on, closed with, closed in profit, closed at a loss, cashing out,
    cashed out, let go of, letting go of, kill the, kill this, killing the, killing this,
    took full profit, took full profits, taking full profit, taking full profits,
    taking the rest off, take the rest off, took the rest off, flattening, flattened, bail out, bailing out, bailed out,
    closing out
  `,
  cancel: `
    invalidate the, invalidating the, invalidate this,
    has been cancelled, has been canceled, kill all open orders, kill all orders, kill all limits,
    kill the orders, kill the limits, kill all pending orders, cancel, cancelled, canceled,
    cancelling, cancell, remove, removed, delete, deleted, void, invalidated, invalid now, pull,
    pulled, scrap, withdraw, scratch, ignore this signal, ignore this trade, ignore the signal,
    setup invalid, signal invalid, no longer valid, not valid anymore, cancel the order, pulling,
    expired, signal expired, removing, deleting, voiding, pulling the order, ignore the last,
    ignore last, ignore previous, ignore the previous, ignore my last, disregard,
    disregard the last, drop the, dropping the, drop this, scrap the, scrap this
  `,
  move: `
    moves, amend, amending, amended, typo, typo in, should read, should say, should be at,
    correcting, move, moved, moving, shift, shifted, adjust, adjusted, adjusting, edit, edited,
    change, changed, changing, set, set up, put, raise, raised, lower, lowered, trail, bring,
    tighten, tightened, update, updated, modify, modified, place, drag, slide, bump,
    trailing stop tightened, trailing stop activated, switch, protect, extend, extended,
    extending, increase, increased, widen, widened, widening, tightening, roll, rolling, rolled,
    pull up, pulled up, push, pushed, raising, lowering, trailed
  `,
  add: `
    add, adding, added, added more, re enter, reenter, re-entry, reentry, add to, buy more,
    buying more, bought more, sell more, long more, short more
  `,
  reduce: `
    half off the table, quarter off the table, paid myself on, partially closed, partly closed,
    closed partially, partial exit, reduce, reduced, reducing, trim, trimmed, trimming, partial,
    partials, partial close, partially close, close partial, close partially, close some,
    take some, take partial, take partials, scale out, scaling out, derisk, de risk, close part,
    partial profit, partial profits, take partial profit, take partial profits, take some profit,
    take some profits, close a part, lighten, tp partial, partially, half off, half out,
    half closed, tp'd, tpd, derisked, de risked, derisking, de risking, taken off, half gone,
    half is gone, partly, in part, in parts
  `,
  secure: `
    secure, secure profit, secure profits, book, book profit, book profits, booking, lock,
    lock in, lock profit, lock profits, locked, take your profit, take your profits,
    taking profit, taking profits, bank, cash out, secure some, secure partial
  `,
  hold: `
    running nicely, hold, holding, currently, holds, held, hodl, keep, keep holding, keeping,
    still, still holding, running, leave, let it run, remains, stays, stay, keeps
  `,
  rest: `
    runner, runners, moonbag, moonbags, moon bag, rest, the rest, remaining, remainder, left,
    let the rest run
  `,
  open: 'open, opening, take long, take short',
  flip: 'flip, flipped, flipping, reverse, reversing, reversed, flip to, flip short, flip long',
  half: 'half, 1/2, halve, half position, half of',
  third: 'one third, a third, 1/3',
  quarter: 'quarter, 1/4, one quarter, a quarter',
  all: `
    every open, every unfilled, every running, every remaining, every pending, every single open,
    every position, every open position, every open trade, every order, all, everything,
    all positions, all trades, all orders, all remaining, both, all setups
  `,
  wholly: 'full, fully, completely, entire, whole, complete, entirely',
  some: 'some, a hair, a touch, a tad, a bit, a little, bit, part, small part, portion, most',
  breakeven: `
    into profit, into profits, into the profit,
    where we entered, where we got in, where i entered, where i got in, where you entered,
    where you got in, our average, my average, our avg, my avg, our average entry, our avg entry,
    be, b e, breakeven, break even, entry price level, entry level be, entry be, cost, cost price,
    bep, break even point, breakeven point, break evens, risk free, riskfree, bev
  `,
  order: `
    order's, order, orders, position, positions, trade, trades, setup, signal, call, bags, bag,
    stack
  `,
  hit: `
    hit, hits, hitting, reached, reach, reaches, achieved, done, touched, triggered, smashed,
    destroyed, cleared, tagged, activated, completed, accomplished, took out, blown, crushed,
    taken, swept, sweep, met target, nailed, banged, boom, delivered, got hit, filled tp
  `,
  stoppedOut: `
    hit our stop, hit my stop, hits our stop, hit our sl, hit my sl, tagged our stop, tagged my stop,
    we're stopped, i'm stopped, we are stopped, we're stopped out, i'm stopped out, took us out,
    took me out, wicked us out, wicked me out, took the be stop, took our be stop,
    took the breakeven stop, took our stop, stop taken, stop got taken, stopped us out,
    stopped me out, stopped us, stopped me, stopped, stopped out, got stopped, stop out,
    got stopped out
  `,
  filled: `
    filled, fill, entered entry zone, entry hit, entry filled, order filled, entry reached,
    entry triggered, position filled, executed, limit filled, all entry targets achieved,
    entry targets achieved, entries filled, limit order filled, activated entry
  `,
} satisfies Blocks;
