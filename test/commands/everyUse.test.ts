import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { InteractionAnswer } from '../../sandbox/discord/interactions/interaction.ts';
import { sandboxIds } from '../../sandbox/discord/world/sandboxWorld.ts';
import { commandData, components } from '../../src/commands/index.ts';
import { listSignals } from '../../src/trading/store/messages/signals.ts';
import { listAudit } from '../../src/trading/store/upkeep/audit.ts';
import { listWatches } from '../../src/trading/store/watches/watches.ts';
import { type DatabaseProxy, databaseProxy } from '../support/database/databaseProxy.ts';
import { notice } from '../support/notices.ts';
import { type TestNetwork, testNetwork } from '../support/pilotfish.ts';
import { textOf } from '../support/press.ts';
import { type By, type Use, use, usesOf } from '../support/uses.ts';

/**
 * Everything that can be used, used by its owner, by others, stale, malformed, and while the venue
 * or the database is down or hangs: all on one bot, one test after the other. What is to be used is
 * in test/support/uses.ts; whatever the bot gains is added there.
 */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let network: TestNetwork;
let proxy: DatabaseProxy;
let uses: Readonly<Record<string, Use>>;
const ends: (() => Promise<void>)[] = [];

beforeAll(async () => {
  network = await testNetwork({
    databaseBy: async (url) => {
      proxy = await databaseProxy(url);
      return proxy.url;
    },
    onTestFinished: (end) => ends.unshift(end),
  });
  ends.push(() => proxy.close());
  const { discord, coinbase, pilotfish, post } = network;
  await coinbase.setPrice('BTC-USD', '60000');
  await post('LONG #BTC/USDT\nEntry: market\nSL: 58000\nTP1: 63000');
  await notice(discord, /^Open: long/);
  const denied = await post('LONG #BTC/USDT\nEntry: market\nSL: 61000\nTP1: 63000');
  await pilotfish().processAll();
  const [watch] = await listWatches(pilotfish().app.db);
  const [signal] = await listSignals(pilotfish().app.db, { limit: 1 });
  if (!watch || !signal) throw new Error('nothing is watched or read');
  uses = usesOf({ positionId: '1', watchId: String(watch.id), messageId: denied.id });
});

afterAll(async () => {
  for (const end of ends) await end();
});

const owner: By = { user: 'owner', channel: 'general' };
/** Nobody wants to read these. */
const FAULT = /fault of the bot|undefined|\[object|Error:|NaN/;
/** Panic has tests of its own for this: it works all the same (scenario/owner/panic). */
const PANIC = 'panic_confirm';

/** All that the user is told: the answer, and what follows it. */
function told(answer: InteractionAnswer): string {
  if (answer.modal !== undefined) return `form: ${answer.modal.title}`;
  const own = answer.message === undefined ? '' : textOf(answer);
  return [own, ...answer.followups.map((one) => textOf(one))].join('\n');
}

/** What is wrong with an answer; null when all is well. */
type Judge = (answer: InteractionAnswer) => string | null;

/** Uses each and gives what was wrong with the answers, by name. */
async function tryEach(names: readonly string[], by: By, wrong: Judge): Promise<string[]> {
  const found: string[] = [];
  for (const name of names)
    found.push(...(await judged(name, use(network.discord, uses, name, by), wrong)));
  return found;
}

/** The same, and one after the other only until each is acknowledged: the answers take their time. */
async function tryAll(names: readonly string[], wrong: Judge): Promise<string[]> {
  const { discord } = network;
  const coming: Promise<string[]>[] = [];
  for (const name of names) {
    const by: By = { user: 'owner', channel: 'dm:owner', wait: { until: 'acknowledged' } };
    const first = await use(discord, uses, name, by);
    const isDone = ({ outcome, followups }: InteractionAnswer) =>
      outcome !== 'deferred' || followups.length > 0;
    const last = discord.waitForAnswer(first.id, isDone, 30_000);
    coming.push(judged(name, last, wrong));
  }
  return (await Promise.all(coming)).flat();
}

async function judged(
  name: string,
  answering: Promise<InteractionAnswer>,
  wrong: Judge,
): Promise<string[]> {
  try {
    const answer = await answering;
    const problem = wrong(answer);
    return problem === null ? [] : [`${name}: ${problem}: ${told(answer)}`];
  } catch (error) {
    return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
  }
}

const all = () => Object.keys(uses);
const allButPanic = () => all().filter((name) => name !== PANIC);
const withCustomId = () =>
  all().filter((name) => 'button' in (uses[name] ?? {}) || 'select' in (uses[name] ?? {}));

test('everything there is has its use in test/support/uses.ts, and nothing else', () => {
  const there = [...commandData.map((command) => command.name), ...components.keys()];
  expect(all().sort()).toEqual(there.sort());
});

test('a stranger, a server’s admin and another bot get a polite no that only they see, for everything', async () => {
  for (const user of ['stranger', 'admin', 'signalbot']) {
    // Anybody may add the bot to their account.
    await network.discord.setInstalled(user, true);
    for (const channel of ['general', `dm:${user}`]) {
      const wrong = await tryEach(all(), { user, channel }, (answer) =>
        answer.ephemeral && told(answer).startsWith('Sorry,') ? null : 'no refusal',
      );
      expect(wrong).toEqual([]);
    }
  }
});

test('what is stale, somebody else’s or malformed says so, and does nothing', async () => {
  const { engine } = network.pilotfish().app;
  const before = engine.state();
  const saying = (words: RegExp) => (answer: InteractionAnswer) =>
    words.test(told(answer)) ? null : 'not said';
  const stale = { ...owner, expiresAt: Date.now() - 60_000 };
  expect(await tryEach(withCustomId(), stale, saying(/This has expired, and nothing/))).toEqual([]);
  const others = { ...owner, owner: sandboxIds.provider };
  expect(await tryEach(withCustomId(), others, saying(/belongs to whoever ran/))).toEqual([]);
  const malformed = { ...owner, more: ['zz'] };
  expect(await tryEach(withCustomId(), malformed, saying(/from another version/))).toEqual([]);
  expect(engine.state()).toBe(before);
});

test('the owner gets an answer to each, and none is the fault of the bot', async () => {
  const wrong = await tryEach(allButPanic(), owner, (answer) =>
    answer.outcome === 'unanswered' || told(answer) === '' || FAULT.test(told(answer))
      ? 'no answer'
      : null,
  );
  expect(wrong).toEqual([]);
});

test('no answer has a dangling colon, a zero with a minus, another minus than the one, or a name of the code’s', async () => {
  const wrong = await tryEach(allButPanic(), owner, (answer) => {
    const texts = [answer.message, answer.modal, ...answer.followups].flatMap(textsIn);
    const found = texts.find((one) => /:\s*$/.test(one) || CARELESS.test(one));
    return found === undefined ? null : `careless: ${JSON.stringify(found)}`;
  });
  expect(wrong).toEqual([]);
});

/** Another minus than the one of numbers, one before a zero, or a name that only the code goes by. */
const CARELESS = /(^|[\s($:])-\$?\d|−\$?0(\.0+)?(?![\d.])|\b[a-z]+_[a-z_]+\b/m;

/** Every text that a user reads of it, those of menus and forms too. */
function textsIn(shown: unknown): string[] {
  if (typeof shown !== 'object' || shown === null) return [];
  // What a choice is called is read, and what it stands for is not.
  const isChoice = 'label' in shown;
  return Object.entries(shown).flatMap(([key, value]) =>
    typeof value === 'string'
      ? READ.has(key) && !(isChoice && key === 'value') && !Object.hasOwn(uses, value)
        ? [value]
        : []
      : textsIn(value),
  );
}

const READ: ReadonlySet<string> = new Set([
  'content',
  'title',
  'description',
  'name',
  'value',
  'label',
  'placeholder',
  'text',
]);

test.each([
  ['answers nothing but errors', { kind: 'status', on: 'any', status: 503, times: 100_000 }],
  ['hangs', { kind: 'delay', on: 'any', ms: 60_000, before: true, times: 100_000 }],
] as const)('the venue %s: each is acknowledged and ends in a clear sentence', async (_, fault) => {
  await network.coinbase.fault(fault);
  const wrong = await tryAll(allButPanic(), isClear).finally(() => network.coinbase.clearFaults());
  expect(wrong).toEqual([]);
});

test('the database hangs: each is acknowledged, ends in a clear sentence, and none is lost', async () => {
  const { app, processAll } = network.pilotfish();
  const names = allButPanic();
  const usedBefore = await usedByOwner();
  proxy.hang();
  const wrong = await tryAll(names, isClear).finally(() => proxy.release());
  expect(wrong).toEqual([]);
  const status = await use(network.discord, uses, 'status', owner);
  expect(told(status)).not.toMatch(FAULT);
  await processAll();
  // A form takes two: one to open it, one to send it.
  expect((await usedByOwner()) - usedBefore).toBeGreaterThan(names.length);

  async function usedByOwner(): Promise<number> {
    return (await listAudit(app.db, { limit: 10_000 })).length;
  }
});

test('the database is gone: each is acknowledged and ends in a clear sentence; after a restart all is there', async () => {
  const before = network.pilotfish().app.engine.state().positions.get('1');
  proxy.refuse();
  const wrong = await tryAll(allButPanic(), isClear).finally(() => proxy.release());
  expect(wrong).toEqual([]);
  const again = await network.restart();
  expect(again.app.engine.state().positions.get('1')?.status).toBe(before?.status);
});

test('everything is for exactly those whom docs/security.md names, in a server and in a DM', async () => {
  const { discord } = network;
  const table = whoMayWhat();
  for (const [who, as] of [
    ['provider', 'traders'],
    ['stranger', 'viewers'],
  ] as const) {
    await discord.command('owner', 'pilotfish', 'access allow', { who, as });
  }
  // What the owner may and others may not is tried above, for everything there is.
  for (const { owner, others } of table.values()) expect({ owner, others }).toEqual(ABOVE);
  const wrong: string[] = [];
  for (const [column, user] of Object.entries({ trader: 'provider', viewer: 'stranger' })) {
    await discord.setInstalled(user, true);
    for (const channel of ['general', `dm:${user}`]) {
      for (const name of all()) {
        const answer = await use(discord, uses, name, { user, channel });
        const may = !told(answer).startsWith('Sorry,');
        if (may !== table.get(name)?.[column as keyof Row])
          wrong.push(`${name} by ${column} in ${channel}: ${may}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

const ABOVE = { owner: true, others: false };

type Row = Record<'owner' | 'trader' | 'viewer' | 'others', boolean>;

/** The tables of docs/security.md, by command and by custom id's action; throws where one has no row, or two. */
function whoMayWhat(): ReadonlyMap<string, Row> {
  const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => /\| (yes|no) \|$/.test(line))
    .map((line) => {
      const [, what = '', ...cells] = line.split('|').map((cell) => cell.trim());
      const [owner, trader, viewer, others] = cells.map((cell) => cell === 'yes');
      const names = [...what.matchAll(/`([a-z_*]+)`/g)].map(([, name = '']) => name);
      return {
        names: names.length > 0 ? names : [what.replace(/^\/| \(message menu\)$/g, '')],
        row: { owner, trader, viewer, others } as Row,
      };
    });
  return new Map(
    all().map((name) => {
      const fitting = rows.filter(({ names }) =>
        names.some(
          (one) => one === name || (one.endsWith('*') && name.startsWith(one.slice(0, -1))),
        ),
      );
      const [only, second] = fitting;
      if (only === undefined || second !== undefined)
        throw new Error(`${name} has ${fitting.length} rows in docs/security.md, not one`);
      return [name, only.row];
    }),
  );
}

function isClear(answer: InteractionAnswer): string | null {
  const text = told(answer);
  if (answer.outcome === 'unanswered' || answer.outcome === 'waiting') return 'not acknowledged';
  if (text === '' || FAULT.test(text)) return 'no clear sentence';
  return null;
}
