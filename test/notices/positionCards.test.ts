import { type APIMessage, MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { addingNotices } from '../../src/trading/store/notices/notices.ts';
import type { OwnerAct } from '../../src/trading/strategy/model/event.ts';
import { answer, openPosition } from '../support/openPosition.ts';
import { textOf } from '../support/press.ts';
import { startTestBot, type TestBot, testParts } from '../support/testBot.ts';

async function started(): Promise<TestBot> {
  return startTestBot(await testParts());
}

async function act(bot: TestBot, what: OwnerAct, price = '52000'): Promise<void> {
  const { engine } = bot.app;
  const decided = await engine.submit({ type: 'owner', at: Date.now(), by: '1', act: what });
  await answer(engine, decided, price);
}

const close = (positionId: string): OwnerAct => ({ act: 'close', positionId, percent: '100' });
const moveStop = (positionId: string, price: number): OwnerAct => ({
  act: 'move_stop',
  last: '50500',
  positionId,
  to: { price: String(price) },
});

const channel = ({ discord }: TestBot) => discord.messages('pilotfish');
const isCard = (message: APIMessage) => message.embeds[0]?.author?.name === 'PAPER · position 1';

async function cards(bot: TestBot): Promise<APIMessage[]> {
  return (await channel(bot)).filter(isCard);
}

test('a position is one message from the signal to the end, and what matters answers it', async () => {
  const bot = await started();
  const { id } = await openPosition(bot.app.engine);
  await bot.bot.notices.drain();
  const [card] = await cards(bot);
  if (!card) throw new Error('there is no card');
  expect(textOf(card)).toMatch(
    /long BTC-USD: open[\s\S]*Signal taken[\s\S]*Bought 0\.02 BTC at \$50,000[\s\S]*Stop: \$48,000[\s\S]*\[Close all\]/,
  );

  await act(bot, moveStop(id, 49000));
  await act(bot, close(id));
  await bot.bot.notices.drain();
  const messages = await channel(bot);
  expect(messages.filter(isCard).map((message) => message.id)).toEqual([card.id]);
  const now = textOf(messages.find(isCard) ?? card);
  expect(now).toMatch(/long BTC-USD: closed, \+\$27\.76 \(\+0\.54 R\)/);
  expect(now).toMatch(/Stop of BTC-USD is now \$49,000[\s\S]*Sold 0\.02 BTC at \$52,000/);
  const answers = messages.filter((message) => !isCard(message));
  expect(answers.map((message) => message.content.split('\n')[0])).toEqual([
    'PAPER · **Open: long 0.02 BTC at $50,000.00**',
    'PAPER · **Closed long BTC-USD: +$27.76 (+0.54 R)**',
  ]);
  expect(answers.map((message) => message.message_reference?.message_id)).toEqual([
    card.id,
    card.id,
  ]);
  expect(await bot.discord.violations()).toEqual([]);
});

test('a card whose answer was lost is not posted again, and shows what came meanwhile', async () => {
  const bot = await started();
  const lose = { path: '/channels/*/messages', method: 'POST', kind: 'lose', times: 50 } as const;
  const { id } = await openPosition(bot.app.engine);
  await bot.discord.failRequests(lose);
  await expect(bot.bot.notices.drain()).rejects.toThrow();
  await bot.discord.clearFaults();
  await act(bot, moveStop(id, 49000));
  await bot.bot.notices.drain();
  const [card, ...more] = await cards(bot);
  expect(more).toEqual([]);
  expect(card && textOf(card)).toContain('Stop of BTC-USD is now $49,000');
});

test('an edit whose answer was lost is made again and does no harm', async () => {
  const bot = await started();
  const { id } = await openPosition(bot.app.engine);
  await bot.bot.notices.drain();
  await bot.discord.failRequests({ path: '/channels/*/messages/*', kind: 'lose', times: 50 });
  await act(bot, moveStop(id, 49000));
  await expect(bot.bot.notices.drain()).rejects.toThrow();
  await bot.discord.clearFaults();
  await bot.bot.notices.drain();
  const [card] = await cards(bot);
  expect(card && textOf(card).match(/Stop of BTC-USD is now/g)).toHaveLength(1);
});

test('posts whose answers were lost long ago are found again, when Discord has forgotten their nonces', async () => {
  const bot = await started();
  await openPosition(bot.app.engine);
  await bot.bot.notices.drain();
  const before = await channel(bot);
  // As it is after a crash between the post and writing it down, and an hour without power.
  const longAgo = new Date(Date.now() - 3_600_000);
  await bot.app.db
    .updateTable('position_cards')
    .set({ message_id: null, nonce: 'forgotten', posting_at: longAgo })
    .execute();
  await bot.app.db
    .updateTable('notices')
    .set({ sent_at: null, message_id: null, post: 'forgotten.too', posting_at: longAgo })
    .where('kind', '=', 'position_opened')
    .execute();
  await bot.bot.notices.drain();
  expect((await channel(bot)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  const rows = await bot.app.db.selectFrom('notices').selectAll().execute();
  expect(rows.every((row) => before.some(({ id }) => id === row.message_id))).toBe(true);
});

test('a card that the owner deleted is posted anew, quietly, once there is something to show', async () => {
  const bot = await started();
  const { id } = await openPosition(bot.app.engine);
  await bot.bot.notices.drain();
  const [first] = await cards(bot);
  await bot.discord.delete(first ?? { id: '' });
  await act(bot, close(id));
  await bot.bot.notices.drain();
  const [card, ...more] = await cards(bot);
  expect(more).toEqual([]);
  expect(card?.id).not.toBe(first?.id);
  expect(card?.flags).toBe(MessageFlags.SuppressNotifications);
  expect(card && textOf(card)).toMatch(
    /closed, \+\$27\.76[\s\S]*Signal taken[\s\S]*Sold 0\.02 BTC/,
  );
});

test('a card follows the owner to another private channel', async () => {
  const parts = await testParts();
  const { privateChannelId: _, ...options } = parts.options;
  const bot = await startTestBot({ ...parts, options });
  const { id } = await openPosition(bot.app.engine);
  await bot.bot.notices.drain();
  expect((await bot.discord.messages('dm:owner')).filter(isCard)).toHaveLength(1);
  await bot.app.db
    .insertInto('settings_changes')
    .values({
      scope: 'bot',
      value: JSON.stringify({ privateChannelId: await bot.discord.channelId('pilotfish') }),
      changed_by: '1',
      changed_at: new Date(),
    })
    .execute();
  const again = await startTestBot({ ...parts, options });
  await act(again, moveStop(id, 49000));
  await again.bot.notices.drain();
  const [card] = await cards(again);
  expect(card && textOf(card)).toContain('Stop: $49,000');
});

test('many changes while Discord is slow are few edits, and no message waits for them', async () => {
  const bot = await started();
  const { id } = await openPosition(bot.app.engine);
  await bot.bot.notices.drain();
  const seen: string[] = [];
  bot.discord.onEvent((event) => {
    if (event.type === 'messageEdit') seen.push('edit');
    if (event.type === 'message') seen.push(event.message.content.split('\n')[0] ?? '');
  });
  await bot.discord.failRequests({
    path: '/channels/*/messages/*',
    method: 'PATCH',
    kind: 'delay',
    delayMs: 1_000,
    times: 100,
  });
  await act(bot, moveStop(id, 48001));
  const first = bot.bot.notices.drain();
  for (let i = 2; i < 60; i += 1) {
    await act(bot, moveStop(id, 48000 + i));
    bot.bot.notices.wake();
  }
  await act(bot, close(id));
  await Promise.all([first, bot.bot.notices.drain()]);
  expect(seen.filter((one) => one === 'edit').length).toBeLessThan(30);
  const closed = seen.indexOf('PAPER · **Closed long BTC-USD: +$27.76 (+0.54 R)**');
  expect(closed).toBeGreaterThanOrEqual(0);
  expect(closed).toBeLessThan(seen.length - 1);
  const [card] = await cards(bot);
  expect(card && textOf(card)).toMatch(
    /Stop of BTC-USD is now \$48,059\.00; it was \$48,0\d\d\.00.*\(\d+ times\)/,
  );
});

test('what the venue refused rings, with what happens now', async () => {
  const bot = await started();
  const { engine } = bot.app;
  const { id } = await openPosition(engine);
  await bot.bot.notices.drain();
  await bot.app.db.executeQuery(
    addingNotices(bot.app.db, [
      {
        nonce: 'refused',
        at: Date.now(),
        notice: {
          kind: 'order_rejected',
          account: 'paper',
          positionId: id,
          productId: 'BTC-USD',
          purpose: 'stop',
          message: '@everyone **no**',
          next: 'tries again in 1 s',
        },
      },
    ]),
  );
  await bot.bot.notices.drain();
  const told = (await channel(bot)).at(-1);
  expect(told?.content).toBe(
    'PAPER · **Order refused: BTC-USD, stop**\nThe venue says: @\u200beveryone \\*\\*no\\*\\*; what happens now: tries again in 1 s',
  );
  expect(told?.flags ?? 0).toBe(0);
});
