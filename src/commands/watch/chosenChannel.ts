import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { Refusal } from '../../discord/command.ts';
import { WATCHABLE } from './followChannel.ts';
import { channelLabel, followable } from './serverChannels.ts';

/** A channel's id, alone or at the end of a link to it or to a message of it. */
const CHANNEL =
  /^(?:<#)?(\d{15,22})>?$|^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/\d+\/(\d{15,22})(?:\/\d*)?$/;

/** Those that can be followed and whose name or server has what was typed so far. */
export async function channelChoices(interaction: AutocompleteInteraction, bot: Bot) {
  const typed = interaction.options.getFocused().toLowerCase();
  return followable(bot)
    .map((channel) => ({ name: channelLabel(channel), value: channel.id }))
    .filter(({ name }) => name.toLowerCase().includes(typed))
    .slice(0, 25);
}

/** The id of the channel that is to be followed. Throws Refusal where none, or two, were named. */
export function chosenChannel({ options }: ChatInputCommandInteraction): string {
  const here = options.getChannel('channel', false, WATCHABLE);
  const elsewhere = options.getString('elsewhere');
  if (here !== null && elsewhere !== null)
    throw new Refusal('Name one channel: `channel` or `elsewhere`, not both.');
  if (here !== null) return here.id;
  if (elsewhere === null)
    throw new Refusal(
      'Which channel? `channel` is one of the server you are in, `elsewhere` one of any server that the bot is in.',
    );
  const [, id, linked] = CHANNEL.exec(elsewhere.trim()) ?? [];
  const channel = id ?? linked;
  if (channel === undefined)
    throw new Refusal(
      'That is no channel. Choose one from the list under `elsewhere`, or paste its link (Copy Link in its menu).',
    );
  return channel;
}
