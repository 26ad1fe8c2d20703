import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { Refusal } from '../../discord/command.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { plainProviderText } from '../../notices/words/providerText.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import { NO_SUCH_WATCH } from './watchActs.ts';

/** The watches whose name has what was typed so far. */
export function watchChoices(interaction: AutocompleteInteraction, bot: Bot) {
  const typed = interaction.options.getFocused().toLowerCase();
  return bot.watched
    .all()
    .filter((one) => one.name.toLowerCase().includes(typed))
    .slice(0, 25)
    .map((one) => ({
      name: cut(plainProviderText(one.name, 100) || one.channel_id, 100),
      value: String(one.id),
    }));
}

/** Chosen from the list, or typed as a name or a channel's id. */
export function chosenWatch(interaction: ChatInputCommandInteraction, bot: Bot): Watch {
  return watchNamed(bot, interaction.options.getString('watch', true));
}

/** By its number, its name or its channel's id. Throws Refusal where there is none. */
export function watchNamed(bot: Bot, chosen: string): Watch {
  const found = bot.watched
    .all()
    .find((one) => String(one.id) === chosen || one.name === chosen || one.channel_id === chosen);
  if (!found) throw new Refusal(NO_SUCH_WATCH);
  return found;
}
