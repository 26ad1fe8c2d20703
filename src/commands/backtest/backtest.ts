import type { ChatInputCommandInteraction } from 'discord.js';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, Refusal, slashCommand } from '../../discord/command.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';
import { chosenWatch, watchChoices, watchNamed } from '../watch/chosenWatch.ts';
import { backtestButtons } from './backtestButtons.ts';
import { changeOf, settingChoices, valueChoices } from './changeOption.ts';
import { requestOf, startBacktest } from './startBacktest.ts';

const DAY_MS = 86_400_000;
const MOST_OTHERS = 9;

export const backtest: ChatCommand = {
  data: slashCommand('backtest', 'What a channel’s past would have come to; nothing is traded')
    .addStringOption((option) =>
      option.setName('watch').setDescription('Whose past').setRequired(true).setAutocomplete(true),
    )
    .addStringOption((option) =>
      option
        .setName('with')
        .setDescription('Other watches that share the account: names with commas between them'),
    )
    .addStringOption((option) =>
      option
        .setName('from')
        .setDescription('First day, 2026-01-31 (UTC); all there is, up to two years'),
    )
    .addStringOption((option) =>
      option.setName('to').setDescription('Last day, 2026-03-31 (UTC); up to now if left out'),
    )
    .addStringOption((option) =>
      option
        .setName('setting')
        .setDescription('One setting to change for it; else all as today')
        .setAutocomplete(true),
    )
    .addStringOption((option) =>
      option.setName('value').setDescription('What that setting is to be').setAutocomplete(true),
    )
    .addIntegerOption((option) =>
      option
        .setName('delay')
        .setDescription('Seconds after each message; as measured of what was traded if left out')
        .setMinValue(0)
        .setMaxValue(3_600),
    )
    .addNumberOption((option) =>
      option
        .setName('cash')
        .setDescription('US dollars to begin with; what the account is worth if left out')
        .setMinValue(1)
        .setMaxValue(1_000_000_000),
    ),
  who: 'owner',
  async execute(interaction, bot) {
    const { options } = interaction;
    const watch = chosenWatch(interaction, bot);
    const delay = options.getInteger('delay');
    const cash = options.getNumber('cash');
    const request = await requestOf(bot, {
      watch,
      others: othersOption(options.getString('with'), watch, bot),
      from: dayOption(interaction, 'from', 0),
      to: dayOption(interaction, 'to', DAY_MS),
      delayMs: delay === null ? null : delay * 1_000,
      cash: cash === null ? null : cash.toFixed(2),
      change: changeOf(options.getString('setting'), options.getString('value')),
    });
    await startBacktest(interaction, bot, watch.channel_id, request);
  },
  async complete(interaction, bot: Bot) {
    const { name, value } = interaction.options.getFocused(true);
    if (name === 'setting') return settingChoices(value);
    if (name === 'value')
      return valueChoices(interaction.options.getString('setting') ?? '', value);
    return watchChoices(interaction, bot);
  },
  components: backtestButtons,
};

/** The start of a day as it was typed, and so much after; null when it was left out. */
function dayOption(
  interaction: ChatInputCommandInteraction,
  name: string,
  after: number,
): number | null {
  const typed = interaction.options.getString(name)?.trim();
  if (!typed) return null;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? Date.parse(`${typed}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at))
    throw new Refusal(`“${name}” is a day such as 2026-01-31. Nothing was played.`);
  return at + after;
}

/** The watches of a list as it was typed, each once and without the first. */
function othersOption(typed: string | null, first: Watch, bot: Bot): readonly Watch[] {
  const names = (typed ?? '').split(',').map((name) => name.trim());
  const found = names.filter((name) => name !== '').map((name) => watchNamed(bot, name));
  const others = [...new Map(found.map((watch) => [watch.channel_id, watch])).values()];
  if (others.length > MOST_OTHERS)
    throw new Refusal(
      `No more than ${MOST_OTHERS} others are played together. Nothing was played.`,
    );
  return others.filter(({ channel_id }) => channel_id !== first.channel_id);
}
