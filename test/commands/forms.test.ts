import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InteractionAnswer } from '../../sandbox/discord/interactions/interaction.ts';
import { typedAmount, typedPercent } from '../../src/commands/typedNumber.ts';
import { listPositions } from '../../src/trading/store/core/positions.ts';
import { readSettings } from '../../src/trading/store/settings/settings.ts';
import { notice } from '../support/notices.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { fill, press, textOf } from '../support/press.ts';

/**
 * What people type into the forms of a position, tried through the whole bot: one after the other,
 * each on a position of its own at 60,000 with its stop at about 58,000.
 */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let network: TestNetwork;
let later = 0;
let signals = 0;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  network = await testNetwork({
    now: () => Date.now() + later,
    onTestFinished: (end) => ends.unshift(end),
  });
});

afterAll(async () => {
  for (const end of ends) await end();
});

async function positionNow(id: string) {
  const { app } = network.pilotfish();
  const found = (await listPositions(app.db, { limit: 50 })).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no position ${id}`);
  return found;
}

/** A new long of 100 USD, open and protected. */
async function opened(): Promise<string> {
  const { coinbase, discord, pilotfish, post } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  signals += 1;
  await post(`LONG #BTC/USDT\nEntry: market\nSL: ${58_000 + signals}\nTP1: 63000\nTP2: 64000`);
  await pilotfish().processAll();
  const [position] = await listPositions(pilotfish().app.db, { limit: 1 });
  if (position === undefined) throw new Error('nothing was opened');
  await notice(discord, /^Open: long/);
  return position.id;
}

/** Fills in a form of a position's page. */
async function typed(id: string, form: string, values: Record<string, string>) {
  const page = await network.discord.command('owner', 'pilotfish', 'position', { id });
  const opening = await press(network.discord, 'owner', page, form);
  return fill(network.discord, 'owner', opening, values);
}

const yes = (asked: InteractionAnswer, label: string) =>
  press(network.discord, 'owner', asked, label);

const told = (answer: InteractionAnswer) =>
  [answer.message ? textOf(answer) : '', ...answer.followups.map((one) => textOf(one))].join('\n');

describe('what would close something is asked first, with what it would do', () => {
  test('a stop that slipped beyond the price sells nothing; with a yes it does', async () => {
    const id = await opened();
    const asked = await typed(id, 'Move stop', { price: '600000' });
    expect(told(asked)).toMatch(/Move the stop from \$58,001\.00 to \$600,000\.00\?/);
    expect(told(asked)).toMatch(/Sells all of it, 0\.0016\d+ BTC, at once, at about \$60,000/);
    await network.settled();
    expect(await positionNow(id)).toMatchObject({ status: 'open', stop: '58001' });
    const kept = await yes(asked, 'No');
    expect(told(kept)).toContain('long BTC-USD: open');

    const again = await typed(id, 'Move stop', { price: '600000' });
    await yes(again, 'Yes, close at once');
    await notice(network.discord, /^Closed long BTC-USD/);
    expect(await positionNow(id)).toMatchObject({ status: 'closed' });
  });

  test('a target below the price sells nothing', async () => {
    const id = await opened();
    const asked = await typed(id, 'Move target', { number: '1', price: '59500' });
    expect(told(asked)).toMatch(/Move target 1 to \$59,500\.00\?[\s\S]*Sells .* BTC of .*at once/);
    await network.settled();
    const { status, plan } = await positionNow(id);
    expect(status).toBe('open');
    expect(plan.targets.map(({ price }) => price)).toEqual(['63000', '64000']);
  });

  test('a part says how much, and what it earns', async () => {
    const id = await opened();
    const asked = await typed(id, 'Close part', { percent: '50' });
    expect(told(asked)).toMatch(/Sells 0\.0008\d* BTC of 0\.0016\d* BTC, at once, .*: about −\$/);
    const { orders } = await positionNow(id);
    expect(orders.some(({ purpose }) => purpose === 'exit')).toBe(false);
  });
});

test('what was done shows itself in the answer, and the card has the same buttons', async () => {
  const id = await opened();
  const { discord, settled } = network;
  const { message } = await notice(discord, /^long BTC-USD: open/);
  const card = (await discord.messages('pilotfish')).findLast(
    ({ embeds }) =>
      embeds[0]?.author?.name.endsWith(`position ${id}`) && embeds[0].title?.includes('open'),
  );
  const asked = await press(discord, 'owner', card ?? message, 'Close 50 %');
  expect(told(asked)).toMatch(/Close 50 % of it at market now\?/);
  const answered = await yes(asked, 'Close at market');
  await settled();
  const shown = await discord.waitForAnswer(answered.id, (one) => /Done:/.test(told(one)), 20_000);
  expect(told(shown)).toMatch(
    /Done:\n• Sold 0\.0008\d* BTC at \$60,000\.00; close, \$0\.\d\d in fees/,
  );
  expect(told(shown)).not.toMatch(/The exchange is asked/);
  // The card stays the card.
  const still = (await discord.messages('pilotfish')).find(
    ({ id: of }) => of === (card ?? message).id,
  );
  expect(still?.embeds[0]?.author?.name).toContain(`position ${id}`);
});

test('money put in is asked about with its cost, and how many times what is there it is', async () => {
  const id = await opened();
  const asked = await typed(id, 'Add', { amount: '5000', price: '' });
  expect(told(asked)).toMatch(/Add for \$5,000\.00 at market\?/);
  expect(told(asked)).toMatch(/Costs \$[45],\d{3}\.\d\d, .* 5\d(\.\d)? times what is there/);
  await network.settled();
  const before = await positionNow(id);
  expect(before.plan.entries).toHaveLength(1);
});

test('a stop that goes closer is moved at once, one farther away is asked about with its risk', async () => {
  const id = await opened();
  const closer = await typed(id, 'Move stop', { price: '59,000' });
  expect(told(closer)).toMatch(/Done\.[\s\S]*Stop \$59,000\.00: −1\.6\d % from the entry/);
  const wider = await typed(id, 'Move stop', { price: '56000' });
  expect(told(wider)).toMatch(
    /goes farther away[\s\S]*at risk \$7\.75, 0\.05 % of the account, \$2\.83 before/,
  );
  expect((await positionNow(id)).stop).toBe('59000');
  await yes(wider, 'Move it');
  expect((await positionNow(id)).stop).toBe('56000');
});

test('what no setting of the owner’s allows is refused with the setting, and asks nothing', async () => {
  const id = await opened();
  const far = await typed(id, 'Move stop', { price: '30000' });
  expect(told(far)).toMatch(/Not done: .*50 % from the entry.*25 % is the widest.*\*?Widest stop/);
  expect((await positionNow(id)).status).toBe('open');
});

test('a question outlives a restart, and not its time', async () => {
  const id = await opened();
  const asked = await typed(id, 'Close part', { percent: '100' });
  await network.restart();
  await network.coinbase.setPrice('BTC-USD', '60000');
  later += 3 * 60_000;
  const late = await yes(asked, 'Close at market');
  expect(told(late)).toMatch(/This has expired, and nothing/);
  expect((await positionNow(id)).status).toBe('open');

  const fresh = await typed(id, 'Close part', { percent: '100' });
  await network.restart();
  await yes(fresh, 'Close at market');
  await network.settled();
  expect(['closing', 'closed']).toContain((await positionNow(id)).status);
});

test('/position says what is done on each product', async () => {
  const id = await opened();
  const list = await network.discord.command('owner', 'pilotfish', 'position');
  expect(textOf(list)).toMatch(/Products: BTC-USD: selling/);
  const page = await network.discord.command('owner', 'pilotfish', 'position', { id });
  expect(textOf(page)).toMatch(/BTC-USD: selling, what is open waits for its way out/);
});

test('a yes that is pressed twice adds once', async () => {
  const id = await opened();
  const asked = await typed(id, 'Add', { amount: '20', price: '' });
  const twice = await Promise.all([yes(asked, 'Add'), yes(asked, 'Add')]);
  expect(twice.map(told).filter((text) => text.includes('Done.'))).toHaveLength(1);
  expect(twice.map(told).join()).toMatch(/Not done: it was answered already/);
  expect((await positionNow(id)).plan.entries).toHaveLength(2);
});

test('no slip of the pen, nonsense or hostile text in a form does anything by itself', async () => {
  const id = await opened();
  await network.settled();
  const resting = async () =>
    (await network.coinbase.orders()).map((order) => [order.id, order.status, order.terms]);
  const before = { position: await positionNow(id), orders: await resting() };
  const wrong: string[] = [];
  for (const [form, values] of MEAN) {
    const answer = told(await typed(id, form, values));
    // It is refused with the reason, or asked about; never done.
    const isSaid = /Nothing was changed|Not done: |\?\n|What it would do/.test(answer);
    if (!isSaid || /Done\.|fault of the bot|undefined|NaN|\[object/.test(answer))
      wrong.push(`${form} ${JSON.stringify(values)}: ${answer.slice(0, 200)}`);
  }
  expect(wrong).toEqual([]);
  await network.settled();
  expect({ position: await positionNow(id), orders: await resting() }).toEqual(before);
});

const stop = (price: string) => ['Move stop', { price }] as const;
const target = (number: string, price: string) => ['Move target', { number, price }] as const;
const part = (percent: string) => ['Close part', { percent }] as const;
const add = (amount: string, price = '') => ['Add', { amount, price }] as const;

const MEAN: readonly (readonly [string, Record<string, string>])[] = [
  // A digit too many, too few, or the wrong one.
  stop('600000'),
  stop('60000'),
  stop('5800'),
  stop('0.58'),
  stop('59,999'),
  // No number, or one that may be two.
  stop('0'),
  stop('1e9'),
  stop('58000\u202e00'),
  stop('50 %'),
  target('1', '59000'),
  target('1', '60000'),
  target('0', '64000'),
  target('1.5', '64000'),
  target('99', '64000'),
  target('2', '57000'),
  part('0'),
  part('100'),
  part('0.00001'),
  part('$50'),
  add('5000'),
  add('999999999'),
  add('0.0000001'),
  add('50 %'),
  add('50', '600000'),
  add('50', '100'),
  add('50', '57000'),
];

describe('numbers as people type them', () => {
  test.each([
    ['65000', '65000'],
    ['65,000', '65000'],
    ['$0.5', '0.5'],
    ['0,5', '0.5'],
    ['1 000,50', '1000.5'],
    ['1.234,56', '1234.56'],
    ['1,234.56', '1234.56'],
    ["1'000", '1000'],
    ['1,234,567', '1234567'],
    ['100 USD', '100'],
    ['100$', '100'],
    ['007', '7'],
    ['0.000001230', '0.00000123'],
  ])('%j is %s', (text, value) => {
    expect(typedAmount(text, 'The price')).toBe(value);
  });

  test.each([
    ['1,234', /may be meant as 1234 or as 1\.234/],
    ['', /must be a number/],
    ['0', /above zero/],
    ['-5', /must be a number/],
    ['5e3', /must be a number/],
    ['65k', /must be a number/],
    ['1,2,3', /must be a number/],
    ['10 00', /must be a number/],
    ['1.2.3', /must be a number/],
    ['50 %', /is an amount/],
    ['12345678901234567', /must be a number/],
    ['٥', /must be a number/],
    ['@everyone', /must be a number/],
  ])('%j is refused', (text, why) => {
    expect(() => typedAmount(text, 'The price')).toThrow(why);
  });

  test.each([
    ['50 %', '50'],
    ['0,5%', '0.5'],
    ['100', '100'],
  ])('a percentage: %j is %s', (text, value) => {
    expect(typedPercent(text, 'The share')).toBe(value);
  });

  test.each([
    ['101', /at most 100/],
    ['0 %', /above zero/],
    ['$50', /is an amount/],
  ])('a percentage: %j is refused', (text, why) => {
    expect(() => typedPercent(text, 'The share')).toThrow(why);
  });
});

describe('hard limits say what was understood, and what it comes to', () => {
  const set = (values: Record<string, string>) =>
    network.discord.command('owner', 'pilotfish', 'limits set', values);
  const inForce = () => readSettings(network.pilotfish().app.db, 'limits');

  test('with a unit or without, and what a percentage is in money', async () => {
    const shown = told(await set({ 'risk-percent': '1,5 %', position: '100 USD', leverage: '3x' }));
    expect(shown).toMatch(/may risk, of the account: 1\.5 %, \$[\d,.]+ of \$[\d,.]+ now/);
    expect(shown).toMatch(/one position may cost: 100 of the currency/);
    expect(shown).toMatch(/Most leverage: 3×/);
    expect(told(await set({ 'daily-loss': '5' }))).toMatch(/stops trading: 5 %, \$[\d,.]+ of/);
    expect(await inForce()).toMatchObject({
      riskPercent: '1.5',
      quoteSize: '100',
      leverage: '3',
      dailyLossPercent: '5',
    });
    await set({ 'risk-percent': '0', position: '0', leverage: '0', 'daily-loss': '0' });
  });

  test.each([
    [{ 'daily-loss': '100' }, /of 100 % would stop trading when nothing is left/],
    [{ 'daily-loss': '100 USD' }, /such as 5 %; \$100\.00 are [\d.]+ % of it now/],
    [{ drawdown: '250' }, /at most 100 %/],
    [{ 'risk-percent': '101%' }, /at most 100 %/],
    [{ position: '5 %' }, /amount of money, such as 100 USD; position-percent takes/],
    [{ leverage: '0.5' }, /at least 1/],
    [{ open: '2.5' }, /whole number/],
    [{ exposure: '1,234' }, /may be meant as 1234 or as 1\.234/],
    [{ position: '100 BTC' }, /unit that is not known: BTC/],
  ])('%o is refused, and nothing is set', async (values, why) => {
    const before = await inForce();
    expect(told(await set(values))).toMatch(why);
    expect(await inForce()).toEqual(before);
  });

  test('a large number without a unit is asked about', async () => {
    const asked = await set({ drawdown: '30' });
    expect(told(asked)).toMatch(/typed without a unit: it is taken as 30 % of the account/);
    expect(await inForce()).not.toMatchObject({ drawdownPercent: '30' });
    expect(told(await yes(asked, 'No'))).toContain('Nothing was changed');
    const again = await set({ drawdown: '30' });
    expect(told(await yes(again, 'Set'))).toMatch(/peak that stops trading: 30 %/);
    expect(await inForce()).toMatchObject({ drawdownPercent: '30' });
    await set({ drawdown: '0' });
  });
});
