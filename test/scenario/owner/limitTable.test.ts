import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InteractionAnswer } from '../../../sandbox/discord/interactions/interaction.ts';
import { dec } from '../../../src/trading/money.ts';
import { listPositions } from '../../../src/trading/store/core/positions.ts';
import { listSignals } from '../../../src/trading/store/messages/signals.ts';
import { writeSettings } from '../../../src/trading/store/settings/settings.ts';
import { activePositions } from '../../../src/trading/strategy/book/positions.ts';
import { stakeOf } from '../../../src/trading/strategy/book/stake.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import type { Settings } from '../../../src/trading/strategy/settings/settings.ts';
import { type TestNetwork, testNetwork } from '../../support/pilotfish.ts';
import { fill, press, textOf } from '../../support/press.ts';

/**
 * Every hard limit against every way in which more can come to be at stake, through one bot: what
 * the way asks for is not done, or no more of it than the limit, and the owner reads which limit it was.
 */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FUTURE = 'BIP-20DEC30-CDE';

type Way = 'signal' | 'trade' | 'add' | 'edit' | 'stop' | 'turn';

type Limit = {
  option: string;
  value: string;
  /** Which of the two it is about; both where left out. */
  of?: 'cost' | 'risk';
  /** What of a position it holds down, and to how much; none where it says no to all. */
  most?: [(position: Position) => string, string];
  /** What the owner is told of it. */
  words: RegExp;
  /** Ways that it has nothing to say to. */
  not?: readonly Way[];
};

const cost = (position: Position) => stakeOf(position).cost.toFixed();
const risk = (position: Position) => stakeOf(position).risk.toFixed();

/** An account of 15,000 USD. */
const LIMITS: readonly Limit[] = [
  {
    option: 'position',
    value: '500 USD',
    most: [cost, '500'],
    of: 'cost',
    words: /500 is the most for one position|takes no less than 1/,
    not: ['stop'],
  },
  {
    option: 'position-percent',
    value: '2 %',
    most: [cost, '301'],
    of: 'cost',
    words: /2 % of the account.* is the most for one position|takes no less than 1/,
    not: ['stop'],
  },
  {
    option: 'risk-percent',
    value: '0.05 %',
    most: [risk, '7.6'],
    of: 'risk',
    words: /0\.05 % of the account|takes no less than 1/,
  },
  { option: 'open', value: '1', words: /and 1 is the most/, not: ['add', 'edit', 'stop'] },
  {
    option: 'exposure',
    value: '500 USD',
    of: 'cost',
    words: /it would add .* and 500 is the most/,
    not: ['stop'],
  },
  { option: 'daily-loss', value: '5 %', words: /has lost 10 % today, and 5 % is the limit/ },
  { option: 'drawdown', value: '5 %', words: /10 % below its peak, and 5 % is the limit/ },
];

const WAYS: Readonly<Record<Way, () => Promise<string>>> = { signal, trade, add, edit, stop, turn };

let network: TestNetwork;
let said = 0;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  network = await testNetwork({ onTestFinished: (end) => ends.unshift(end) });
  for (const id of ['BTC-USD', FUTURE]) await network.coinbase.setPrice(id, '60000');
});

afterEach(async () => {
  await limit(current.option, '0');
  await closeAll();
});

afterAll(async () => {
  for (const end of ends) await end();
});

const db = () => network.pilotfish().app.db;
const positions = () => listPositions(db(), { limit: 1_000 });
const set = (settings: Partial<Settings>) =>
  writeSettings(db(), 'defaults', { quoteSize: '1000', ...settings }, 'owner', Date.now());
const limit = (option: string, value: string) =>
  network.discord.command('owner', 'pilotfish', 'limits set', { [option]: value });

/** Ten percent have been lost today; before, nothing. */
async function equity(amount: string) {
  const { engine, now } = network.pilotfish().app;
  await engine.submit({ type: 'account', at: now(), account: 'sandbox', equity: amount });
}

async function post(content: string): Promise<{ id: string }> {
  const message = await network.post(content);
  await network.settled();
  return message;
}

async function newest(): Promise<Position> {
  const [position] = await listPositions(db(), { limit: 1 });
  if (!position) throw new Error('nothing was opened');
  return position;
}

/** The limits of the case hold from here on; what is told from then on is what counts. */
let begin: () => Promise<void> = async () => undefined;
let toldBefore = new Set<string>();

/** What the owner's messages say, each with its id: one that was edited meanwhile is another. */
async function messages(): Promise<string[]> {
  const all = await network.discord.messages('pilotfish');
  return all.map((one) => `${one.id} ${textOf(one)}`);
}

async function toldSince(): Promise<string> {
  return (await messages()).filter((one) => !toldBefore.has(one)).join('\n');
}

const told = (answer: InteractionAnswer) =>
  [answer.message ? textOf(answer) : '', ...answer.followups.map((one) => textOf(one))].join('\n');

async function signal(): Promise<string> {
  await open();
  await begin();
  said += 1;
  await post(`LONG #BTC/USDT\nEntry: market\nSL: ${57_000 + said}\nTP1: 63000`);
  const [row] = await listSignals(db(), { limit: 1 });
  return row?.outcome === 'taken' ? (await newest()).plan.remarks.join() : String(row?.why);
}

async function trade(): Promise<string> {
  await open();
  await begin();
  said += 1;
  const shown = await network.discord.command('owner', 'pilotfish', 'trade', {
    symbol: 'BTC',
    side: 'long',
    stop: String(57_000 + said),
    amount: '1000',
  });
  const text = textOf(shown);
  return [text, await pressed(shown, 'Trade')].join('\n');
}

async function open(): Promise<Position> {
  said += 1;
  await post(`LONG #BTC/USDT\nEntry: market\nSL: ${57_000 + said}\nTP1: 63000`);
  return newest();
}

async function closeAll() {
  const { engine, now } = network.pilotfish().app;
  for (const { id } of activePositions(engine.state())) {
    const act = { act: 'close', positionId: id, percent: '100' } as const;
    await engine.submit({ type: 'owner', at: now(), by: 'owner', act });
  }
  await network.settled();
}

async function typed(id: string, form: string, values: Record<string, string>, yes: string) {
  const page = await network.discord.command('owner', 'pilotfish', 'position', { id });
  const opening = await press(network.discord, 'owner', page, form);
  const answer = await fill(network.discord, 'owner', opening, values);
  return [told(answer), await pressed(answer, yes)].join('\n');
}

/** What comes of a yes, where one is offered. */
async function pressed(asked: InteractionAnswer, yes: string): Promise<string> {
  const offered = JSON.stringify(asked.message?.components ?? []).includes(`"label":"${yes}"`);
  const done = offered ? told(await press(network.discord, 'owner', asked, yes)) : '';
  await network.settled();
  return done;
}

async function add(): Promise<string> {
  const { id } = await open();
  await begin();
  return typed(id, 'Add', { amount: '1000', price: '' }, 'Add');
}

async function stop(): Promise<string> {
  const { id } = await open();
  await begin();
  return typed(id, 'Move stop', { price: '50000' }, 'Move it');
}

/** Sized by its risk it grows dearer with a nearer stop; sized by an amount, riskier with one farther away. */
async function edit(): Promise<string> {
  const texts: string[] = [];
  const dearer = ['risk', 58_700] as const;
  const riskier = ['quote', 52_000] as const;
  const edits = { cost: [dearer], risk: [riskier], all: [dearer, riskier] };
  for (const [sizeBy, to] of edits[current.of ?? 'all']) {
    await set({ sizeBy, riskPercent: '0.2' });
    said += 1;
    const text = (sl: number) => `LONG #BTC/USDT\nEntry: 59000\nSL: ${sl + said}\nTP1: 63000`;
    const { id } = await post(text(57_000));
    await begin();
    await network.discord.edit({ id }, text(to));
    await network.settled();
    texts.push(await toldSince());
    await limit(current.option, '0');
  }
  return texts.join('\n');
}

async function turn(): Promise<string> {
  await set({ oppositeSignal: 'reverse', quoteSize: '1300' });
  await open();
  await begin();
  said += 1;
  await post(`SHORT #BTC/USDT\nEntry: market\nSL: ${62_000 + said}\nTP1: 50000`);
  return toldSince();
}

let current: Limit = LIMITS[0] as Limit;

describe.each(LIMITS)('at most $option $value', (held) => {
  const ways = (Object.keys(WAYS) as Way[]).filter((way) => !held.not?.includes(way));
  test.each(ways)('of what comes by %s', async (way) => {
    current = held;
    await set({});
    await equity('15000');
    let before = new Map<string, Position>();
    begin = async () => {
      await limit(held.option, held.value);
      if (/loss|drawdown/.test(held.option)) await equity('13500');
      toldBefore = new Set(await messages());
      before = new Map((await positions()).map((position) => [position.id, position]));
    };
    const text = await WAYS[way]();
    expect(text.replace(/\\/g, '')).toMatch(held.words);
    for (const after of await positions()) {
      const was = before.get(after.id);
      if (was === undefined) {
        // A new one: within the limit, where that leaves any room.
        expect(held.most, `position ${after.id} was opened`).toBeDefined();
        const [of, most] = held.most ?? [cost, '0'];
        expect(dec(of(after)).lte(most), `${of(after)} of ${most}`).toBe(true);
      } else {
        expect(dec(cost(after)).lte(cost(was)), 'it is no dearer').toBe(true);
        expect(dec(risk(after)).lte(dec(risk(was)).add('0.01')), 'nor riskier').toBe(true);
      }
    }
  });
});
