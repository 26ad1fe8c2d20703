import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { doConfirmed, doOrAsk, type When } from '../../src/commands/position/askFirst.ts';
import { actOf, type WantedAct } from '../../src/commands/position/wantedAct.ts';
import type { Bot } from '../../src/discord/bot.ts';
import type { ComponentInteraction } from '../../src/discord/command.ts';
import { parseCustomId } from '../../src/notices/components/customId.ts';
import type { Event } from '../../src/trading/strategy/model/event.ts';
import type { Position } from '../../src/trading/strategy/model/state.ts';
import { type TestDatabase, testDatabase } from '../support/database/database.ts';
import { traderOf } from '../support/traderOf.ts';
import { held, memoryCore } from '../trading/reconcile/core.ts';
import { BTC, NOON, priceOf } from '../trading/strategy/given.ts';

const MINUTE = 60_000;
const OWNER = '100000000000000007';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

type Button = { label: string; custom_id: string };

/** A long of 0.02 BTC from 50,000 with its stop at 48,000, the price at `last`, and who asks about it. */
function asking(last: string, position: Position = held('1')) {
  const core = memoryCore(position);
  const app = {
    db: database.db,
    trader: traderOf(core),
    log: pino({ level: 'silent' }),
    now: () => NOON,
    marketData: { price: async () => priceOf(last) },
  } as unknown as App;
  const bot = {
    app,
    lanes: { stopping: AbortSignal.abort() },
    settings: { current: () => ({ pictures: 'off' }) },
  } as unknown as Bot;
  const answers: { content?: string; components: { components: Button[] }[] }[] = [];
  const interaction = {
    id: '1',
    user: { id: OWNER },
    customId: 'the question',
    editReply: async (answer: object) => void answers.push(JSON.parse(JSON.stringify(answer))),
  } as unknown as ComponentInteraction;
  return {
    core,
    app,
    want: (wanted: WantedAct, when: When) => doOrAsk(interaction, bot, '1', wanted, when),
    confirm: (wanted: WantedAct, asked: string) =>
      doConfirmed(interaction, bot, '1', wanted, asked),
    acts: () => core.events.filter((event: Event) => event.type === 'owner'),
    content: () => answers.at(-1)?.content ?? '',
    /** The yes of what is shown now. */
    yes: () => {
      const [button] = answers.at(-1)?.components.at(-1)?.components ?? [];
      return button === undefined ? null : parseCustomId(button.custom_id);
    },
  };
}

describe('what somebody wants of a position', () => {
  test('is asked about for two minutes, to whoever wanted it, and nothing is done before', async () => {
    const world = asking('50500');
    await world.want(['close', '50'], 'always');
    expect(world.yes()).toEqual({
      action: 'position_confirm',
      args: ['1', expect.any(String), 'close', '50'],
      userId: OWNER,
      expiresAt: NOON + 2 * MINUTE,
    });
    expect(world.acts()).toEqual([]);
  });

  test('is done at once where it takes nothing away, and asked about where it does', async () => {
    const nearer = asking('50500');
    await nearer.want(['stop', '49000'], 'concerns');
    expect(nearer.acts()).toMatchObject([{ by: OWNER, act: { act: 'move_stop' } }]);
    for (const [stop, asked] of [
      ['47000', 'w'],
      // Above the price it would close it.
      ['51000', 'c'],
    ] as const) {
      const world = asking('50500');
      await world.want(['stop', stop], 'concerns');
      expect(world.yes()?.args).toEqual(['1', asked, 'stop', stop]);
      expect(world.acts()).toEqual([]);
    }
  });

  test('is asked about anew when it would do something else than it did by then', async () => {
    // The price was not known; now it is, and has come below where the stop is to go.
    const world = asking('50300');
    await world.confirm(['stop', '50400'], 'b');
    expect(world.content()).toContain('It would do something else than it did');
    expect(world.acts()).toEqual([]);
    expect(world.yes()?.args).toEqual(['1', 'c', 'stop', '50400']);
    await world.confirm(['stop', '50400'], 'c');
    expect(world.acts()).toMatchObject([{ act: { act: 'move_stop', sure: true } }]);
  });
});

describe('a stop that is moved is weighed', () => {
  const weighed = async (quote: string) => {
    const position = { ...held('1'), product: { ...BTC, id: `BTC-${quote}`, quote } };
    const { app, core } = asking('50500', position);
    const state = {
      ...core.state(),
      memory: { ...core.state().memory, accounts: { paper: { equity: '12345' } } },
    };
    const stub = { ...app, trader: traderOf(core, { state: async () => state as never }) };
    return actOf(stub, '1', ['stop', '49000'], '50500');
  };

  test.each(['USD', 'USDC'])('against the account, in dollars: %s', async (quote) => {
    expect(await weighed(quote)).toMatchObject({ last: '50500', equity: '12345' });
  });

  test('in another currency not against what the account is worth in dollars', async () => {
    expect(await weighed('EUR')).not.toHaveProperty('equity');
  });
});
