import { type ChatCommand, slashCommand } from '../../discord/command.ts';

export const resume: ChatCommand = {
  data: slashCommand('resume', 'Take new signals again after /pause, /panic or a protection'),
  who: 'owner',
  async execute(interaction, bot) {
    const { app } = bot;
    const { halt } = await app.trader.state();
    if (halt === null) {
      await interaction.editReply('Trading is not halted: nothing to resume.');
      return;
    }
    const act = { act: 'resume' } as const;
    const event = { type: 'owner', at: app.now(), by: interaction.user.id, act } as const;
    await app.trader.act(event, interaction.id);
    await interaction.editReply('Trading goes on: new signals are taken again.');
  },
};
