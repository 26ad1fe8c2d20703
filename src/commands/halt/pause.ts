import { type ChatCommand, slashCommand } from '../../discord/command.ts';

export const pause: ChatCommand = {
  data: slashCommand('pause', 'Take no new signals; what is open is managed on').addStringOption(
    (option) => option.setName('reason').setDescription('Kept with the pause').setMaxLength(200),
  ),
  who: 'trader',
  async execute(interaction, bot) {
    const { app } = bot;
    const reason = interaction.options.getString('reason') ?? 'paused by command';
    const act = { act: 'pause', reason } as const;
    const event = { type: 'owner', at: app.now(), by: interaction.user.id, act } as const;
    await app.trader.act(event, interaction.id);
    await interaction.editReply(
      'Paused: no new positions are opened. What is open keeps its stop and its targets. /resume goes on.',
    );
  },
};
