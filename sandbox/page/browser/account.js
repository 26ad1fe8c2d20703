import { coinbase } from './connection.js';
import { attempt, byId, el, toast } from './dom.js';

/**
 * What the account holds, which orders wait, and what was filled.
 *
 * @typedef {import('../../coinbase/control/control.ts').SandboxOrder} Order
 * @typedef {import('../../coinbase/control/control.ts').SandboxFill} Fill
 * @typedef {import('../../coinbase/control/control.ts').SandboxBalance} Balance
 */

const CASH = ['USD', 'USDC', 'EUR'];
const SHOWN_FILLS = 12;

/** By how many digits; making one takes longer than using it. @type {Map<number, Intl.NumberFormat>} */
const formats = new Map();

/** @param {number} value @param {number} [digits] */
export function number(value, digits = 2) {
  let format = formats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(digits, format);
  }
  return format.format(value);
}

/** A price with the digits that it was written with, grouped. @param {string} text */
export function grouped(text) {
  const [whole = '0', part] = text.split('.');
  return `${Number(whole).toLocaleString('en-US')}${part ? `.${part}` : ''}`;
}

/** @param {string} text a size, without needless digits */
const size = (text) => String(Number(Number(text).toPrecision(6)));

/** An order in a few words. @param {Order} order */
function orderWords({ terms }) {
  switch (terms.type) {
    case 'bracket':
      return `target ${grouped(terms.target)} · stop ${grouped(terms.stop)}`;
    case 'stop_limit':
      return `stop at ${grouped(terms.stopPrice)}, limit ${grouped(terms.price)}`;
    case 'limit':
      return `limit ${grouped(terms.price)}`;
    default:
      return 'at market';
  }
}

/** @param {readonly Order[]} orders open ones, of every product */
export function showOrders(orders) {
  byId('orders').replaceChildren(
    ...orders.map((order) =>
      el(
        'li',
        { class: 'line' },
        el('span', { class: `side ${order.side}` }, order.side),
        el(
          'span',
          { class: 'grow' },
          el('b', {}, order.productId),
          ` ${'size' in order.terms ? size(order.terms.size) : ''}`,
          el('span', { class: 'dim block' }, orderWords(order)),
        ),
        el(
          'button',
          {
            type: 'button',
            class: 'small-button',
            title: 'As its owner would in Coinbase’s app; the bot is not asked',
            onclick: () =>
              attempt(async () => {
                await coinbase.cancelOrder(order.id);
                toast('Cancelled at the exchange, behind the bot’s back.');
              }),
          },
          'Cancel',
        ),
      ),
    ),
  );
  byId('no-orders').hidden = orders.length > 0;
}

/** @param {readonly Fill[]} fills */
export function showFills(fills) {
  const newest = fills.toSorted((a, b) => Number(b.at) - Number(a.at)).slice(0, SHOWN_FILLS);
  byId('fills').replaceChildren(
    ...newest.map((fill) =>
      el(
        'li',
        { class: 'line' },
        el('span', { class: `side ${fill.side}` }, fill.side),
        el(
          'span',
          { class: 'grow' },
          el('b', {}, fill.productId),
          ` ${size(fill.size)} at ${grouped(fill.price)}`,
        ),
        el('time', { class: 'dim' }, new Date(Number(fill.at)).toLocaleTimeString('en-GB')),
      ),
    ),
  );
  byId('no-fills').hidden = newest.length > 0;
}

/**
 * @param {readonly Balance[]} balances
 * @param {(asset: string) => number | null} priceOf in dollars; null when there is none
 */
export function showBalances(balances, priceOf) {
  let total = 0;
  const rows = balances
    .filter((one) => Number(one.total) !== 0)
    .map((one) => {
      const price = CASH.includes(one.asset) ? 1 : priceOf(one.asset);
      const worth = price === null ? null : Number(one.total) * price;
      total += worth ?? 0;
      const held = Number(one.hold) > 0 ? `${size(one.hold)} held by orders` : '';
      return el(
        'tr',
        {},
        el('th', { scope: 'row' }, one.asset),
        el(
          'td',
          {},
          CASH.includes(one.asset) ? number(Number(one.total)) : size(one.total),
          held ? el('span', { class: 'dim block' }, held) : null,
        ),
        el('td', {}, worth === null ? '–' : `$${number(worth)}`),
      );
    });
  byId('balances').replaceChildren(...rows);
  byId('total').textContent = `$${number(total)}`;
}

/**
 * What is held of a book, and what it has cost on average; null when nothing is.
 *
 * @param {readonly Fill[]} fills of the book, in any order
 * @returns {{ size: number, entry: number } | null}
 */
export function holdingOf(fills) {
  let held = 0;
  let cost = 0;
  for (const fill of fills.toSorted((a, b) => Number(a.at) - Number(b.at))) {
    const amount = Number(fill.size);
    if (fill.side === 'buy') {
      cost += amount * Number(fill.price);
      held += amount;
    } else if (held > 0) {
      cost -= cost * Math.min(1, amount / held);
      held -= amount;
    }
    // What rounding leaves over is no holding.
    if (held < 1e-6 * amount || held <= 0) {
      held = 0;
      cost = 0;
    }
  }
  return held > 0 ? { size: held, entry: cost / held } : null;
}
