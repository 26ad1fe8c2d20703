import { expect, test } from 'vitest';
import { callersIds, withCallers } from '../../sandbox/callers.ts';
import type { InteractionAnswer } from '../../sandbox/discord/interactions/interaction.ts';
import { sandboxIds, sandboxWorld } from '../../sandbox/discord/world/sandboxWorld.ts';
import { findBacktest } from '../../src/trading/store/results/backtests.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { choose, press, textOf } from '../support/press.ts';

const DAY_MS = 86_400_000;

/** The bot, and a channel with four days of a past in which one coin was signalled. */
async function started(): Promise<TestNetwork> {
  const world = withCallers(sandboxWorld(), { now: Date.now(), days: 4, coins: ['SOL'] });
  const network = await testNetwork({ world, watch: false });
  await network.discord.command('owner', 'pilotfish', 'watch add', {
    channel: callersIds.channel,
    name: 'Callers',
  });
  return network;
}

const played = ({ discord }: TestNetwork, words = /BACKTEST: nothing was traded/) =>
  discord.waitForMessage('pilotfish', (message) => words.test(textOf(message)), {
    timeoutMs: 60_000,
    after: { id: '1' },
  });

const answered = (answer: InteractionAnswer) =>
  [textOf(answer), ...answer.followups.map(textOf)].join('\n');

test('a watch’s past is played, told with what can’t be known and how robust it is, and tried otherwise', async () => {
  const network = await started();
  const { discord } = network;
  const from = new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10);
  const begun = await discord.command('owner', 'pilotfish', 'backtest', { watch: 'Callers', from });
  expect(textOf(begun)).toContain('Backtest of Callers');
  const result = await played(network);
  const words = textOf(result);
  expect(words).toMatch(/Callers: [+−]?\$[\d.,]+ \([+−]?[\d.]+ %\)/);
  expect(words).toMatch(/Trades \d+: \d+ won, \d+ lost/);
  expect(words).toContain('Few trades');
  // Three a day over three days, of which Eddie has edited what went wrong.
  expect(words).toMatch(/What can’t be known \d signals in \d+ messages, .* \d edited/);
  expect(result.attachments.length + result.embeds.filter(({ image }) => image).length).toBe(2);

  const robust = await choose(discord, 'owner', result, 'More about it', 'How robust it is');
  expect(textOf(robust)).toMatch(/Entered later[\s\S]*300 s: [\s\S]*last third: /);
  const unknown = await choose(discord, 'owner', robust, 'More about it', 'What can’t be known');
  expect(textOf(unknown)).toMatch(/at the worse, .* at the better/);
  const trades = await press(discord, 'owner', result, 'Trades');
  expect(textOf(trades)).toMatch(/long SOL-USD: [+−]?\$/);
  const csv = await press(discord, 'owner', result, 'CSV');
  expect(csv.message?.attachments[0]?.filename).toBe('backtest-1.csv');

  const board = textOf(await discord.command('owner', 'pilotfish', 'scoreboard'));
  expect(board).toMatch(/Callers[\s\S]*history [+−]?\$[\d.]+ on \d trades[\s\S]*Lou Loses/);
  // Two claims over 40 % of Lou's or Eddie's, of trades that cost 100 and moved by a few.
  expect(board).toMatch(/claims \+[\d.]+ % over \d trades?; the same came to [+−][\d.]+ %/);

  const tried = await choose(discord, 'owner', result, 'What if …', 'Only the first target');
  await expect
    .poll(async () => textOf(await press(discord, 'owner', tried, 'Look again')), {
      timeout: 20_000,
    })
    .toMatch(
      /Of 2 tried the best is partly the luckiest[\s\S]*last third, which nothing was chosen by/,
    );
}, 90_000);

test('a changed setting is said; one that can not be set, and a day that is none, are refused', async () => {
  const network = await started();
  const { discord } = network;
  const ask = async (options: Record<string, string>) =>
    answered(
      await discord.command('owner', 'pilotfish', 'backtest', { watch: 'Callers', ...options }),
    );
  expect(await ask({ from: 'yesterday' })).toContain('is a day such as 2026-01-31');
  expect(await ask({ from: '2030-01-01' })).toContain('no time between these two days');
  expect(await ask({ setting: 'targetCount' })).toContain('takes both');
  expect(await ask({ setting: 'targetCount', value: '99' })).toContain('can not be set');
  expect(await ask({ watch: 'nobody' })).toContain('There is no such watch');
  expect(await ask({ setting: 'quoteSize', value: '55' })).toContain('Amount per position: 55');
  await discord.command('stranger', 'general', 'backtest', { watch: 'Callers' });
  const rows = await network.pilotfish().app.db.selectFrom('backtests').selectAll().execute();
  expect(rows).toMatchObject([{ request: { settings: { quoteSize: '55' } } }]);
});

test('several watches are played together on one account, and the scoreboard counts none of it', async () => {
  const network = await started();
  const { discord } = network;
  await discord.command('owner', 'pilotfish', 'watch add', {
    channel: sandboxIds.general,
    name: 'General',
  });
  const ask = (more: Record<string, string>) =>
    discord.command('owner', 'pilotfish', 'backtest', { watch: 'Callers', ...more });
  expect(answered(await ask({ with: 'General, Nobody' }))).toMatch(/no such/i);
  await ask({
    with: 'Callers, General',
    from: new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10),
  });
  const result = await played(network);
  expect(textOf(result)).toMatch(/Callers \+ General: [+−]?\$/);
  expect(textOf(result)).toContain('They share one account');
  const board = textOf(await discord.command('owner', 'pilotfish', 'scoreboard'));
  expect(board).not.toMatch(/history [+−]?\$/);
}, 90_000);

test('it is stopped by a button, and one that was under way goes on after a restart', async () => {
  const network = await started();
  const { discord } = network;
  // Nothing of the market comes while it is down.
  await network.coinbase.fault({ kind: 'status', on: 'any', status: 503, times: 100_000 });
  const first = await discord.command('owner', 'pilotfish', 'backtest', { watch: 'Callers' });
  const stopped = await press(discord, 'owner', first, 'Stop it');
  expect(textOf(stopped)).toContain('Callers: stopped');
  await discord.command('owner', 'pilotfish', 'backtest', { watch: 'Callers' });
  const { db } = network.pilotfish().app;
  await expect.poll(async () => (await findBacktest(db, 2))?.stage).toBe('playing');
  await network.coinbase.clearFaults();
  await network.stop();
  await network.start();
  const result = await played(network);
  expect(textOf(result)).toContain('Settings as they are today.');
  expect(textOf(result)).toContain('as if its way of writing were known');
  const kept = (await findBacktest(network.pilotfish().app.db, 2))?.played ?? {};
  expect(Object.keys(kept)).toEqual(expect.arrayContaining(['better', 'late 30', 'late 300']));
  // Whoever asks where others read it is answered there, and told in the private channel.
  const elsewhere = await discord.command('owner', 'general', 'backtest', { watch: 'Callers' });
  expect(elsewhere.ephemeral).toBe(true);
  expect(textOf(elsewhere)).toMatch(new RegExp(`/${sandboxIds.pilotfish}/`));
}, 90_000);
