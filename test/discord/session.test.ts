import { EventEmitter } from 'node:events';
import {
  Collection,
  Events,
  type REST,
  RESTEvents,
  Status,
  TeamMemberMembershipState,
} from 'discord.js';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Bot } from '../../src/discord/bot.ts';
import { fetchApplication } from '../../src/discord/session/application.ts';
import { createClockWatch } from '../../src/discord/session/clockWatch.ts';
import { watchSession } from '../../src/discord/session/sessionWatch.ts';
import { NOON } from '../trading/strategy/given.ts';

const SECOND = 1_000;

describe('who may command', () => {
  const MESSAGES = 1 << 18;
  const member = (id: string, membership_state: TeamMemberMembershipState) => ({
    membership_state,
    user: { id },
  });
  const { Accepted, Invited } = TeamMemberMembershipState;
  const asked = async (says: object) => {
    const rest = { get: async () => ({ id: 'app', flags: MESSAGES, ...says }) };
    const { ownerIds, ownerId } = await fetchApplication(rest as unknown as REST);
    return [ownerId, [...ownerIds].sort()];
  };

  test('is the owner of an application without a team', async () => {
    expect(await asked({ owner: { id: 'o' }, team: null })).toEqual(['o', ['o']]);
  });

  test('is every member of its team who has accepted, and nobody who is only invited', async () => {
    const members = [member('a', Accepted), member('b', Accepted), member('c', Invited)];
    // `owner` is then a user that stands for the team, and nobody's account.
    const says = { owner: { id: 'team-user' }, team: { owner_user_id: 'a', members } };
    expect(await asked(says)).toEqual(['a', ['a', 'b']]);
  });

  test('is not guessed where Discord does not say', async () => {
    await expect(asked({})).rejects.toThrow('did not say who owns');
  });
});

describe('this machine’s clock', () => {
  function watched(exchangeTime = (now: number) => now) {
    const clock = { now: NOON, ahead: 0 };
    const watch = createClockWatch(() => clock.now + clock.ahead);
    const told: string[] = [];
    const queueRequest = async () => ({
      text: async () => '',
      headers: new Headers({ date: new Date(clock.now).toUTCString() }),
    });
    const bot = {
      client: { rest: { queueRequest } },
      app: {
        log: pino({ level: 'silent' }),
        marketData: { time: async () => exchangeTime(clock.now) },
        tell: async (_: string, { what }: { what: string }) => void told.push(what),
      },
    } as unknown as Bot;
    const look = async () => {
      clock.now += SECOND;
      await watch.look(bot);
    };
    return { clock, watch, told, look };
  }

  test('that is ahead is told once, whatever messages come meanwhile, and once when it is right again', async () => {
    const { clock, watch, told, look } = watched();
    clock.ahead = 60 * SECOND;
    await look();
    await look();
    expect(told).toEqual(['This machine’s clock is at least 59 seconds ahead of Discord’s']);
    // A message tells only how far it is ahead at the most: it takes no answer's place.
    for (let i = 0; i < 10; i += 1) watch.onMessage(clock.now - SECOND);
    expect(watch.trouble()).toMatch(/59 seconds ahead/);
    await look();
    expect(told).toHaveLength(1);
    clock.ahead = 0;
    await look();
    expect(watch.trouble()).toBeNull();
    expect(told.slice(1)).toEqual(['This machine’s clock is right again']);
  });

  test('an exchange that does not say hides nothing of what Discord says, and is said to whoever asked', async () => {
    const { clock, told, look } = watched(() => {
      throw new Error('no answer');
    });
    clock.ahead = 60 * SECOND;
    await expect(look()).rejects.toThrow('no answer');
    expect(told).toEqual(['This machine’s clock is at least 59 seconds ahead of Discord’s']);
  });

  test('that is behind is proven by a message from its future', async () => {
    const { clock, watch, told, look } = watched();
    clock.ahead = -3 * 60 * SECOND;
    watch.onMessage(clock.now);
    await look();
    expect(told).toEqual(['This machine’s clock is at least 3 minutes behind Discord’s']);
  });
});

describe('a session that can not go on', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function session() {
    const rest = new EventEmitter();
    const shards = new Collection<number, { status: Status }>([[0, { status: Status.Ready }]]);
    const client = Object.assign(new EventEmitter(), { rest, ws: { shards } });
    const watch = watchSession({ client, timing: { silenceMs: 30 * SECOND } } as unknown as Bot);
    let end: string | null = null;
    void watch.ended.then(({ message }) => {
      end = message;
    });
    const shard = shards.get(0) as { status: Status };
    return {
      client,
      shard,
      begin: () => client.emit(Events.ShardReady),
      answers: (route: string, status: number) =>
        rest.emit(RESTEvents.Response, { route }, { status }),
      async pass(ms: number) {
        await vi.advanceTimersByTimeAsync(ms);
        return end;
      },
      stop: watch.stop,
    };
  }

  test('because its token is not known any more, and not because that of an interaction has ended', async () => {
    const { begin, answers, pass } = session();
    answers('/channels/:id/messages', 401);
    begin();
    for (const route of ['/webhooks/:id/:token', '/interactions/:id/:token/callback'])
      answers(route, 401);
    answers('/channels/:id/messages', 403);
    expect(await pass(0)).toBeNull();
    answers('/channels/:id/messages', 401);
    expect(await pass(0)).toMatch(/does not know the token/);
  });

  test('because Discord takes the connection and then says nothing; a shorter silence is none', async () => {
    const { begin, shard, pass } = session();
    begin();
    shard.status = Status.Resuming;
    await pass(25 * SECOND);
    shard.status = Status.Ready;
    await pass(5 * SECOND);
    shard.status = Status.Resuming;
    expect(await pass(30 * SECOND)).toBeNull();
    expect(await pass(10 * SECOND)).toMatch(/then said nothing/);
  });

  test('because it is closed for good, once it had begun', async () => {
    const { begin, client, pass } = session();
    client.emit(Events.ShardDisconnect, { code: 4004 });
    expect(await pass(0)).toBeNull();
    begin();
    client.emit(Events.ShardDisconnect, { code: 4014 });
    expect(await pass(0)).toMatch(/closed the connection for good \(code 4014\)/);
  });

  test('because it is down for long, however often it is tried anew', async () => {
    const { begin, shard, pass } = session();
    begin();
    for (let minute = 0; minute < 9; minute += 1) {
      shard.status = minute % 2 === 0 ? Status.Connecting : Status.Reconnecting;
      expect(await pass(60 * SECOND)).toBeNull();
    }
    expect(await pass(2 * 60 * SECOND)).toMatch(/could not be made again/);
  });
});
