import { Collection, type Message, MessageType } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bot } from '../../src/discord/bot.ts';
import { takeInPosted, type Way } from '../../src/discord/intake/takeIn.ts';
import type { IncomingMessage } from '../../src/trading/store/messages/inbox.ts';
import type { Trusted } from '../../src/trading/store/tables/watches.ts';
import { addWatch, findWatchByChannelEver } from '../../src/trading/store/watches/watches.ts';
import { type TestDatabase, testDatabase } from '../support/database/database.ts';
import { NOON } from '../trading/strategy/given.ts';

const member = (...roles: string[]) => ({ roles: { cache: new Map(roles.map((id) => [id, id])) } });

/** A message by somebody of whom Discord's answer says that they have these roles. */
function messageBy(told: ReturnType<typeof member> | null, ...roles: string[]) {
  let fetched = 0;
  const message = {
    id: '9',
    channelId: 'c',
    type: MessageType.Default,
    reference: null,
    webhookId: null,
    author: { id: 'u', displayName: 'U' },
    createdTimestamp: NOON,
    content: 'BTC long',
    embeds: [],
    components: [],
    attachments: new Collection(),
    messageSnapshots: new Collection(),
    flags: { has: () => false },
    member: told,
    guild: {
      members: {
        async fetch() {
          fetched += 1;
          return member(...roles);
        },
      },
    },
  } as unknown as Message;
  return { message, fetched: () => fetched };
}

let database: TestDatabase;
beforeEach(async () => {
  database = await testDatabase();
});
afterEach(() => database.close());

async function isTakenIn(trusted: Partial<Trusted>, message: Message, way: Way): Promise<boolean> {
  const taken: IncomingMessage[] = [];
  const { db } = database;
  const bot = {
    app: {
      db,
      now: () => NOON,
      databaseTrouble: () => null,
      async takeIn(one: IncomingMessage) {
        taken.push(one);
        return true;
      },
    },
  } as unknown as Bot;
  const adding = { guildId: '1', channelId: 'c', name: 'c', settings: {}, by: '7', at: NOON };
  const watch = (await addWatch(db, adding)) ?? (await findWatchByChannelEver(db, 'c'));
  if (watch === null) throw new Error('it is not watched');
  const trusting = { ...watch, trusted: { posters: [], roles: [], ...trusted } };
  expect(await takeInPosted(bot, trusting, message, way)()).toBe(taken.length === 1);
  return taken.length === 1;
}

describe('whoever has a trusted role is read', () => {
  test('by the roles that came with the message, without asking', async () => {
    const { message, fetched } = messageBy(member('vip'));
    expect(await isTakenIn({ roles: ['vip'] }, message, 'told')).toBe(true);
    expect(await isTakenIn({ roles: ['other'] }, message, 'told')).toBe(false);
    expect(fetched()).toBe(0);
  });

  test('where none came with it, by those that Discord says', async () => {
    const { message, fetched } = messageBy(null, 'vip');
    expect(await isTakenIn({ roles: ['vip'] }, message, 'told')).toBe(true);
    expect(await isTakenIn({ roles: ['other'] }, message, 'told')).toBe(false);
    expect(fetched()).toBe(2);
  });

  test('of a message that was fetched, by those of now', async () => {
    const { message } = messageBy(member('old'), 'vip');
    expect(await isTakenIn({ roles: ['vip'] }, message, 'fetched')).toBe(true);
    expect(await isTakenIn({ roles: ['old'] }, message, 'fetched')).toBe(false);
  });
});
