import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ButtonBuilder,
  ButtonStyle,
  Client,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

/**
 * A bot that knows nothing of this project, on stock discord.js: `/ask` answers with a select and a
 * button that opens a form, `/secret` so that only one person sees it, `/find` completes what is
 * typed, and whatever was chosen or filled in is said back. Resolves once its commands are known.
 */
export async function startStrangerBot(server: { api: string; token: string }): Promise<Client> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
    rest: { api: server.api },
  });
  client.on('interactionCreate', async (interaction) => {
    if (interaction.isAutocomplete()) {
      const fruits = ['apple', 'apricot', 'banana'];
      const typed = interaction.options.getFocused();
      const choices = fruits.filter((one) => one.startsWith(typed));
      await interaction.respond(choices.map((name) => ({ name, value: name })));
    } else if (interaction.isChatInputCommand()) {
      if (interaction.commandName === 'secret') {
        await interaction.reply({ content: 'between us', flags: MessageFlags.Ephemeral });
      } else if (interaction.commandName === 'find') {
        await interaction.reply(`found ${interaction.options.getString('fruit', true)}`);
      } else await interaction.reply({ content: 'What do you want?', components: question() });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.update({ content: `chosen: ${interaction.values.join(' and ')}` });
    } else if (interaction.isButton()) await interaction.showModal(form());
    else if (interaction.isModalSubmit()) {
      const { fields } = interaction;
      const size = fields.getStringSelectValues('size').join();
      await interaction.reply(
        `${fields.getTextInputValue('name')}, ${size}, ${fields.getTextInputValue('why')}`,
      );
    }
  });
  await client.login(server.token);
  const ready = client.isReady()
    ? null
    : new Promise((resolve) => client.once('clientReady', resolve));
  await ready;
  await client.application?.commands.set([
    { name: 'ask', description: 'Asks something' },
    { name: 'secret', description: 'Says something to you alone' },
    {
      name: 'find',
      description: 'Finds a fruit',
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: 'fruit',
          description: 'Which one',
          required: true,
          autocomplete: true,
        },
      ],
    },
  ]);
  return client;
}

function question() {
  const select = new StringSelectMenuBuilder()
    .setCustomId('drink')
    .setPlaceholder('A drink')
    .setMinValues(1)
    .setMaxValues(2)
    .addOptions(
      { label: 'Tea', value: 'tea', description: 'hot' },
      { label: 'Water', value: 'water' },
      { label: 'Wine', value: 'wine' },
    );
  const button = new ButtonBuilder()
    .setCustomId('form')
    .setLabel('Say more')
    .setStyle(ButtonStyle.Primary);
  return [
    new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select),
    new ActionRowBuilder<ButtonBuilder>().addComponents(button),
  ];
}

function form(): ModalBuilder {
  const line = (id: string, style: TextInputStyle) =>
    new TextInputBuilder().setCustomId(id).setStyle(style);
  const size = new StringSelectMenuBuilder()
    .setCustomId('size')
    .addOptions({ label: 'Small', value: 's', default: true }, { label: 'Large', value: 'l' });
  return new ModalBuilder()
    .setCustomId('more')
    .setTitle('Say more')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Your name')
        .setTextInputComponent(line('name', TextInputStyle.Short)),
      new LabelBuilder().setLabel('Size').setStringSelectMenuComponent(size),
      new LabelBuilder()
        .setLabel('Why so')
        .setTextInputComponent(line('why', TextInputStyle.Paragraph).setRequired(false)),
    );
}
