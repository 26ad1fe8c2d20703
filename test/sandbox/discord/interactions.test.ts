import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  Events,
  type Interaction,
  LabelBuilder,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  ModalBuilder,
  Routes,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { expect, test } from 'vitest';
import type { DiscordServer } from '../../../sandbox/discord/server.ts';
import { sandboxIds } from '../../../sandbox/discord/world/sandboxWorld.ts';
import { loginBot, restOf, startForTest } from './bot.ts';

const everywhere = { integrationTypes: [0, 1], contexts: [0, 1, 2] };

/** A bot with a few commands; `handle` answers every interaction. */
async function botWith(
  discord: DiscordServer,
  handle: (interaction: Interaction) => Promise<unknown>,
): Promise<Client<true>> {
  const client = await loginBot(discord);
  await client.application.commands.set([
    { name: 'status', description: 'How things are' },
    {
      name: 'watch',
      description: 'Channels',
      options: [
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'add',
          description: 'Follow one',
          options: [
            {
              type: ApplicationCommandOptionType.Channel,
              name: 'channel',
              description: 'Which',
              required: true,
            },
            { type: ApplicationCommandOptionType.Number, name: 'size', description: 'In dollars' },
            { type: ApplicationCommandOptionType.User, name: 'provider', description: 'Who' },
            { type: ApplicationCommandOptionType.Role, name: 'role', description: 'Which' },
            { type: ApplicationCommandOptionType.Boolean, name: 'paper', description: 'Or live' },
            {
              type: ApplicationCommandOptionType.String,
              name: 'mode',
              description: 'How',
              choices: [{ name: 'Confirm', value: 'confirm' }],
            },
            {
              type: ApplicationCommandOptionType.Integer,
              name: 'count',
              description: 'How many',
              minValue: 1,
            },
            { type: ApplicationCommandOptionType.Attachment, name: 'file', description: 'Any' },
          ],
        },
      ],
    },
    {
      name: 'position',
      description: 'One in full',
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'symbol',
          description: 'Which',
          autocomplete: true,
          required: true,
        },
      ],
    },
    { type: ApplicationCommandType.Message, name: 'Read signal', ...everywhere },
    { name: 'admins', description: 'Only for some', defaultMemberPermissions: 'Administrator' },
  ]);
  client.on(Events.InteractionCreate, handle);
  return client;
}

const code = (error: unknown) => (error instanceof DiscordAPIError ? error.code : error);

const noViolations = async (discord: DiscordServer) =>
  expect(await discord.violations()).toEqual([]);

test('a slash command with a subcommand brings its options of every kind', async () => {
  const discord = await startForTest();
  let seen: unknown;
  await botWith(discord, async (interaction) => {
    const { options, ...command } = interaction as ChatInputCommandInteraction<'cached'>;
    seen = {
      subcommand: options.getSubcommand(),
      channel: options.getChannel('channel')?.name,
      size: options.getNumber('size'),
      provider: options.getUser('provider')?.username,
      member: options.getMember('provider')?.id,
      role: options.getRole('role')?.name,
      paper: options.getBoolean('paper'),
      mode: options.getString('mode'),
      count: options.getInteger('count'),
      file: options.getAttachment('file')?.name,
      by: command.user.username,
    };
    await (interaction as ChatInputCommandInteraction).reply('followed');
  });
  const answer = await discord.command('owner', 'general', 'watch add', {
    channel: 'signals',
    size: 12.5,
    provider: 'provider',
    role: 'Admins',
    paper: true,
    mode: 'Confirm',
    count: 3,
    file: { filename: 'a.txt', content: 'text' },
  });
  expect(seen).toEqual({
    subcommand: 'add',
    channel: 'signals',
    size: 12.5,
    provider: 'provider',
    member: sandboxIds.provider,
    role: 'Admins',
    paper: true,
    mode: 'confirm',
    count: 3,
    file: 'a.txt',
    by: 'owner',
  });
  expect(answer).toMatchObject({ outcome: 'replied', deferred: false, ephemeral: false });
  expect(answer.message?.interaction_metadata?.user?.username).toBe('owner');
  expect((await discord.messages('general')).map(({ content }) => content)).toEqual(['followed']);
  await noViolations(discord);
});

test('an ephemeral deferred answer is edited in, with a file, and stays out of the channel', async () => {
  const discord = await startForTest();
  await botWith(discord, async (interaction) => {
    const command = interaction as ChatInputCommandInteraction;
    await command.deferReply({ flags: MessageFlags.Ephemeral });
    await command.editReply({
      embeds: [{ title: 'all is well' }],
      files: [{ attachment: Buffer.from('a,b'), name: 'all.csv' }],
    });
    await command.followUp({ content: 'and more', flags: MessageFlags.Ephemeral });
  });
  const answer = await discord.command('owner', 'signals', 'status', {}, { followups: 1 });
  expect(answer).toMatchObject({ outcome: 'replied', deferred: true, ephemeral: true });
  expect(answer.message?.embeds[0]?.title).toBe('all is well');
  expect(answer.message?.attachments[0]?.filename).toBe('all.csv');
  expect(answer.followups.map(({ content }) => content)).toEqual(['and more']);
  expect(answer.acknowledgedAfterMs).toBeGreaterThanOrEqual(0);
  expect(await discord.messages('signals')).toEqual([]);
  await noViolations(discord);
});

test('the reply comes back when asked for, and can be fetched, edited and deleted', async () => {
  const discord = await startForTest();
  let fetched = '';
  await botWith(discord, async (interaction) => {
    const command = interaction as ChatInputCommandInteraction;
    const { resource } = await command.reply({ content: 'one', withResponse: true });
    fetched = `${resource?.message?.content} ${(await command.fetchReply()).content}`;
    const more = await command.followUp('more');
    await command.webhook.editMessage(more, 'much more');
    await command.deleteReply();
  });
  const gone = discord.waitForEvent((event) => event.type === 'messageDelete');
  await discord.command('owner', 'general', 'status');
  await gone;
  expect(fetched).toBe('one one');
  expect((await discord.messages('general')).map(({ content }) => content)).toEqual(['much more']);
  await noViolations(discord);
});

test('a direct message with the bot takes commands too', async () => {
  const discord = await startForTest();
  await botWith(discord, async (interaction) => {
    const command = interaction as ChatInputCommandInteraction;
    await command.reply(`guild: ${command.guildId}`);
  });
  const answer = await discord.command('owner', 'dm:owner', 'status');
  expect(answer.message?.content).toBe('guild: null');
});

test('autocomplete shows the choices for what is being typed', async () => {
  const discord = await startForTest();
  await botWith(discord, async (interaction) => {
    if (!interaction.isAutocomplete()) return;
    const typed = interaction.options.getFocused();
    await interaction.respond([{ name: `${typed}TC-USD`, value: 'BTC-USD' }]);
  });
  const { outcome, choices } = await discord.autocomplete(
    'owner',
    'general',
    'position',
    'symbol',
    {
      symbol: 'B',
    },
  );
  expect(outcome).toBe('choices');
  expect(choices).toEqual([{ name: 'BTC-USD', value: 'BTC-USD' }]);
  await noViolations(discord);
});

test.each([
  ['a server of the bot', 'signals'],
  ['a server where the bot is not', 'calls'],
  ['a direct message between others', 'dm:owner+provider'],
])('a message command in %s carries the whole message', async (_where, channel) => {
  const discord = await startForTest();
  await botWith(discord, async (interaction) => {
    const command = interaction as MessageContextMenuCommandInteraction;
    const { targetMessage } = command;
    await command.reply({
      content: `read: ${targetMessage.content} ${targetMessage.embeds[0]?.title}`,
      flags: MessageFlags.Ephemeral,
    });
  });
  const message = await discord.post(channel, 'provider', {
    content: 'BUY',
    embeds: [{ title: 'BTC' }],
  });
  const answer = await discord.contextMenu('owner', 'Read signal', { message });
  expect(answer.message?.content).toBe('read: BUY BTC');
});

test('a button updates its message, at once or after deferring', async () => {
  const discord = await startForTest();
  const buttons = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder().setCustomId('half').setLabel('Half').setStyle(ButtonStyle.Primary),
    new ButtonBuilder().setCustomId('all').setLabel('All').setStyle(ButtonStyle.Danger),
    new ButtonBuilder().setCustomId('off').setLabel('Off').setStyle(2).setDisabled(true),
  );
  await botWith(discord, async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply({
        content: 'close?',
        components: [buttons],
        flags: MessageFlags.Ephemeral,
      });
    } else if (interaction.isButton() && interaction.customId === 'half') {
      await interaction.update({ content: 'half closed' });
    } else if (interaction.isButton()) {
      await interaction.deferUpdate();
      await interaction.editReply({ content: 'all closed', components: [] });
    }
  });
  const { message } = await discord.command('owner', 'general', 'status');
  if (message === undefined) throw new Error('no message');

  const half = await discord.click('owner', message, 'half');
  expect(half).toMatchObject({ outcome: 'updated', ephemeral: true });
  expect(half.message?.content).toBe('half closed');
  await expect(discord.click('stranger', message, 'all')).rejects.toThrow('ephemeral');
  await expect(discord.click('owner', message, 'off')).rejects.toThrow('disabled');
  const all = await discord.click('owner', message, 'all');
  expect(all).toMatchObject({ outcome: 'updated', deferred: true });
  expect(all.message?.content).toBe('all closed');
  await expect(discord.click('owner', message, 'all')).rejects.toThrow('no component');
  await noViolations(discord);
});

test('select menus bring what was chosen', async () => {
  const discord = await startForTest();
  const menu = new StringSelectMenuBuilder()
    .setCustomId('targets')
    .setMaxValues(2)
    .addOptions({ label: 'First', value: 'tp1' }, { label: 'Second', value: 'tp2' });
  await botWith(discord, async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply({
        content: 'choose',
        components: [
          { type: 1, components: [menu.toJSON()] },
          { type: 1, components: [{ type: 5, custom_id: 'who' }] },
          { type: 1, components: [{ type: 8, custom_id: 'where' }] },
          { type: 1, components: [{ type: 6, custom_id: 'role' }] },
        ],
      });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.update(`chose ${interaction.values.join()}`);
    } else if (interaction.isUserSelectMenu()) {
      await interaction.reply(`user ${interaction.users.first()?.username}`);
    } else if (interaction.isChannelSelectMenu()) {
      await interaction.reply(`channel ${interaction.channels.size}`);
    } else if (interaction.isRoleSelectMenu()) {
      await interaction.reply(`role ${interaction.roles.first()?.name}`);
    }
  });
  const { message } = await discord.command('owner', 'general', 'status');
  if (message === undefined) throw new Error('no message');
  const choose = async (customId: string, values: string[]) =>
    (await discord.select('owner', message, customId, values)).message?.content;
  expect(await choose('targets', ['First', 'tp2'])).toBe('chose tp1,tp2');
  expect(await choose('who', ['provider'])).toBe('user provider');
  expect(await choose('where', ['signals'])).toBe('channel 1');
  expect(await choose('role', ['Admins'])).toBe('role Admins');
  await expect(choose('targets', ['Third'])).rejects.toThrow("can't be chosen");
  await expect(choose('who', [])).rejects.toThrow('1 to 1');
  await noViolations(discord);
});

test('a form is shown, filled in and answered', async () => {
  const discord = await startForTest();
  const modal = new ModalBuilder()
    .setCustomId('paste')
    .setTitle('Paste a signal')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Text')
        .setTextInputComponent(
          new TextInputBuilder().setCustomId('text').setStyle(TextInputStyle.Paragraph),
        ),
      new LabelBuilder()
        .setLabel('Mode')
        .setStringSelectMenuComponent(
          new StringSelectMenuBuilder()
            .setCustomId('mode')
            .addOptions({ label: 'Paper', value: 'paper' }),
        ),
    );
  await botWith(discord, async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.showModal(modal);
    else if (interaction.isModalSubmit()) {
      const { fields } = interaction;
      const mode = fields.getStringSelectValues('mode').join();
      await interaction.reply(`${fields.getTextInputValue('text')} ${mode}`);
    }
  });
  const opened = await discord.command('owner', 'general', 'status');
  expect(opened).toMatchObject({ outcome: 'modal', modal: { title: 'Paste a signal' } });
  const values = { text: 'BUY BTC', mode: 'Paper' };
  expect((await discord.submitModal('owner', opened, values)).message?.content).toBe(
    'BUY BTC paper',
  );
  await expect(discord.submitModal('owner', opened, { mode: 'Paper' })).rejects.toThrow('required');
  await expect(discord.submitModal('stranger', opened, values)).rejects.toThrow('not opened');
  await noViolations(discord);
});

test('an interaction nobody acknowledges in time fails, and the late answer is refused', async () => {
  const discord = await startForTest({ acknowledgeWithinMs: 30 });
  let late: (value: unknown) => void = () => {};
  const refused = new Promise((resolve) => {
    late = resolve;
  });
  await botWith(discord, async (interaction) => {
    const command = interaction as ChatInputCommandInteraction;
    await discord.waitForAnswer(command.id, ({ outcome }) => outcome === 'unanswered');
    await command.reply('too late').catch((error) => late(code(error)));
  });
  const answer = await discord.command('owner', 'general', 'status');
  expect(answer.outcome).toBe('unanswered');
  expect(answer.message).toBeUndefined();
  expect(await refused).toBe(10062);
});

test('an interaction is acknowledged once and its token ends after 15 minutes', async () => {
  let now = Date.now();
  const discord = await startForTest({ now: () => now });
  const codes: unknown[] = [];
  let done = () => {};
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  await botWith(discord, async (interaction) => {
    const command = interaction as ChatInputCommandInteraction;
    await command.reply('first');
    const again = { body: { type: 4, data: { content: 'second' } }, auth: false } as const;
    const callback = `/interactions/${command.id}/${command.token}/callback` as const;
    await command.client.rest.post(callback, again).catch((error) => codes.push(code(error)));
    now += 16 * 60_000;
    await command.editReply('third').catch((error) => codes.push(code(error)));
    done();
  });
  await discord.command('owner', 'general', 'status');
  await finished;
  expect(codes).toEqual([40060, 50027]);
});

test('commands are offered only where and to whom Discord would show them', async () => {
  const discord = await startForTest();
  await botWith(discord, async (interaction) => {
    await (interaction as ChatInputCommandInteraction).reply('ok');
  });
  const use = (user: string, channel: string, name: string) => discord.command(user, channel, name);
  await expect(use('owner', 'general', 'nothing')).rejects.toThrow('there is no command');
  await expect(use('stranger', 'pilotfish', 'status')).rejects.toThrow("can't see");
  await expect(use('owner', 'calls', 'status')).rejects.toThrow('not installed');
  await expect(use('stranger', 'general', 'admins')).rejects.toThrow('lacks the permissions');
  expect((await use('admin', 'general', 'admins')).outcome).toBe('replied');
  await expect(use('owner', 'general', 'watch')).rejects.toThrow('subcommands');
  await expect(use('owner', 'general', 'watch add')).rejects.toThrow('needs the option "channel"');

  await noViolations(discord);
});

test('registering the commands again keeps their ids and removes those not named', async () => {
  const discord = await startForTest();
  const rest = restOf(discord);
  const path = Routes.applicationCommands(sandboxIds.application);
  const status = { name: 'status', description: 'How things are' };
  await rest.put(path, { body: [status, { name: 'panic', description: 'Stop' }] });
  const [before] = await discord.commands();
  await rest.put(path, { body: [{ ...status, description: 'Changed' }] });
  expect(await discord.commands()).toMatchObject([{ id: before?.id, description: 'Changed' }]);
  await noViolations(discord);
});

test('commands are registered for one server, changed and removed', async () => {
  const discord = await startForTest();
  const client = await loginBot(discord);
  const registered = discord.waitForEvent((event) => event.type === 'commands');
  const guild = await client.guilds.fetch(sandboxIds.sandbox);
  const made = await guild.commands.create({ name: 'panic', description: 'Stop' });
  expect(await registered).toMatchObject({ guildId: sandboxIds.sandbox });
  await made.edit({ description: 'Stop everything' });
  expect((await discord.commands('Sandbox'))[0]?.description).toBe('Stop everything');
  await made.delete();
  expect(await discord.commands('Sandbox')).toEqual([]);

  const wrong = { name: 'Has Capitals', description: 'No' };
  await expect(guild.commands.create(wrong)).rejects.toThrow('name is invalid');
  expect(await discord.violations()).toHaveLength(1);
});
