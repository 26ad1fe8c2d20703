import type { APIEmbed } from 'discord.js';
import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { panic } from '../../../src/commands/halt/panic.ts';
import { runPanic } from '../../../src/commands/halt/runPanic.ts';
import type { Bot } from '../../../src/discord/bot.ts';
import { parseCustomId } from '../../../src/notices/components/customId.ts';
import { closeWithoutStore } from '../../../src/trading/execution/emergency.ts';
import type { Decision } from '../../../src/trading/strategy/model/command.ts';
import type { Event } from '../../../src/trading/strategy/model/event.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import type { WithoutDatabase } from '../../../src/trading/trader/trader.ts';
import { traderOf } from '../../support/traderOf.ts';
import { held, memoryCore } from '../../trading/reconcile/core.ts';
import { NOON } from '../../trading/strategy/given.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

/** A bot in memory whose commits may hang; time passes where it waits. */
function withBot(
  positions: Position[],
  { store = 'answers' }: { store?: 'answers' | 'hangs' } = {},
) {
  const core = memoryCore(...positions);
  const clock = { now: NOON };
  const done: string[] = [];
  const back = Promise.withResolvers<void>();
  const jobs: Promise<void>[] = [];
  const submit = async (event: Event): Promise<Decision> => {
    if (store === 'hangs') await back.promise;
    done.push('halted');
    return core.submit(event);
  };
  const log = pino({ level: 'silent' });
  const now = () => clock.now;
  const withoutDatabase: WithoutDatabase = {
    holdOrders() {
      done.push('orders held');
      return () => void done.push('orders released');
    },
    close: (tell) => closeWithoutStore({ engine: { ...core, submit }, venues: {}, log, now }, tell),
  };
  const bot = {
    app: {
      trader: traderOf({ ...core, submit }, { withoutDatabase }),
      log,
      now,
      account: 'paper',
    },
    lanes: { run: (_: string, job: () => Promise<void>) => void jobs.push(job()) },
  } as unknown as Bot;
  const shown: { at: number; text: string }[] = [];
  const show = async (embed: APIEmbed) => {
    shown.push({ at: clock.now - NOON, text: `${embed.title} ${embed.description}` });
  };
  const wait = async (ms: number) => {
    // A store that answers is not waited for.
    if (store === 'answers' && ms === 3 * SECOND) await new Promise(() => undefined);
    clock.now += ms;
    if (clock.now - NOON > 60 * MINUTE) throw new Error('it never ends');
  };
  return { bot, core, clock, done, jobs, back, shown, show, wait };
}

describe('what a panic shows', () => {
  test('where nothing is open it is over at once', async () => {
    const world = withBot([]);
    await runPanic(world.bot, 'u1', world.show, world.wait);
    expect(world.shown).toMatchObject([
      { at: 0, text: expect.stringContaining('Nothing was open.') },
    ]);
    expect(world.core.events).toMatchObject([{ type: 'owner', by: 'u1', act: { act: 'panic' } }]);
    expect(world.done).toEqual(['halted']);
  });

  test('after five seconds of nothing that it is not closed, and that it follows no longer after fourteen minutes', async () => {
    const world = withBot([held('1')]);
    await runPanic(world.bot, 'u1', world.show, world.wait);
    const first = (words: string) => world.shown.find(({ text }) => text.includes(words))?.at ?? 0;
    expect(world.shown).toHaveLength(3);
    expect(world.shown[0]).toMatchObject({ at: 0 });
    expect(first('NOT closed yet')).toBe(5.5 * SECOND);
    expect(first('can not follow it any longer')).toBe(14 * MINUTE + 0.5 * SECOND);
  });

  test('what changes, each time, and that it is over; nothing meanwhile about a venue that answers', async () => {
    const world = withBot([held('1'), held('2')]);
    const { core } = world;
    const ended = (id: string, at: number) => () => {
      if (world.clock.now - NOON !== at) return;
      for (const { id: orderId, status, side } of core.state().positions.get(id)?.orders ?? []) {
        if (status === 'filled') continue;
        void core.submit({
          type: 'order',
          at: world.clock.now,
          orderId,
          report: {
            kind: 'venue',
            order: {
              venueOrderId: `v-${orderId}`,
              clientOrderId: orderId,
              productId: 'BTC-USD',
              side,
              status: 'filled',
              filledSize: '0.01',
              filledValue: '500',
              fees: '0',
              exact: true,
              at: world.clock.now,
            },
          },
        });
      }
    };
    const steps = [ended('1', 4 * SECOND), ended('2', 8 * SECOND)];
    await runPanic(world.bot, 'u1', world.show, async (ms) => {
      await world.wait(ms);
      for (const step of steps) step();
    });
    expect(world.shown.map(({ at }) => at)).toEqual([0, 4 * SECOND, 8 * SECOND]);
    expect(world.shown.some(({ text }) => text.includes('NOT closed yet'))).toBe(false);
    expect(world.shown.at(-1)?.text.match(/closed, -?\\?-?6.00 USD net/g)).toHaveLength(2);
  });
});

describe('a panic that nobody can write down', () => {
  test('closes directly after three seconds, holds up what the core would place, and halts once it can', async () => {
    const world = withBot([held('1', 'live')], { store: 'hangs' });
    await runPanic(world.bot, 'u1', world.show, world.wait);
    expect(world.clock.now - NOON).toBe(3 * SECOND);
    expect(world.done).toEqual(['orders held']);
    expect(world.shown[0]?.text).toContain('closing at the venue directly');
    // Each line as it comes, not all of them at the end.
    expect(world.shown).toHaveLength(3);
    expect(world.shown[1]?.text).toContain('its live venue is not connected');
    expect(world.shown[1]?.text).not.toContain('as soon as the database is back');
    expect(world.shown[2]?.text).toContain('its live venue is not connected');
    expect(world.shown[2]?.text).toContain('as soon as the database is back');
    world.back.resolve();
    await Promise.all(world.jobs);
    expect(world.core.state().halt).toMatchObject({ kind: 'panic', by: 'u1' });
    expect(world.done.at(-1)).toBe('orders released');
    expect(world.done).not.toContain(undefined);
  });

  test('goes on though Discord takes no report', async () => {
    const world = withBot([held('1', 'live')], { store: 'hangs' });
    await runPanic(world.bot, 'u1', () => Promise.reject(new Error('no')), world.wait);
    expect(world.done).toEqual(['orders held']);
  });
});

describe('the question before', () => {
  test('is for whoever asked, and for a minute', async () => {
    const world = withBot([held('1'), held('2')]);
    const answers: { components: { components: { custom_id: string }[] }[] }[] = [];
    await panic.execute(
      {
        user: { id: '100000000000000007' },
        editReply: async (answer: object) => void answers.push(JSON.parse(JSON.stringify(answer))),
      } as never,
      world.bot,
    );
    expect(JSON.stringify(answers)).toContain('2 positions will be closed');
    const ids = answers[0]?.components[0]?.components.map(({ custom_id }) =>
      parseCustomId(custom_id),
    );
    for (const id of ids ?? []) {
      expect(id).toMatchObject({ userId: '100000000000000007', expiresAt: NOON + MINUTE });
    }
    expect(ids?.map((id) => id?.action)).toEqual(['panic_confirm', 'panic_dismiss']);
    expect(world.core.events).toEqual([]);
  });

  test('is for traders and owners, and so is its answer', () => {
    expect(panic.who).toBe('trader');
    expect(panic.components?.map(({ action, who }) => `${action} ${who}`)).toEqual([
      'panic_ask trader',
      'panic_confirm trader',
      'panic_dismiss trader',
    ]);
  });
});

test('a panic after which nothing is left to close is reported once', async () => {
  const { core } = withBot([{ ...held('1'), status: 'pending', openedAt: null, orders: [] }]);
  const { commands } = await core.submit({
    type: 'owner',
    at: NOON,
    by: 'u1',
    act: { act: 'panic', reason: 'called' },
  });
  const reports = commands.filter(
    (one) => one.type === 'notify' && one.notice.kind === 'panic_report',
  );
  expect(core.state().positions.get('1')?.status).toBe('cancelled');
  expect(reports).toHaveLength(1);
});
