import {
  type APIMessage,
  AttachmentBuilder,
  type Client,
  DiscordAPIError,
  EmbedBuilder,
  type REST,
  Routes,
} from 'discord.js';
import { expect, test } from 'vitest';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { createSnowflakes } from '../../../sandbox/discord/world/snowflake.ts';
import { loginBot, restOf, startForTest } from './bot.ts';

const messages = Routes.channelMessages(sandboxIds.signals);

const send = (rest: REST, body: object, channel: string = sandboxIds.signals) =>
  rest.post(Routes.channelMessages(channel), { body }) as Promise<APIMessage>;

const page = async (rest: REST, query: string) => {
  const found = (await rest.get(messages, { query: new URLSearchParams(query) })) as APIMessage[];
  return found.map(({ content }) => content).join(' ');
};

async function refusal(request: Promise<unknown>): Promise<DiscordAPIError> {
  const error = await request.then(
    () => new Error('nothing was refused'),
    (reason) => reason,
  );
  if (!(error instanceof DiscordAPIError)) throw error;
  return error;
}

const sendable = async (client: Client, id: string) => {
  const channel = await client.channels.fetch(id);
  if (!channel?.isSendable()) throw new Error(`Channel ${id} can't be sent to.`);
  return channel;
};

test('history is paged before, after and around a message, newest first', async () => {
  const discord = await startForTest();
  const rest = restOf(discord);
  const ids: string[] = [];
  for (let n = 0; n < 10; n += 1) ids.push((await discord.post('signals', 'provider', `${n}`)).id);

  expect(await page(rest, '')).toBe('9 8 7 6 5 4 3 2 1 0');
  expect(await page(rest, 'limit=3')).toBe('9 8 7');
  expect(await page(rest, `before=${ids[5]}&limit=3`)).toBe('4 3 2');
  expect(await page(rest, `after=${ids[5]}&limit=3`)).toBe('8 7 6');
  expect(await page(rest, 'after=0&limit=2')).toBe('1 0');
  expect(await page(rest, `around=${ids[5]}&limit=3`)).toBe('6 5 4');
  expect((await refusal(page(rest, 'limit=101'))).code).toBe(50035);
  expect((await refusal(page(rest, 'before=yesterday'))).code).toBe(50035);
});

test('catching up with channel.messages.fetch finds what was posted meanwhile', async () => {
  const discord = await startForTest();
  const seen = await discord.post('signals', 'provider', 'seen');
  await discord.post('signals', 'provider', 'missed');
  const client = await loginBot(discord);
  const channel = await sendable(client, sandboxIds.signals);
  const missed = await channel.messages.fetch({ after: seen.id, limit: 100 });
  expect(missed.map(({ content }) => content)).toEqual(['missed']);
});

test('a message with the same enforced nonce is posted once', async () => {
  const discord = await startForTest();
  const rest = restOf(discord);
  const notice = { content: 'filled', nonce: 'notice-1', enforce_nonce: true };
  const first = await send(rest, notice);
  const again = await send(rest, notice);
  expect(again.id).toBe(first.id);
  await send(rest, { ...notice, nonce: 'notice-2' });
  await send(rest, { content: 'filled', nonce: 'notice-1' });
  expect(await discord.messages('signals')).toHaveLength(3);
});

test('a nonce is forgotten after some minutes', async () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const discord = await startForTest({ now: () => now });
  const rest = restOf(discord);
  const notice = { content: 'filled', nonce: 7, enforce_nonce: true };
  await send(rest, notice);
  now += 10 * 60_000;
  await send(rest, notice);
  expect(await discord.messages('signals')).toHaveLength(2);
});

test('files are uploaded, shown in embeds by their name, and can be fetched', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const channel = await sendable(client, sandboxIds.pilotfish);
  const csv = new AttachmentBuilder(Buffer.from('a,b\n1,2\n'), {
    name: 'fills.csv',
    description: 'all fills',
  });
  const chart = new AttachmentBuilder(Buffer.from('not really a png'), { name: 'chart.png' });
  const embed = new EmbedBuilder().setTitle('BTC').setImage('attachment://chart.png');
  const sent = await channel.send({ content: 'report', embeds: [embed], files: [csv, chart] });

  expect(sent.attachments.map(({ name }) => name)).toEqual(['fills.csv']);
  expect(sent.attachments.first()?.description).toBe('all fills');
  const fetched = await fetch(sent.attachments.first()?.url ?? '');
  expect(await fetched.text()).toBe('a,b\n1,2\n');
  const picture = await fetch(sent.embeds[0]?.image?.url ?? '');
  expect(await picture.text()).toBe('not really a png');
  expect(await discord.violations()).toEqual([]);
});

test('the bot edits and deletes its messages, and nobody else’s', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const channel = await sendable(client, sandboxIds.general);
  const sent = await channel.send({ content: 'open', embeds: [{ title: 'BTC' }] });
  const edited = await sent.edit({ content: 'closed' });
  expect(edited.content).toBe('closed');
  expect(edited.embeds[0]?.title).toBe('BTC');
  expect(edited.editedAt).not.toBeNull();
  expect((await refusal(sent.edit({ content: '', embeds: [] }))).code).toBe(50006);
  await sent.delete();
  expect(await discord.messages('general')).toEqual([]);

  const rest = restOf(discord);
  const { id } = await discord.post('general', 'provider', 'mine');
  const path = Routes.channelMessage(sandboxIds.general, id);
  expect((await refusal(rest.patch(path, { body: { content: 'yours' } }))).code).toBe(50005);
  expect((await refusal(rest.delete(path))).code).toBe(50013);
});

test('replies and forwards carry what they point at', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const { id } = await discord.post('signals', 'provider', 'BUY BTC');
  const channel = await sendable(client, sandboxIds.signals);
  const message = await channel.messages.fetch(id);
  const reply = await message.reply('taken');
  expect((await reply.fetchReference()).content).toBe('BUY BTC');
  const target = client.channels.cache.get(sandboxIds.pilotfish);
  if (!target?.isTextBased() || target.isDMBased()) throw new Error('no channel');
  const forward = await message.forward(target);
  expect(forward.messageSnapshots.first()?.content).toBe('BUY BTC');

  const gone = { message_reference: { message_id: '1' }, content: 'to nobody' };
  expect((await refusal(send(restOf(discord), gone))).code).toBe(50035);
});

test('mentions ping only whom the message allows', async () => {
  const discord = await startForTest();
  const rest = restOf(discord);
  const content = `<@${sandboxIds.owner}> @everyone`;
  expect((await send(rest, { content })).mentions.map(({ id }) => id)).toEqual([sandboxIds.owner]);
  const silent = await send(rest, { content, allowed_mentions: { parse: [] } });
  expect(silent.mentions).toEqual([]);
  expect(silent.mention_everyone).toBe(false);
});

test('a request that Discord’s schema forbids is refused with the field and recorded', async () => {
  const discord = await startForTest();
  const rest = restOf(discord);
  const long = 'x'.repeat(257);
  const error = await refusal(send(rest, { content: 'a', embeds: [{ title: long }] }));
  expect(error.status).toBe(400);
  expect(error.code).toBe(50035);
  expect(error.rawError).toMatchObject({
    errors: { embeds: { 0: { title: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } } },
  });
  expect(await discord.violations()).toEqual([
    {
      side: 'client',
      method: 'POST',
      path: messages,
      problems: ['embeds.0.title: Must be 256 or fewer in length.'],
    },
  ]);
  await discord.clearViolations();
  expect(await discord.violations()).toEqual([]);
});

const button = (customId: string) => ({ type: 2, style: 1, label: 'Go', custom_id: customId });
const row = (...components: object[]) => ({ type: 1, components });
const option = (value: string) => ({ label: value, value });

test.each([
  ['nothing to say', {}, 50006, 'Cannot send an empty message'],
  ['2,001 characters', { content: 'x'.repeat(2_001) }, 50035, '2000 or fewer'],
  [
    'embeds of more than 6,000 characters together',
    { embeds: [{ description: 'x'.repeat(4_000) }, { description: 'x'.repeat(2_001) }] },
    50035,
    'maximum size of 6000',
  ],
  ['an empty field', { embeds: [{ fields: [{ name: 'a', value: '' }] }] }, 50035, 'required'],
  ['26 fields', { embeds: [{ fields: Array(26).fill({ name: 'a', value: 'b' }) }] }, 50035, '25'],
  ['a relative picture', { embeds: [{ image: { url: '/chart.png' } }] }, 50035, 'well formed URL'],
  ['two buttons with one id', { components: [row(button('a'), button('a'))] }, 50035, 'duplicated'],
  ['six rows', { components: 'abcdef'.split('').map((id) => row(button(id))) }, 50035, '1 and 5'],
  ['a button outside of a row', { components: [button('a')] }, 50035, 'components'],
  ['six buttons in a row', { components: [row(...'abcdef'.split('').map(button))] }, 50035, '5'],
  [
    'one option twice',
    { components: [row({ type: 3, custom_id: 'a', options: [option('x'), option('x')] })] },
    50035,
    'already used',
  ],
])('%s is refused', async (_what, body, code, text) => {
  const discord = await startForTest();
  const error = await refusal(send(restOf(discord), body));
  expect(error.code).toBe(code);
  expect(error.message).toContain(text);
  expect(await discord.messages('signals')).toEqual([]);
});

test('what the bot may not reach is refused with Discord’s codes', async () => {
  const discord = await startForTest();
  const rest = restOf(discord);
  const code = async (request: Promise<unknown>) => {
    const { status, code } = await refusal(request);
    return [status, code];
  };
  const hello = { content: 'hello' };
  expect(await code(send(rest, hello, sandboxIds.unseen))).toEqual([403, 50001]);
  expect(await code(send(rest, hello, sandboxIds.readOnly))).toEqual([403, 50013]);
  expect(await code(send(rest, hello, sandboxIds.calls))).toEqual([403, 50001]);
  expect(await code(send(rest, hello, '123456789012345678'))).toEqual([404, 10003]);
  expect(await code(rest.get(`${messages}/123456789012345678`))).toEqual([404, 10008]);
  expect(await code(rest.get(Routes.guild('123456789012345678')))).toEqual([404, 10004]);
  expect(await code(rest.get('/no/such/route'))).toEqual([404, 0]);

  await discord.setPermissions('signals', 'pilotfish', { deny: ['embedLinks'] });
  expect(await code(send(rest, { embeds: [{ title: 'a' }] }))).toEqual([403, 50013]);
  const { status } = await refusal(restOf({ ...discord, token: 'wrong' }).get('/users/@me'));
  expect(status).toBe(401);
});

test('the bot writes to a user, unless the user takes no messages', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const owner = await client.users.fetch(sandboxIds.owner);
  await owner.send('hello');
  expect((await discord.messages('dm:owner')).map(({ content }) => content)).toEqual(['hello']);
  await discord.setReachable('owner', false);
  expect((await refusal(owner.send('anyone?'))).code).toBe(50007);
});

test('a private channel can be made by the bot', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const guild = await client.guilds.fetch(sandboxIds.sandbox);
  const channel = await guild.channels.create({
    name: 'My Trades',
    permissionOverwrites: [
      { id: guild.id, deny: 'ViewChannel' },
      { id: client.user.id, allow: 'ViewChannel' },
      { id: sandboxIds.owner, allow: 'ViewChannel' },
    ],
  });
  expect(channel.name).toBe('my-trades');
  await channel.send('ready');
  expect(await discord.messages('my-trades')).toHaveLength(1);
  await expect(discord.command('stranger', 'my-trades', 'status')).rejects.toThrow('Not offered');
  expect(await discord.violations()).toEqual([]);
});

test('the bot knows its application, its owner and its servers', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const application = await client.application.fetch();
  expect(application.owner?.id).toBe(sandboxIds.owner);
  const rest = restOf(discord);
  for (const path of [
    Routes.user('@me'),
    Routes.user(sandboxIds.owner),
    Routes.userGuilds(),
    Routes.gateway(),
    Routes.gatewayBot(),
    Routes.oauth2CurrentApplication(),
    Routes.guild(sandboxIds.sandbox),
    Routes.guildRoles(sandboxIds.sandbox),
    Routes.guildChannels(sandboxIds.sandbox),
    Routes.guildMember(sandboxIds.sandbox, sandboxIds.owner),
    Routes.guildActiveThreads(sandboxIds.sandbox),
    Routes.channel(sandboxIds.ideas),
    Routes.channel(await discord.channelId('dm:owner')),
  ]) {
    await rest.get(path as `/${string}`);
  }
  expect(await discord.violations()).toEqual([]);
});

test('ids only ever grow, whatever the clock does', () => {
  let now = 1_800_000_000_000;
  const nextId = createSnowflakes(() => now);
  const ids = [nextId(), nextId()];
  now -= 60_000;
  ids.push(nextId());
  now += 120_000;
  ids.push(nextId());
  const numbers = ids.map(BigInt);
  expect(numbers.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(numbers);
  expect(new Set(ids).size).toBe(ids.length);
});
