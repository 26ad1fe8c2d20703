import { type APIMessage, DiscordAPIError, HTTPError, type REST, SnowflakeUtil } from 'discord.js';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { deliverNotices } from '../../src/notices/delivery/deliverNotices.ts';
import type { MessageBody } from '../../src/notices/delivery/noticeMessage.ts';
import { deliveryTrouble } from '../../src/notices/delivery/postMessage.ts';
import { repeating } from '../../src/notices/delivery/repeating.ts';
import type { NoticeModes } from '../../src/notices/words/noticeKinds.ts';
import { savingPositions } from '../../src/trading/store/core/positions.ts';
import { addingNotices } from '../../src/trading/store/notices/notices.ts';
import { touchingPositionCards } from '../../src/trading/store/notices/positionCards.ts';
import type { Notice } from '../../src/trading/strategy/model/notice.ts';
import type { Position } from '../../src/trading/strategy/model/state.ts';
import { type TestDatabase, testDatabase } from '../support/database/database.ts';
import { held } from '../trading/reconcile/core.ts';
import { NOON, signalOf, sourceOf } from '../trading/strategy/given.ts';

/*
 * What is posted, when it is tried again, and what is looked for first, over the real outbox and a
 * channel whose answers are the test's.
 */

const SECOND = 1_000;
const MINUTE = 60_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const table of ['notices', 'position_cards', 'orders', 'positions'] as const)
    await database.db.deleteFrom(table).execute();
});

type Answer = 'lost after' | 'lost before' | number;

/** A channel that keeps what is posted, drops a nonce that it knows, and fails as told. */
function channelThat(...answers: (Answer | null)[]) {
  const messages: (APIMessage & { body: MessageBody & Record<string, unknown> })[] = [];
  const asked: string[] = [];
  const edited: string[] = [];
  const logged: { retryInMs?: number }[] = [];
  const nonces = new Map<string, APIMessage>();
  const fails = (answer: number, method: string) => {
    const code = answer === 404 ? 10_008 : answer === 410 ? 10_003 : 50_035;
    const status = answer === 410 ? 404 : answer;
    return new DiscordAPIError({ code, message: 'no' }, code, status, method, '/', {
      body: {},
      files: [],
    });
  };
  const lost = () => new HTTPError(503, 'gone', 'POST', '/', { body: {}, files: [] });
  const through = async <T>(what: string, act: () => T): Promise<T> => {
    asked.push(what);
    const answer = answers.shift() ?? null;
    if (typeof answer === 'number') throw fails(answer, what);
    if (answer === 'lost before') throw lost();
    const done = act();
    if (answer === 'lost after') throw lost();
    return done;
  };
  const rest = {
    post: (_: string, { body }: { body: MessageBody & { nonce: string } }) =>
      through('post', () => {
        // Discord takes no empty embed.
        if (body.embeds.some(({ title }) => !title)) throw fails(400, 'post');
        const known = nonces.get(body.nonce);
        if (known) return known;
        const id = SnowflakeUtil.generate({ timestamp: Date.now() }).toString();
        const message = { id, content: '', ...body, body } as unknown as (typeof messages)[number];
        messages.push(message);
        nonces.set(body.nonce, message);
        return message;
      }),
    patch: (route: string, { body }: { body: object }) =>
      through(`edit ${messages.findIndex(({ id }) => route.endsWith(id))}`, () => {
        edited.push(JSON.stringify(body));
        return body;
      }),
    get: (_: string, { query }: { query: URLSearchParams }) =>
      through('look', () => {
        const after = BigInt(query.get('after') ?? '0');
        const page = messages.filter(({ id }) => BigInt(id) > after);
        // The oldest hundred of those, the newest of them first.
        return page.slice(0, Number(query.get('limit'))).reverse();
      }),
  } as unknown as REST;
  return {
    rest,
    asked,
    edited,
    messages,
    logged,
    /** Discord has forgotten every nonce. */
    forget: () => nonces.clear(),
    titles: () => messages.map(({ body }) => body.embeds.map(({ title }) => title).join(' + ')),
  };
}

type Channel = ReturnType<typeof channelThat>;

function delivering(channel: Channel, modes: NoticeModes = {}, channelId = () => '100') {
  const write = (line: string) => void channel.logged.push(JSON.parse(line));
  return deliverNotices({
    db: database.db,
    rest: channel.rest,
    channelId: async () => channelId(),
    modes: () => modes,
    log: pino({ level: 'error' }, { write }),
    now: () => Date.now(),
  });
}

const said = (what: string): Notice => ({ kind: 'error', what, lost: 'nothing', todo: 'nothing' });
const asks = (messageId: string, change = {}): Notice => ({
  kind: 'format_asked',
  source: sourceOf(messageId, change),
  reading: signalOf(),
  body: { text: `message ${messageId}` },
  standing: 'new',
  would: null,
  expiresAt: null,
});
let nonces = 0;
const put = async (...notices: Notice[]) => {
  const rows = notices.map((notice) => {
    nonces += 1;
    return { nonce: `n.${nonces}`, notice };
  });
  const { db } = database;
  await db.executeQuery(
    addingNotices(
      db,
      rows.map((row) => ({ ...row, at: Date.now() })),
    ),
  );
};

/** Resolves when that is so. */
async function until(isSo: () => boolean): Promise<void> {
  // The steady clock is not the test's: it bounds what the database may take.
  for (const begun = performance.now(); !isSo(); ) {
    if (performance.now() - begun > 30_000) throw new Error('it never comes to that');
    await new Promise(setImmediate);
  }
}

/** Resolves when so many tries have failed, and the next is due at its time. */
const failed = ({ logged }: Channel, times: number) => until(() => logged.length === times);

describe('what can not be posted now', () => {
  test('is tried again after one second, two, four, up to a minute; nobody’s waking makes it sooner', async () => {
    const channel = channelThat(...Array(9).fill(403));
    const delivery = delivering(channel);
    await put(said('waiting'));
    delivery.wake();
    let tries = 1;
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await failed(channel, tries);
      expect(channel.logged.at(-1)?.retryInMs).toBe(seconds * SECOND);
      delivery.wake();
      await vi.advanceTimersByTimeAsync(seconds * SECOND - 1);
      expect(channel.asked).toHaveLength(tries);
      await vi.advanceTimersByTimeAsync(1);
      tries += 1;
    }
    await failed(channel, tries);
    expect(delivery.trouble()).toMatch(/may not post in the private channel/);
    await delivery.stop();
  });

  test('is tried at once when what stood in the way may be gone, and after that from a second on', async () => {
    const channel = channelThat(403, 403, 403, null, 403);
    const delivery = delivering(channel);
    await put(said('first'));
    delivery.wake();
    await failed(channel, 1);
    await vi.advanceTimersByTimeAsync(SECOND);
    await failed(channel, 2);
    delivery.tryNow();
    await failed(channel, 3);
    expect(channel.logged.map(({ retryInMs }) => retryInMs)).toEqual([1_000, 2_000, 1_000]);
    await delivery.drain();
    expect(channel.titles()).toEqual(['first']);
    expect(delivery.trouble()).toBeNull();
    await put(said('second'));
    delivery.wake();
    await failed(channel, 4);
    expect(channel.logged.at(-1)?.retryInMs).toBe(1_000);
    await vi.advanceTimersByTimeAsync(SECOND);
    await until(() => channel.messages.length === 2);
    expect(channel.titles()).toEqual(['first', 'second']);
    await delivery.stop();
  });

  test('is not tried any more once the bot stops', async () => {
    const channel = channelThat(403);
    const delivery = delivering(channel);
    await put(said('late'));
    delivery.wake();
    await failed(channel, 1);
    await delivery.stop();
    delivery.wake();
    delivery.tryNow();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(channel.asked).toEqual(['post']);
  });
});

describe('a post without an answer', () => {
  const cases: [string, Answer, number, string[]][] = [
    ['that was made, within two minutes: the nonce tells', 'lost after', MINUTE, ['post', 'post']],
    ['that was not made, within two minutes', 'lost before', MINUTE, ['post', 'post']],
    ['that was made, later: it is found', 'lost after', 3 * MINUTE, ['post', 'look']],
    ['that was not made, later', 'lost before', 3 * MINUTE, ['post', 'look', 'post']],
  ];
  test.each(cases)('%s', async (_, answer, later, asked) => {
    const channel = channelThat(answer);
    const delivery = delivering(channel);
    await put(said('once'));
    await expect(delivery.drain()).rejects.toThrow();
    vi.setSystemTime(NOON + later);
    if (later > 2 * MINUTE) channel.forget();
    await put(said('after'));
    await delivery.drain();
    expect(channel.asked).toEqual([...asked, 'post']);
    expect(channel.titles()).toEqual(['once', 'after']);
  });

  test('is looked for among the next hundred, and the hundred after them', async () => {
    const channel = channelThat('lost before');
    const delivery = delivering(channel);
    await put(said('once'));
    await expect(delivery.drain()).rejects.toThrow();
    for (let i = 0; i < 150; i += 1) {
      const id = SnowflakeUtil.generate({ timestamp: NOON + i, increment: BigInt(i) }).toString();
      const body = { embeds: [{ title: i === 140 ? 'once' : 'talk' }], components: [] };
      channel.messages.push({ id, content: '', ...body, body } as never);
    }
    vi.setSystemTime(NOON + 5 * MINUTE);
    await delivery.drain();
    expect(channel.asked).toEqual(['post', 'look', 'look']);
    expect(channel.messages).toHaveLength(150);
  });

  test('that looks the same as one that is told by another message is not taken for it', async () => {
    const channel = channelThat(null, 'lost before');
    const delivery = delivering(channel);
    await put(said('same'));
    await delivery.drain();
    await put(said('same'));
    await expect(delivery.drain()).rejects.toThrow();
    vi.setSystemTime(NOON + 5 * MINUTE);
    await delivery.drain();
    expect(channel.titles()).toEqual(['same', 'same']);
  });
});

describe('what a message is', () => {
  test('it rings nobody who is named in it, and says by which nonce it is known', async () => {
    const channel = channelThat();
    await put(said('@everyone'));
    await delivering(channel).drain();
    expect(channel.messages[0]?.body).toMatchObject({
      allowed_mentions: { parse: [] },
      enforce_nonce: true,
      nonce: `n.${nonces}`,
    });
  });

  test('one whose form Discord refuses is said to be so, and the next is posted', async () => {
    const channel = channelThat(400);
    await put(said('odd'));
    const delivery = delivering(channel);
    await delivery.drain();
    await put(said('next'));
    await delivery.drain();
    expect(channel.titles()).toEqual(['A notice could not be shown (error)', 'next']);
  });

  test('of several in one message that Discord refuses the form of, each is told for itself', async () => {
    const channel = channelThat(400, null, 400);
    await put(said('first'), said('odd'), said('last'));
    await delivering(channel).drain();
    expect(channel.titles()).toEqual(['first', 'A notice could not be shown (error)', 'last']);
    const rows = await database.db
      .selectFrom('notices')
      .select(['message_id', 'sent_at'])
      .execute();
    expect(new Set(rows.map((row) => row.message_id)).size).toBe(3);
  });

  test.each([
    ['is of a kind that is not known', 'never heard of'],
    ['lacks what it is about', 'signal_denied'],
  ])('one that %s is said to be so, and the next is posted', async (_, kind) => {
    const channel = channelThat();
    await put({ kind } as unknown as Notice, said('next'));
    await delivering(channel).drain();
    expect(channel.titles()).toEqual([`A notice could not be shown (${kind})`, 'next']);
  });

  test('questions about ways of writing are one list, and ring once in two minutes', async () => {
    const channel = channelThat();
    const delivery = delivering(channel);
    const isSilent = () => channel.messages.map(({ body }) => (body.flags ?? 0) !== 0);
    await put(asks('m1'), asks('m2'));
    await delivery.drain();
    expect(channel.messages).toHaveLength(1);
    await put(asks('m3'));
    await delivery.drain();
    vi.setSystemTime(NOON + 2 * MINUTE + 1);
    await put(asks('m4'));
    await delivery.drain();
    expect(isSilent()).toEqual([false, true, false]);
  });

  test('one that is to ring is in no message with one that is not', async () => {
    const channel = channelThat();
    const quiet: Notice = { kind: 'resumed', by: '7' };
    await put(quiet, quiet, said('loud'), quiet);
    await delivering(channel, { resumed: 'silent', error: 'on' }).drain();
    expect(
      channel.messages.map(({ body }) => [body.embeds.length, (body.flags ?? 0) !== 0]),
    ).toEqual([
      [2, true],
      [1, false],
      [1, true],
    ]);
  });

  test('one with buttons stands alone', async () => {
    const channel = channelThat();
    await put(said('before'), asks('m1'), said('after'));
    await delivering(channel).drain();
    expect(channel.messages).toHaveLength(3);
    expect(channel.messages.map(({ body }) => body.components.length > 0)).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('a question about what was edited since takes the place of the first, or is posted where that is gone', async () => {
    for (const [answers, asked] of [
      [[], ['post', 'edit 0']],
      [
        [null, 404],
        ['post', 'edit 0', 'post'],
      ],
    ] as const) {
      const channel = channelThat(...answers);
      const delivery = delivering(channel);
      const messageId = `edited ${asked.length}`;
      await put(asks(messageId));
      await delivery.drain();
      vi.setSystemTime(Date.now() + MINUTE);
      await put(asks(messageId, { revision: 5 }));
      await delivery.drain();
      expect(channel.asked).toEqual(asked);
    }
  });
});

describe('the card of a position', () => {
  /** Something of it was written down. */
  async function changed(position: Position): Promise<void> {
    const { db } = database;
    const statements = [
      ...savingPositions(db, [{ position, result: null }]),
      touchingPositionCards(db, new Set([position.id])),
    ];
    for (const statement of statements) await db.executeQuery(statement);
  }

  test('is posted once, and edited only when it looks different', async () => {
    const channel = channelThat();
    const delivery = delivering(channel);
    await changed(held('1'));
    await delivery.drain();
    await changed(held('1'));
    await delivery.drain();
    expect(channel.asked).toEqual(['post']);
    await changed({ ...held('1'), stop: '49000' });
    await delivery.drain();
    expect(channel.asked).toEqual(['post', 'edit 0']);
  });

  test('whose message was deleted is posted anew, and is that one from then on', async () => {
    const channel = channelThat(null, 404);
    const delivery = delivering(channel);
    await changed(held('1'));
    await delivery.drain();
    await changed({ ...held('1'), stop: '49000' });
    await delivery.drain();
    expect(channel.asked).toEqual(['post', 'edit 0', 'post']);
    expect(channel.messages).toHaveLength(2);
    vi.setSystemTime(NOON + MINUTE);
    await changed({ ...held('1'), stop: '49500' });
    await delivery.drain();
    expect(channel.asked.at(-1)).toMatch(/^edit/);
  });

  test('whose post went unanswered is one message, and shows what changed meanwhile', async () => {
    for (const later of [MINUTE, 5 * MINUTE]) {
      const channel = channelThat('lost after');
      const delivery = delivering(channel);
      const position = held(String(later));
      await changed(position);
      await expect(delivery.drain()).rejects.toThrow();
      vi.setSystemTime(Date.now() + later);
      if (later > 2 * MINUTE) channel.forget();
      await changed({ ...position, stop: '49000' });
      await delivery.drain();
      expect(channel.messages).toHaveLength(1);
      expect(channel.asked).toEqual(['post', later > 2 * MINUTE ? 'look' : 'post', 'edit 0']);
    }
  });

  test('whose form Discord refuses says so on itself, and holds up no other', async () => {
    const channel = channelThat(null, 400);
    const delivery = delivering(channel);
    await changed(held('1'));
    await delivery.drain();
    await changed({ ...held('1'), stop: '49000' });
    await delivery.drain();
    expect(channel.asked).toEqual(['post', 'edit 0', 'edit 0']);
    expect(channel.edited.at(-1)).toContain('card of position 1 could not be shown');
    expect(delivery.trouble()).toBeNull();
    // A new one is posted as that at once.
    const refused = channelThat(400);
    const other = delivering(refused);
    await changed(held('2'));
    await other.drain();
    expect(refused.titles()).toEqual(['The card of position 2 could not be shown']);
  });

  test('is posted in the private channel that was chosen since', async () => {
    const channel = channelThat();
    let chosen = '100';
    const delivery = delivering(channel, {}, () => chosen);
    await changed(held('1'));
    await delivery.drain();
    chosen = '200';
    await changed({ ...held('1'), stop: '49000' });
    await delivery.drain();
    expect(channel.asked).toEqual(['post', 'post']);
    expect(new Set(channel.messages.map(({ body }) => body.nonce)).size).toBe(2);
  });

  test('whose post went unanswered in another channel is posted in the one that was chosen since', async () => {
    const channel = channelThat('lost after');
    let chosen = '100';
    const delivery = delivering(channel, {}, () => chosen);
    await changed(held('1'));
    await expect(delivery.drain()).rejects.toThrow();
    chosen = '200';
    await delivery.drain();
    expect(channel.messages).toHaveLength(2);
    expect(new Set(channel.messages.map(({ body }) => body.nonce)).size).toBe(2);
  });
});

test('what is in the way is said with what to do', () => {
  const of = (status: number) =>
    deliveryTrouble(
      new DiscordAPIError({ code: 0, message: 'Missing Access' }, 0, status, 'POST', '/', {}),
    );
  expect(of(404)).toMatch(/no such private channel.*\/setup/);
  expect(of(403)).toMatch(/may not post.*Missing Access.*Give it View Channel/);
  expect(of(500)).toMatch(/refused a notice: Missing Access/);
  expect(deliveryTrouble(new HTTPError(503, 'x', 'POST', '/', {}))).toMatch(
    /not answering \(status 503\)/,
  );
  expect(deliveryTrouble(new Error('odd'))).toMatch(/can not be posted: odd/);
});

describe('one pass at a time', () => {
  test('whoever asks while one is under way gets one that begins after it, together with all others', async () => {
    const gates: PromiseWithResolvers<void>[] = [];
    const passes = repeating(() => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    });
    const done: string[] = [];
    void passes.run().then(() => done.push('first'));
    void passes.run().then(() => done.push('second'));
    void passes.run().then(() => done.push('third'));
    expect(gates).toHaveLength(1);
    gates[0]?.resolve();
    await new Promise(setImmediate);
    expect(done).toEqual(['first']);
    expect(gates).toHaveLength(2);
    gates[1]?.resolve();
    await passes.idle();
    expect(done).toEqual(['first', 'second', 'third']);
  });

  test('one that fails does not keep the next from beginning', async () => {
    let passes = 0;
    const repeated = repeating(async () => {
      passes += 1;
      await new Promise(setImmediate);
      if (passes === 1) throw new Error('no');
    });
    const first = repeated.run();
    const second = repeated.run();
    await expect(first).rejects.toThrow('no');
    await second;
    expect(passes).toBe(2);
  });
});
