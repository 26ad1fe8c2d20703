import { holdingOf, number, showBalances, showFills, showOrders } from './account.js';
import { chartFills, chartOrders, chartPrice, describeChart, LENGTHS, showChart } from './chart.js';
import { coinbase, look } from './connection.js';
import { atMostEvery, attempt, byId, el, oncePerFrame, toast } from './dom.js';

/**
 * The market beside the chat: a coin's chart, a slider that moves its price, and the account.
 *
 * @typedef {import('./connection.js').CoinbaseEvent} CoinbaseEvent
 * @typedef {import('../../coinbase/control/control.ts').SandboxOrder} Order
 * @typedef {import('../../coinbase/control/control.ts').SandboxFill} Fill
 * @typedef {import('../../coinbase/control/control.ts').SandboxBalance} Balance
 * @typedef {{ product_id: string, alias: string, quote_increment: string, price_increment?: string, product_type: string, base_display_symbol: string, trading_disabled: boolean }} Product
 */

const productSelect = /** @type {HTMLSelectElement} */ (byId('product'));
const slider = /** @type {HTMLInputElement} */ (byId('slider'));
const priceInput = /** @type {HTMLInputElement} */ (byId('price'));

/** @type {Product[]} */
let products = [];
/** Last price of each book. @type {Map<string, number>} */
const prices = new Map();
/** @type {Order[]} */
let orders = [];
/** @type {Fill[]} */
let fills = [];
/** @type {Balance[]} */
let balances = [];
/** @type {import('./chart.js').Length} */
let length = '5s';
let product = sessionStorage.getItem('product') ?? 'SOL-USD';
/** Whether the person chose the product; until then it follows what the bot trades. */
let isChosen = sessionStorage.getItem('product') !== null;

/** The product that is shown. */
export const shownProduct = () => product;

/** @param {string} id the product whose prices it follows */
const bookOf = (id) => products.find(({ product_id }) => product_id === id)?.alias || id;
const increment = () => {
  const own = products.find(({ product_id }) => product_id === product);
  return own?.price_increment ?? own?.quote_increment ?? '0.01';
};
const digits = () => (increment().split('.')[1] ?? '').length;

/** Reads all there is; called again after a break. */
export async function refreshMarket() {
  const given = await look('market/products');
  products = given.products;
  for (const one of given.products) {
    if (one.price) prices.set(one.product_id, Number(one.price));
  }
  const books = products.filter(({ alias, product_type }) => !alias && product_type === 'SPOT');
  productSelect.replaceChildren(
    ...books.map(({ product_id }) => el('option', { value: product_id }, product_id)),
  );
  productSelect.value = product;
  await Promise.all([refreshAccount(), showChart(product, length, increment())]);
  drawPrice();
}

/** @param {string} id @param {boolean} chosen by the person */
async function showProduct(id, chosen) {
  product = id;
  if (chosen) {
    isChosen = true;
    sessionStorage.setItem('product', id);
  }
  productSelect.value = id;
  slider.value = '0';
  asked = { price: 0, at: -1_000 };
  for (const listener of listeners) listener();
  await attempt(() => showChart(product, length, increment()));
  drawPrice();
  drawAccount();
}

/** @type {(() => void)[]} */
const listeners = [];
/** @param {() => void} listener called when another product is shown */
export const onProduct = (listener) => void listeners.push(listener);

async function refreshAccount() {
  [orders, fills, balances] = await Promise.all([
    coinbase.orders(),
    coinbase.fills(),
    coinbase.balances(),
  ]);
  drawAccount();
}

/** Once for the several events that one order brings. */
const refreshAccountSoon = atMostEvery(60, () => void attempt(refreshAccount));

function drawAccount() {
  const live = orders.filter(({ status }) => status === 'open' || status === 'pending');
  const own = fills.filter(({ productId }) => bookOf(productId) === product);
  const holding = holdingOf(own);
  showOrders(live);
  showFills(fills);
  chartFills(own);
  chartOrders(
    live.filter(({ productId }) => bookOf(productId) === product),
    holding?.entry ?? null,
  );
  drawWorth();
}

const drawWorth = atMostEvery(200, () => {
  describe();
  showBalances(balances, (asset) => prices.get(`${asset}-USD`) ?? null);
  const holding = holdingOf(fills.filter(({ productId }) => bookOf(productId) === product));
  const price = prices.get(product);
  const box = byId('holding');
  box.hidden = !holding || price === undefined;
  if (!holding || price === undefined) return;
  const profit = (price - holding.entry) * holding.size;
  const percent = (price / holding.entry - 1) * 100;
  const mark = profit < 0 ? '−' : '+';
  box.replaceChildren(
    el(
      'span',
      {},
      `Holds ${Number(holding.size.toPrecision(6))} from ${number(holding.entry, digits())}`,
    ),
    el(
      'b',
      { class: profit < 0 ? 'down' : 'up' },
      `${mark}$${number(Math.abs(profit))} (${mark}${number(Math.abs(percent))} %)`,
    ),
  );
});

let before = 0;
const drawPrice = oncePerFrame(() => {
  const price = prices.get(product);
  if (price === undefined) return;
  const shown = byId('last-price');
  shown.textContent = number(price, digits());
  shown.className = `last-price ${price < before ? 'down' : 'up'}`;
  before = price;
  if (document.activeElement !== priceInput) priceInput.value = price.toFixed(digits());
});

/** The price in words, for who can't see the chart. */
function describe() {
  const price = prices.get(product);
  if (price === undefined) return;
  slider.setAttribute('aria-valuetext', number(price, digits()));
  describeChart(`${product} at ${number(price, digits())}`);
}

/** @param {CoinbaseEvent} event */
export function hearMarket(event) {
  if (event.type === 'quote') {
    const price = Number(event.quote.last);
    prices.set(event.productId, price);
    if (event.productId === product) {
      chartPrice(price, event.at);
      drawPrice();
    }
    drawWorth();
  } else if (event.type === 'order' || event.type === 'fill') {
    const { productId } = event.type === 'order' ? event.order : event.fill;
    const book = bookOf(productId);
    if (!isChosen && book !== product) void showProduct(book, false);
    refreshAccountSoon();
  }
}

/** The price that the slider started to move from; null while it rests. @type {number | null} */
let anchor = null;
/** @type {string | null} */
let wanted = null;
/** What was asked for last: a key at the slider goes on from there, before the exchange has said so. */
let asked = { price: 0, at: -1_000 };
let isMoving = false;

/** Sends the newest price that is wanted, one after the other. */
async function movePrice() {
  if (isMoving) return;
  isMoving = true;
  while (wanted !== null) {
    const price = wanted;
    wanted = null;
    await attempt(() => coinbase.setPrice(product, price));
  }
  isMoving = false;
}

/** @param {number} price */
function setPrice(price) {
  wanted = Math.max(price, Number(increment())).toFixed(digits());
  asked = { price: Number(wanted), at: performance.now() };
  void movePrice();
}

export function startMarket() {
  productSelect.addEventListener('change', () => showProduct(productSelect.value, true));
  const lengths = byId('lengths');
  for (const name of /** @type {(keyof typeof LENGTHS)[]} */ (Object.keys(LENGTHS))) {
    lengths.append(
      el(
        'button',
        {
          type: 'button',
          class: 'small-button',
          'aria-pressed': String(name === length),
          onclick: async (/** @type {Event} */ event) => {
            length = name;
            for (const one of lengths.children)
              one.setAttribute('aria-pressed', String(one === event.currentTarget));
            await attempt(() => showChart(product, length, increment()));
          },
        },
        name,
      ),
    );
  }
  slider.addEventListener('input', () => {
    anchor ??= performance.now() - asked.at < 800 ? asked.price : (prices.get(product) ?? 0);
    const percent = Number(slider.value);
    byId('slider-value').textContent =
      `${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} %`;
    setPrice(anchor * (1 + percent / 100));
  });
  // Let go, it springs back: the next move starts from where the price is then.
  slider.addEventListener('change', () => {
    anchor = null;
    slider.value = '0';
    byId('slider-value').textContent = '';
  });
  for (const button of byId('nudges').querySelectorAll('button')) {
    button.addEventListener('click', () => {
      const from = prices.get(product);
      if (from === undefined) return;
      const to = (from * (1 + Number(button.dataset.percent) / 100)).toFixed(digits());
      void attempt(() => coinbase.walk(product, { to, overMs: 2_000 }));
    });
  }
  byId('price-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const price = Number(priceInput.value.replaceAll(',', ''));
    if (!(price > 0)) toast('A price is a number such as 142.50.', 'bad');
    else setPrice(price);
    priceInput.blur();
  });
}
