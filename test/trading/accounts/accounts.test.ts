import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { missingLimits, openLiveSwitch } from '../../../src/trading/accounts/live.ts';
import type { OpenAccount } from '../../../src/trading/accounts/openAccount.ts';
import { fillCatalogues } from '../../../src/trading/accounts/openAccounts.ts';
import { checkPortfolio } from '../../../src/trading/accounts/portfolio.ts';
import { tellUnmanaged } from '../../../src/trading/accounts/unmanaged.ts';
import type { Tell } from '../../../src/trading/engine/tell.ts';
import { readSettings, writeSettings } from '../../../src/trading/store/settings/settings.ts';
import type { Account } from '../../../src/trading/strategy/model/event.ts';
import type { Notice } from '../../../src/trading/strategy/model/notice.ts';
import type { Position } from '../../../src/trading/strategy/model/state.ts';
import { limitsSchema } from '../../../src/trading/strategy/settings/limits.ts';
import { createTasks } from '../../../src/trading/tasks.ts';
import type { KeyPermissions } from '../../../src/trading/venue/coinbase/account.ts';
import type { CoinbaseVenue } from '../../../src/trading/venue/coinbase/venue.ts';
import { type TestDatabase, testDatabase } from '../../support/database/database.ts';
import { bare, held, memoryCore } from '../reconcile/core.ts';
import { BTC, NOON } from '../strategy/given.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

const log = pino({ level: 'silent' });
const MAY_TRADE: KeyPermissions = {
  canView: true,
  canTrade: true,
  canTransfer: false,
  portfolioId: 'one',
  portfolioType: 'DEFAULT',
};

describe('the portfolio that a key is of', () => {
  const check = (portfolioId: string | null, ...positions: Position[]) =>
    checkPortfolio(
      database.db,
      {
        async permissions() {
          if (portfolioId === null) throw new Error('no answer');
          return { ...MAY_TRADE, portfolioId };
        },
      },
      memoryCore(...positions).state(),
      NOON,
    );
  const known = async () => (await readSettings(database.db, 'portfolio')).id;

  test('is refused as another than open live positions are in', async () => {
    await check('one', held('1', 'live'));
    await expect(check('two', held('1', 'live'), bare('2', 'live'))).rejects.toThrow(
      'The Coinbase key belongs to portfolio two, and 2 open live positions are in portfolio one.',
    );
    expect(await known()).toBe('one');
    await check('one', held('1', 'live'));
  });

  test('may be another while only paper positions are open', async () => {
    await check('one');
    await check('two', held('1', 'paper'));
    expect(await known()).toBe('two');
  });

  test.each([
    ['that does not answer', null],
    ['that does not name it', ''],
  ])('is not concluded from a Coinbase %s', async (_, answer) => {
    await check('one', held('1', 'live'));
    await check(answer, held('1', 'live'));
    expect(await known()).toBe('one');
    await check(answer);
    expect(await known()).toBe('one');
  });
});

describe('real money', () => {
  const LIMITED = { quoteSize: '100', dailyLossPercent: '5' };

  async function gate(
    limits: Record<string, unknown>,
    says: { permissions?: Partial<KeyPermissions>; skewMs?: number } = {},
  ) {
    await writeSettings(database.db, 'limits', limits, 'owner', NOON);
    const venue = {
      permissions: async () => ({ ...MAY_TRADE, ...says.permissions }),
      clockSkewMs: async () => says.skewMs ?? 0,
    } as unknown as CoinbaseVenue;
    return openLiveSwitch({ db: database.db, venue, equity: async () => '1000' });
  }

  test('stays on over a restart, and not without a limit that it needs', async () => {
    expect((await gate(LIMITED)).isOn()).toBe(false);
    await (await gate(LIMITED)).turn(true, 'owner', NOON);
    expect((await gate(LIMITED)).isOn()).toBe(true);
    expect((await gate({ ...LIMITED, quoteSize: '0' })).isOn()).toBe(false);
    expect((await gate({ ...LIMITED, dailyLossPercent: '0' })).isOn()).toBe(false);
    const on = await gate(LIMITED);
    await on.turn(false, 'owner', NOON);
    expect(on.isOn()).toBe(false);
    expect((await gate(LIMITED)).isOn()).toBe(false);
  });

  test.each([
    ['all is right', {}, []],
    [
      'a key that may take money away',
      { permissions: { canTransfer: true } },
      [/transfer money out/],
    ],
    ['a key that may only look', { permissions: { canTrade: false } }, [/may not trade/]],
    ['a clock that is ahead', { skewMs: 5_100 }, [/5\.1 s ahead of Coinbase/]],
    ['a clock that is behind', { skewMs: -5_100 }, [/5\.1 s behind Coinbase/]],
    ['clocks that are five seconds apart', { skewMs: -5_000 }, []],
  ])('is looked at before: %s', async (_, says, problems) => {
    const check = await (await gate(LIMITED, says)).check();
    expect(check.problems).toEqual(problems.map((one) => expect.stringMatching(one)));
    expect(check).toMatchObject({ equity: '1000', portfolioId: 'one' });
  });

  test('is not traded without the two limits, each of which is named', async () => {
    const { problems } = await (await gate({})).check();
    expect(problems).toEqual([
      expect.stringContaining('the most one position may cost'),
      expect.stringContaining('the daily loss that stops trading'),
    ]);
    expect(missingLimits(limitsSchema.parse({ quoteSize: '100' }))).toEqual(['dailyLossPercent']);
  });
});

describe('what nobody looks after', () => {
  const waiting: Position = { ...bare('3', 'live'), orders: [], openedAt: null };
  const tellOf = async (connected: readonly Account[], ...positions: Position[]) => {
    const told: string[] = [];
    await tellUnmanaged(
      memoryCore(...positions).state(),
      new Map(connected.map((account) => [account, null])),
      (async (_: string, notice: Notice) => void told.push(JSON.stringify(notice))) as Tell,
      NOON,
      log,
    );
    return told;
  };

  test('is told at the start, each with whether its stop rests', async () => {
    const [told, ...more] = await tellOf(
      ['paper'],
      held('1', 'live'),
      bare('2', 'live'),
      waiting,
      bare('4', 'paper'),
    );
    expect(more).toEqual([]);
    expect(told).toContain('NOT MANAGED: 3 live positions');
    expect(told).toMatch(/1: long 0\.02 BTC-USD, its stop 48000 rested at Coinbase/);
    expect(told).toMatch(/2: long 0\.02 BTC-USD, NO stop rests at Coinbase \(it should be 48000\)/);
    expect(told).toContain('3: long BTC-USD, waiting for its entry');
    expect(told).not.toContain('4: long');
  });

  test('is nothing while every account is connected', async () => {
    expect(await tellOf(['paper', 'live'], bare('1', 'live'), bare('2', 'paper'))).toEqual([]);
  });
});

test('a start waits for the products of an account that has none, and for no other’s', async () => {
  const refreshed: string[] = [];
  const never = new Promise<void>(() => undefined);
  const account = (name: string, known: boolean): OpenAccount =>
    ({
      catalogue: {
        products: () => (known ? [BTC] : []),
        async refresh() {
          refreshed.push(name);
          if (known) await never;
        },
      },
    }) as unknown as OpenAccount;
  const tasks = createTasks(log);
  await fillCatalogues([account('known', true), account('new', false)], tasks);
  expect(refreshed).toEqual(['known', 'new']);
});
