import { coinbase, discordControl, look } from './connection.js';
import { attempt, byId, el, toast } from './dom.js';
import { onProduct, shownProduct } from './market.js';

/**
 * The switches of what can go wrong, at Discord and at the exchange.
 *
 * @typedef {{ label: string, about: string, area: 'discord' | 'coinbase', act: () => Promise<unknown>, said: string }} Once
 * @typedef {{ label: string, about: string, area: 'discord' | 'coinbase', set: (on: boolean) => Promise<unknown> }} Lasting
 */

/** @type {Lasting[]} */
const LASTING = [
  {
    area: 'discord',
    label: 'Gateway refused',
    about: 'no new connection is taken',
    set: (on) => discordControl.refuseGateway(on),
  },
  {
    area: 'discord',
    label: 'Gateway silent',
    about: 'connected, and nothing comes',
    set: (on) => discordControl.muteGateway(on),
  },
  {
    area: 'coinbase',
    label: 'Sockets silent',
    about: 'prices and orders are not told',
    set: (on) => coinbase.behave({ silent: on }),
  },
];

/** @type {Once[]} */
const ONCE = [
  {
    area: 'discord',
    label: 'Drop the gateway',
    about: 'cut now, without a word',
    act: () => discordControl.dropGateway(),
    said: 'The gateway was cut.',
  },
  {
    area: 'discord',
    label: 'Lose an answer',
    about: 'of the next message the bot sends',
    act: () =>
      discordControl.failRequests({ method: 'POST', path: '/channels/*/messages', kind: 'lose' }),
    said: 'The next message will arrive, and its answer be lost.',
  },
  {
    area: 'discord',
    label: 'Fail three messages',
    about: 'the next ones get a 500',
    act: () =>
      discordControl.failRequests({
        method: 'POST',
        path: '/channels/*/messages',
        kind: 'status',
        status: 500,
        times: 3,
      }),
    said: 'The next three messages will fail.',
  },
  {
    area: 'coinbase',
    label: 'Lose an order’s answer',
    about: 'the next order is taken, and nobody hears',
    act: () => coinbase.fault({ kind: 'lose_answer', on: 'create' }),
    said: 'The next order’s answer will be lost.',
  },
  {
    area: 'coinbase',
    label: 'Lose an order',
    about: 'the next one never arrives',
    act: () => coinbase.fault({ kind: 'lose_request', on: 'create' }),
    said: 'The next order will not arrive.',
  },
  {
    area: 'coinbase',
    label: 'Refuse an order',
    about: 'the next one: no funds',
    act: () => coinbase.fault({ kind: 'reject_create', reason: 'INSUFFICIENT_FUND' }),
    said: 'The next order will be refused.',
  },
  {
    area: 'coinbase',
    label: 'Five errors',
    about: 'the next requests get a 503',
    act: () => coinbase.fault({ kind: 'status', on: 'any', status: 503, times: 5 }),
    said: 'The next five requests will fail.',
  },
  {
    area: 'coinbase',
    label: 'Drop the sockets',
    about: 'cut now, both of them',
    act: () => coinbase.dropSockets(),
    said: 'The sockets were cut.',
  },
];

/** @type {Lasting} */
const HALT = {
  area: 'coinbase',
  label: 'Halt',
  about: 'no orders of it are taken',
  set: (on) => coinbase.setProduct(shownProduct(), { status: on ? 'view_only' : 'online' }),
};

/** @type {HTMLButtonElement[]} */
const switches = [];

/** @param {Lasting} fault */
function switchFor(fault) {
  const button = el(
    'button',
    { type: 'button', role: 'switch', class: 'switch', 'aria-checked': 'false' },
    el(
      'span',
      { class: 'grow' },
      el('b', {}, fault.label),
      el('span', { class: 'dim block' }, fault.about),
    ),
    el('span', { class: 'track', 'aria-hidden': 'true' }),
  );
  button.addEventListener('click', () =>
    attempt(async () => {
      const on = button.getAttribute('aria-checked') !== 'true';
      await fault.set(on);
      button.setAttribute('aria-checked', String(on));
      mark();
    }),
  );
  switches.push(button);
  return button;
}

/** @param {Once} fault */
function buttonFor(fault) {
  return el(
    'button',
    {
      type: 'button',
      class: 'fault',
      onclick: () =>
        attempt(async () => {
          await fault.act();
          toast(fault.said);
          await showWaiting();
        }),
    },
    el('b', {}, fault.label),
    el('span', { class: 'dim block' }, fault.about),
  );
}

/** Says in the tab that something is switched on. */
function mark() {
  const on = switches.filter((one) => one.getAttribute('aria-checked') === 'true').length;
  byId('faults-on').textContent = on > 0 ? String(on) : '';
}

/** The faults of the exchange that have not struck yet. */
async function showWaiting() {
  const waiting = await coinbase.faults();
  byId('waiting').textContent =
    waiting.length === 0
      ? ''
      : `Waiting at the exchange: ${waiting.map(({ kind, times = 1 }) => `${kind.replaceAll('_', ' ')}${times > 1 ? ` ×${times}` : ''}`).join(', ')}.`;
}

async function showHalt() {
  const halt = byId('halt').querySelector('button');
  halt?.querySelector('b')?.replaceChildren(`Halt ${shownProduct()}`);
  const product = await look(`market/products/${shownProduct()}`);
  halt?.setAttribute('aria-checked', String(product.trading_disabled === true));
  mark();
}

export function startFaults() {
  byId('halt').append(switchFor(HALT));
  for (const area of /** @type {const} */ (['discord', 'coinbase'])) {
    byId(`faults-${area}`).append(
      ...LASTING.filter((one) => one.area === area).map(switchFor),
      ...ONCE.filter((one) => one.area === area).map(buttonFor),
    );
  }
  byId('clear-faults').addEventListener('click', () =>
    attempt(async () => {
      await Promise.all([
        discordControl.clearFaults(),
        coinbase.clearFaults(),
        coinbase.behave({ silent: false }),
        coinbase.setProduct(shownProduct(), { status: 'online' }),
      ]);
      for (const one of switches) one.setAttribute('aria-checked', 'false');
      mark();
      await showWaiting();
      toast('Everything works again.');
    }),
  );
  onProduct(() => attempt(showHalt));
  void attempt(showHalt);
  setInterval(() => {
    if (!byId('faults').hidden) void showWaiting().catch(() => undefined);
  }, 3_000);
}
