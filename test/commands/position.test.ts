import { expect, test } from 'vitest';
import { type Denied, deny } from '../../src/trading/strategy/model/denial.ts';
import type { MarketContext } from '../../src/trading/strategy/model/event.ts';
import { answer, openPosition } from '../support/openPosition.ts';
import { choose, fill, press, textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';
import { marketOf, NOON, priceOf } from '../trading/strategy/given.ts';

/** The last price of everything, from now on; null: it can't be learned. */
function priceIs(app: TestBot['app'], last: string | null): void {
  const price = async () => (last === null ? null : priceOf(last));
  Object.assign(app, { marketData: { price } });
}

async function withPosition(): Promise<TestBot & { id: string }> {
  const parts = await testParts();
  priceIs(parts.app, '50500');
  const { id } = await openPosition(parts.app.engine);
  return { ...(await startTestBot(parts)), id };
}

test('one position is shown at once, in full with what rests at the venue', async () => {
  const { discord, id } = await withPosition();
  const { choices } = await discord.autocomplete('owner', 'pilotfish', 'position', 'id', {
    id: 'btc',
  });
  expect(choices).toEqual([{ name: `${id}: long BTC-USD, open`, value: id }]);
  const card = textOf(await discord.command('owner', 'pilotfish', 'position'));
  expect(card).toContain('Entered at: $50,000.00');
  expect(card).toContain('Open: 0.02 BTC');
  expect(card).toMatch(/The story so far: .*Signal taken: long BTC-USD[\s\S]*Bought 0\.02 BTC/);
  expect(card).toMatch(/At the venue: target and stop.*target \$52,000\.00.*stop \$48,000\.00/);
  expect(card).toContain('[Close 25 %] [Close 50 %] [Close 75 %] [Close all] [Close part]');
});

test('of several the coin is chosen, and each part to close is one tap from its question', async () => {
  const parts = await testParts();
  priceIs(parts.app, '50500');
  await openPosition(parts.app.engine);
  await openPosition(parts.app.engine, { messageId: 'm2', at: NOON + 1 });
  const { discord } = await startTestBot(parts);
  const list = await discord.command('owner', 'pilotfish', 'position');
  expect(textOf(list)).toMatch(/2 PAPER long BTC-USD, open[\s\S]*1 PAPER long BTC-USD, open/);
  const page = await choose(discord, 'owner', list, 'Which position?', '1');
  expect(textOf(page)).toContain('PAPER · position 1');
  const asked = await press(discord, 'owner', page, 'Close 75 %');
  expect(textOf(asked)).toMatch(
    /Close 75 % of it at market now\?[\s\S]*Sells 0\.015 BTC of 0\.02 BTC/,
  );
});

test('closing asks once, then closes at market', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const asked = await press(bot.discord, 'owner', card, 'Close all');
  expect(textOf(asked)).toContain('Close all of it at market now?');
  const kept = await press(bot.discord, 'owner', asked, 'No');
  expect(textOf(kept)).toContain('long BTC-USD: open');
  const again = await press(bot.discord, 'owner', kept, 'Close all');
  const done = await press(bot.discord, 'owner', again, 'Close at market');
  expect(textOf(done)).toContain('long BTC-USD: being closed');
});

test('a part is closed by a form, and nonsense in it is refused', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const form = await press(bot.discord, 'owner', card, 'Close part');
  const refused = await fill(bot.discord, 'owner', form, { percent: 'half' });
  expect(refused.followups.at(-1)?.content).toMatch(/must be a number.*Nothing was changed/);
  const once = await press(bot.discord, 'owner', card, 'Close part');
  const asked = await fill(bot.discord, 'owner', once, { percent: '25 %' });
  // 0.005 BTC from 50,000 to 50,500 are 2.50 USD, less 1.50 paid to enter and 1.515 to leave.
  expect(textOf(asked)).toMatch(
    /Close 25 % of it at market now\?[\s\S]*Sells 0\.005 BTC of 0\.02 BTC, at once, at about \$50,500\.00: about −\$0\.5[12]/,
  );
  await press(bot.discord, 'owner', asked, 'Close at market');
  expect(bot.submitted.at(-1)).toMatchObject({ act: { act: 'close', percent: '25' } });
});

test.each([
  ['Move stop', { price: '$49,000' }, { act: 'move_stop', to: { price: '49000' } }],
  [
    'Move target',
    { number: '2', price: '56000' },
    { act: 'move_target', target: 2, price: '56000' },
  ],
])('%s is taken from a form', async (label, typed, act) => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const form = await press(bot.discord, 'owner', card, label);
  const done = await fill(bot.discord, 'owner', form, typed);
  expect(bot.submitted.at(-1)).toMatchObject({ type: 'owner', act });
  expect(textOf(done)).toContain('Done.');
});

test('what the core will not do is said on the card', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const form = await press(bot.discord, 'owner', card, 'Move target');
  const done = await fill(bot.discord, 'owner', form, { number: '9', price: '56000' });
  expect(textOf(done)).toContain('Not done: it has no target 9. ');
});

test('a card of a position that has ended meanwhile offers nothing more', async () => {
  const bot = await withPosition();
  const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
  const closing = await bot.app.engine.submit({
    type: 'owner',
    at: Date.now(),
    by: '1',
    act: { act: 'close', positionId: bot.id, percent: '100' },
  });
  await answer(bot.app.engine, closing, '51000');
  const stale = await press(bot.discord, 'owner', card, 'Stop to breakeven');
  expect(textOf(stale)).toContain('Position 1 has ended already');
  expect(textOf(stale)).toContain('long BTC-USD: closed, +$7.88');
  expect(stale.message?.components).toEqual([]);
});

test.each(['Close all', 'Close 50 %', 'Let run', 'Close part', 'Move stop'])(
  'a position that has ended meanwhile is not asked about again: %s',
  async (label) => {
    const bot = await withPosition();
    const card = await bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
    const { engine } = bot.app;
    const act = { act: 'close', positionId: bot.id, percent: '100' } as const;
    await answer(
      engine,
      await engine.submit({ type: 'owner', at: Date.now(), by: '1', act }),
      '51000',
    );
    const submitted = bot.submitted.length;
    const stale = await press(bot.discord, 'owner', card, label);
    expect(stale.modal).toBeUndefined();
    const told = [stale, ...stale.followups].map((one) => textOf(one)).join('\n');
    expect(told).toContain('Position 1 has ended already (closed)');
    expect(told).not.toMatch(/at market now|alone\?/);
    expect(bot.submitted).toHaveLength(submitted);
  },
);

test('panic says for each position what happens to it', async () => {
  const bot = await withPosition();
  const asked = await bot.discord.command('owner', 'pilotfish', 'panic');
  expect(textOf(asked)).toContain('1 position will be closed');
  const button = press(bot.discord, 'owner', asked, 'Close everything');
  const shown = await button;
  expect(textOf(shown)).toMatch(/PANIC: in progress[\s\S]*BTC-USD long \(position 1\)/);
  expect(textOf(await bot.discord.command('owner', 'pilotfish', 'status'))).toContain(
    'Halted (panic)',
  );
  expect(textOf(await bot.discord.command('owner', 'pilotfish', 'resume'))).toContain(
    'Trading goes on',
  );
});

test('a position that is not there is said', async () => {
  const bot = await startTestBot(await testParts());
  expect(textOf(await bot.discord.command('owner', 'pilotfish', 'position', { id: '77' }))).toBe(
    'There is no position 77. /position lists them.',
  );
});

async function pageOf(bot: TestBot & { id: string }) {
  return bot.discord.command('owner', 'pilotfish', 'position', { id: bot.id });
}

/** The bot with a position, and what the venue says of its market. */
async function withMarket(market: MarketContext | Denied) {
  const parts = await testParts();
  const { id } = await openPosition(parts.app.engine);
  const ask = async () => market;
  Object.assign(parts.app.trader, { market: ask, marketOf: ask });
  return { ...(await startTestBot(parts)), id };
}

test('something is added by a form, at market or at a price, with what the limits say now', async () => {
  const bot = await withMarket(marketOf('50500'));
  const form = await press(bot.discord, 'owner', await pageOf(bot), 'Add');
  const asked = await fill(bot.discord, 'owner', form, { amount: '$500', price: '49,000' });
  expect(textOf(asked)).toMatch(
    /Add for \$500\.00 at \$49,000\.00\?[\s\S]*Costs \$500\.00, \$1,500\.00 in all\./,
  );
  expect(bot.submitted.at(-1)).not.toMatchObject({ act: { act: 'add' } });
  const done = await press(bot.discord, 'owner', asked, 'Add');
  expect(textOf(done)).toMatch(/Done\.[\s\S]*entry 2: limit 0\.01020408 BTC at \$49,000/);
  const again = await press(bot.discord, 'owner', await pageOf(bot), 'Add');
  const more = await fill(bot.discord, 'owner', again, { amount: '100', price: '' });
  await press(bot.discord, 'owner', more, 'Add');
  expect(bot.submitted.at(-1)).toMatchObject({
    act: { act: 'add', quoteSize: '100', price: null, settings: { follow: 'automatic' } },
  });
  expect(await bot.discord.violations()).toEqual([]);
});

test.each([
  [{ amount: 'much', price: '' }, /The amount must be a number.*Nothing was changed/],
  [{ amount: '50', price: 'low' }, /The price must be a number/],
])('nonsense in what is to be added is refused: %o', async (typed, why) => {
  const bot = await withMarket(marketOf('50500'));
  const form = await press(bot.discord, 'owner', await pageOf(bot), 'Add');
  const refused = await fill(bot.discord, 'owner', form, typed);
  expect(refused.followups.at(-1)?.content).toMatch(why);
  expect(bot.submitted.at(-1)).not.toMatchObject({ act: { act: 'add' } });
});

test('with the venue down, nothing is added and the reason is said', async () => {
  const bot = await withMarket(
    deny('market_unasked', 'Coinbase could not be asked about BTC-USD: no answer'),
  );
  const form = await press(bot.discord, 'owner', await pageOf(bot), 'Add');
  const done = await fill(bot.discord, 'owner', form, { amount: '50', price: '' });
  expect(textOf(done)).toMatch(/Not done: .*could not be asked/);
});

test('a form that was opened before the position ended adds nothing', async () => {
  const bot = await withMarket(marketOf('50500'));
  const form = await press(bot.discord, 'owner', await pageOf(bot), 'Add');
  const act = { act: 'close', positionId: bot.id, percent: '100' } as const;
  const closing = await bot.app.engine.submit({ type: 'owner', at: Date.now(), by: '1', act });
  await answer(bot.app.engine, closing, '51000');
  const done = await fill(bot.discord, 'owner', form, { amount: '50', price: '' });
  expect(textOf(done)).toMatch(/has ended already[\s\S]*closed, \+\$7\.88/);
});

test('whoever may only look presses no button of the page', async () => {
  const bot = await withPosition();
  await bot.discord.command('owner', 'pilotfish', 'access allow', {
    who: 'stranger',
    as: 'viewers',
  });
  const page = await pageOf(bot);
  const before = bot.submitted.length;
  const labels = /^\[.*\]$/gm;
  const shown = (textOf(page).match(labels) ?? []).join(' ').slice(1, -1).split('] [');
  expect(shown).toEqual([
    'Close 25 %',
    'Close 50 %',
    'Close 75 %',
    'Close all',
    'Close part',
    'Stop to breakeven',
    'Move stop',
    'Move target',
    'Add',
    'Let run',
    'Cancel entries',
    'Refresh',
    'Panic: close everything',
  ]);
  for (const label of shown.filter((one) => one !== 'Refresh')) {
    const refused = await press(bot.discord, 'stranger', page, label);
    expect(refused.followups.at(-1)?.content ?? refused.message?.content).toContain('Sorry');
  }
  expect(bot.submitted).toHaveLength(before);
});

test('panic from the page asks first, says that it is about everything, and a stale yes does nothing', async () => {
  const bot = await withPosition();
  const asked = await press(bot.discord, 'owner', await pageOf(bot), 'Panic: close everything');
  expect(textOf(asked)).toMatch(/Close everything now\?[\s\S]*1 position will be closed/);
  const { now } = bot.app;
  Object.assign(bot.app, { now: () => now() + 61_000 });
  const late = await press(bot.discord, 'owner', asked, 'Close everything');
  expect(late.followups.at(-1)?.content ?? late.message?.content).toContain('expired');
  Object.assign(bot.app, { now });
  const again = await press(bot.discord, 'owner', await pageOf(bot), 'Panic: close everything');
  const done = await press(bot.discord, 'owner', again, 'Close everything');
  expect(textOf(done)).toContain('PANIC');
});

test('many open positions are listed page by page', async () => {
  const parts = await testParts();
  for (let i = 1; i <= 22; i += 1)
    await openPosition(parts.app.engine, { messageId: `m${i}`, at: NOON + i });
  const { discord } = await startTestBot(parts);
  const first = await discord.command('owner', 'pilotfish', 'position');
  expect(textOf(first)).toMatch(/22 PAPER[\s\S]*\n.*3 PAPER/);
  expect(textOf(first)).not.toMatch(/ 2 PAPER/);
  const second = await press(discord, 'owner', first, 'Older');
  expect(textOf(second)).toMatch(/2 PAPER[\s\S]*1 PAPER/);
  expect(textOf(await press(discord, 'owner', second, 'Newer'))).toContain('22 PAPER');
});
