import { placeReport } from '../../src/trading/execution/placeReport.ts';
import { dec } from '../../src/trading/money.ts';
import type { Signal } from '../../src/trading/signal/reading.ts';
import { readMessage } from '../../src/trading/signal/readMessage.ts';
import { createPriceGate } from '../../src/trading/strategy/hold/priceGate.ts';
import type { Command } from '../../src/trading/strategy/model/command.ts';
import { type Denied, deny } from '../../src/trading/strategy/model/denial.ts';
import type {
  Event,
  MarketContext,
  OrderReport,
  OwnerAct,
  Source,
} from '../../src/trading/strategy/model/event.ts';
import { isLive } from '../../src/trading/strategy/model/orderStatus.ts';
import type { Order } from '../../src/trading/strategy/model/state.ts';
import { type Settings, settingsSchema } from '../../src/trading/strategy/settings/settings.ts';
import type { OrderTerms, Product, Venue } from '../../src/trading/venue/venue.ts';
import {
  bystandersIn,
  decideAmong,
  isBystander,
  ownPositions,
  stateAmong,
} from '../trading/strategy/bystanders.ts';
import { NOON } from '../trading/strategy/given.ts';
import type { Act, Scenario } from './scenarioFile.ts';
import { linesOf, numbered, placeOf, termsInWords } from './scenarioWords.ts';

/** A venue to run a scenario on, with the price in the test's hand. */
export type ScenarioVenue = {
  venue: Venue;
  setPrice(productId: string, price: string): Promise<void>;
  close(): Promise<void>;
};

/** Where the story of one scenario stands: the step's lines, as they came. */
export type StepLines = { line: number; expected: readonly string[]; told: readonly string[] };

type Posted = { source: Source; text: string };

export const SPOT = 'BTC-USD';
export const FUTURE = 'BIP-20DEC30-CDE';

/**
 * Lives through a scenario on a venue and gives what was told at each step. Other positions stand
 * by, and none of them may be touched: see bystanders.ts.
 */
export async function runScenario(
  scenario: Scenario,
  { venue, setPrice }: ScenarioVenue,
): Promise<readonly StepLines[]> {
  await venue.open(() => {
    // Pushes come when they come; what is true is asked for instead, so that every run is the same.
  });
  const { entries: products } = await venue.products();
  const settings = settingsOf(scenario);
  const header = (word: string) => scenario.set.findLast((one) => one.word === word)?.rest;
  const futures = header('futures');
  const usd = header('usd');
  const gate = createPriceGate();
  const posted = new Map<string, Posted>();
  let state = stateAmong('s', { first: 'alice', second: 'bob' });
  let at = NOON;
  let last = '';
  let told: string[] = [];
  let commands: Exclude<Command, { type: 'notify' }>[] = [];

  gate.update(bystandersIn(state));

  function give(event: Event): void {
    const decision = decideAmong(state, event);
    state = decision.state;
    const { outcome } = decision;
    if (event.type === 'owner' && outcome?.outcome === 'denied')
      told.push(`denied: ${outcome.why}`);
    gate.update(decision.changed);
    for (const command of decision.commands) {
      if (command.type === 'notify') {
        told.push(...linesOf(command.notice, (id) => state.positions.get(id)));
        continue;
      }
      if (command.type === 'replace') tellAsked('change', command, command.request.terms);
      else if (command.type === 'cancel') tellAsked('cancel', command, null);
      commands.push(command);
    }
  }

  const orderOf = (id: string): Order | undefined =>
    state.positions.get(id.split('-')[1] ?? '')?.orders.find((order) => order.id === id);
  /** What is asked of an order, and of which; `terms` are what it is to become. */
  function tellAsked(
    what: 'change' | 'cancel',
    { positionId, orderId }: { positionId: string; orderId: string },
    terms: OrderTerms | null,
  ): void {
    const order = orderOf(orderId);
    if (order === undefined) throw new Error(`to ${what} ${orderId}, which is no order`);
    const words = termsInWords(terms ?? order.terms);
    told.push(numbered(positionId, `${what}: ${placeOf(order)}, ${order.side} ${words}`));
  }
  const report = (orderId: string, what: OrderReport) =>
    give({ type: 'order', at, orderId, report: what });

  /** Carries out what was decided, and looks what became of it, until nothing more happens. */
  async function settle(moved: boolean): Promise<void> {
    let asked = moved;
    for (;;) {
      while (commands.length > 0) {
        const [command, ...rest] = commands;
        commands = rest;
        asked = true;
        if (command !== undefined) await carryOut(command);
      }
      if (!asked) return;
      asked = false;
      await look();
    }
  }

  async function carryOut(command: Exclude<Command, { type: 'notify' }>): Promise<void> {
    if (command.type === 'place') {
      const id = command.request.clientOrderId;
      report(id, placeReport(await venue.place(command.request)));
      return;
    }
    const { orderId } = command;
    const venueOrderId = orderOf(orderId)?.venueOrderId ?? '';
    if (command.type === 'cancel') {
      const result = await venue.cancel(venueOrderId);
      if (result.outcome === 'rejected') {
        report(orderId, { kind: 'cancel_rejected', message: result.message });
      }
      await lookAt(orderId, venueOrderId);
      return;
    }
    const result = await venue.replace(venueOrderId, command.request);
    if (result.outcome === 'accepted') {
      report(orderId, { kind: 'replaced', terms: command.request.terms });
    } else if (result.outcome === 'rejected') {
      const { reason, message } = result;
      report(orderId, { kind: 'replace_rejected', reason, message });
    }
  }

  /** Asks the venue for every order that may have changed. */
  async function look(): Promise<void> {
    const live = ownPositions(state)
      .flatMap(({ orders }) => orders)
      .filter((order) => isLive(order) && order.venueOrderId !== null);
    if (live.length === 0) return;
    const open = new Map((await venue.openOrders()).entries.map((o) => [o.venueOrderId, o]));
    for (const { id, venueOrderId, filledSize, status } of live) {
      if (venueOrderId === null) continue;
      const seen = open.get(venueOrderId);
      const same =
        seen !== undefined && dec(seen.filledSize).eq(filledSize) && seen.status === status;
      if (!same) await lookAt(id, venueOrderId);
    }
  }

  async function lookAt(id: string, venueOrderId: string): Promise<void> {
    const found = await venue.order(venueOrderId);
    if (found !== null) report(id, { kind: 'venue', order: found.order });
  }

  function productFor({ side }: Signal): string | null {
    if (futures === 'only') return FUTURE;
    if (side === 'long') return SPOT;
    return futures === 'on' ? FUTURE : null;
  }

  async function marketOf(signal: Signal): Promise<MarketContext | Denied> {
    const wanted = productFor(signal);
    const product = products.find(({ id }) => id === wanted);
    if (signal.symbol !== 'BTC' || product === undefined) {
      return deny('market', `${signal.symbol} can't be traded ${signal.side} here`);
    }
    const { entries: balances } = await venue.balances();
    const free = (asset: string) => balances.find((b) => b.asset === asset)?.available ?? '0';
    return {
      account: 'paper',
      product,
      priceScale: '1',
      price: priceOf(product, last),
      capabilities: { bracket: true, stopLimit: true },
      fees: await venue.fees(),
      quoteAvailable: usd ?? free('USD'),
      baseAvailable: free('BTC'),
      equity: header('account') ?? '10000',
    };
  }

  const pricesNow = () => ({ [SPOT]: last, [FUTURE]: last });

  function priceOf(product: Pick<Product, 'id'>, price: string) {
    return { productId: product.id, bid: price, ask: price, last: price, at };
  }

  async function read(id: string, revision: number): Promise<void> {
    const message = posted.get(id);
    if (message === undefined) throw new RangeError(`no message ${id}`);
    const replied = posted.get(message.source.repliedToMessageId ?? '');
    const readings = readMessage(
      { text: message.text, repliedTo: replied ? { text: replied.text } : null },
      { symbols: new Set(['BTC', 'ETH']) },
    );
    for (const [readingIndex, reading] of readings.entries()) {
      const source = { ...message.source, readingIndex, revision };
      if (reading.kind === 'signal') {
        const market = await marketOf(reading);
        give({ type: 'signal', at, source, signal: reading, settings, market });
      } else if (reading.kind === 'update') {
        give({ type: 'update', at, source, update: reading, settings, prices: pricesNow() });
      } else {
        told.push(`nothing to do: ${reading.why}`);
      }
    }
  }

  async function act(what: Act): Promise<void> {
    switch (what.do) {
      case 'post': {
        const id = `m${posted.size + 1}`;
        const source: Source = {
          watchId: '1',
          channelId: 'c',
          providerId: what.provider,
          providerName: what.provider,
          messageId: id,
          readingIndex: 0,
          revision: 0,
          repliedToMessageId: what.replyTo,
          postedAt: at,
        };
        posted.set(id, { source, text: what.text });
        return read(id, 0);
      }
      case 'edit': {
        const message = posted.get(what.message);
        if (message === undefined) throw new RangeError(`no message ${what.message}`);
        posted.set(what.message, { ...message, text: what.text });
        return read(what.message, at);
      }
      case 'delete':
        return give({ type: 'message_deleted', at, messageId: what.message });
      case 'price':
        return move(what.price);
      case 'wait':
        at += what.minutes * 60_000;
        return give({ type: 'time', at });
      case 'owner':
        return give({ type: 'owner', at, by: 'owner', act: ownerAct(what.words, last) });
      case 'equity':
        return give({ type: 'account', at, account: 'paper', equity: what.equity, settings });
    }
  }

  async function move(price: string): Promise<void> {
    last = price;
    for (const id of futures === undefined ? [SPOT] : [SPOT, FUTURE]) await setPrice(id, price);
    await settle(true);
    for (const id of gate.products()) {
      const now = priceOf({ id }, price);
      const positionIds = gate.crossed(now);
      if (positionIds.some((id) => isBystander({ id })))
        throw new Error(`${price} woke a bystander`);
      if (positionIds.length > 0) give({ type: 'price', at, price: now, positionIds });
    }
  }

  await move(header('start') ?? '50500');
  const lines: StepLines[] = [];
  for (const { line, act: what, expected } of scenario.steps) {
    told = [];
    // A second goes by between two things that happen.
    at += 1000;
    await act(what);
    await settle(false);
    lines.push({ line, expected, told });
  }
  await venue.close();
  return lines;
}

/** "quoteSize=1000 targetCount=1" over settings made for scenarios. */
function settingsOf({ set }: Scenario): Settings {
  const own: Record<string, unknown> = { quoteSize: '1000', sameSignalMinutes: 0 };
  for (const { rest } of set.filter(({ word }) => word === 'settings')) {
    for (const pair of rest.split(' ')) {
      const [name = '', value = ''] = pair.split('=');
      own[name] = readValue(name, value);
    }
  }
  return settingsSchema.parse(own);
}

function readValue(name: string, value: string): unknown {
  const fallback = (settingsSchema.parse({}) as Record<string, unknown>)[name];
  if (typeof fallback === 'number') return Number(value);
  if (typeof fallback === 'boolean') return value === 'on';
  if (Array.isArray(fallback)) return value.split(',');
  return value;
}

function ownerAct(words: string, last: string): OwnerAct {
  const [verb = '', positionId = '', value = ''] = words.split(' ');
  switch (verb) {
    case 'close':
      return { act: 'close', positionId, percent: value === '' ? '100' : value };
    case 'cancel':
      return { act: 'cancel_entries', positionId };
    case 'stop':
      if (value === 'breakeven') return { act: 'stop_to_entry', positionId, last };
      return { act: 'move_stop', positionId, to: { price: value }, last };
    case 'run':
      return { act: 'let_run', positionId };
    case 'pause':
      return { act: 'pause', reason: 'by hand' };
    case 'panic':
      return { act: 'panic', reason: 'by hand' };
    case 'resume':
      return { act: 'resume' };
    default:
      throw new RangeError(`the owner can't say: ${words}`);
  }
}
