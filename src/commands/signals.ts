import type { APIEmbed } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../discord/bot.ts';
import { button, buttonRow } from '../discord/buttons.ts';
import { type ChatCommand, component, slashCommand } from '../discord/command.ts';
import { cut } from '../notices/embedLimits.ts';
import { escapeProviderText } from '../notices/providerText.ts';
import { COLOURS } from '../notices/renderNotice.ts';
import { discordTime } from '../notices/time.ts';
import {
  listSignals,
  type ReadingOutcome,
  type SignalFilter,
  type SignalRow,
} from '../trading/store/signals.ts';
import { watchChoices } from './watch.ts';

const PAGE = 10;
const OUTCOMES = ['taken', 'applied', 'denied', 'noted', 'unclear'] as const;
const NO_FILTER = '-';

export const signals: ChatCommand = {
  data: slashCommand('signals', 'What was read lately and what became of it')
    .addStringOption((option) =>
      option
        .setName('outcome')
        .setDescription('Only these')
        .addChoices(...OUTCOMES.map((value) => ({ name: value, value }))),
    )
    .addStringOption((option) =>
      option.setName('symbol').setDescription('Only this coin: BTC').setMaxLength(20),
    )
    .addStringOption((option) =>
      option.setName('watch').setDescription('Only from there').setAutocomplete(true),
    ),
  who: 'viewer',
  async execute(interaction, bot) {
    const filter: Filter = {
      outcome: (interaction.options.getString('outcome') as ReadingOutcome | null) ?? undefined,
      symbol: interaction.options.getString('symbol')?.toUpperCase() ?? undefined,
      watchId: numberOrNothing(interaction.options.getString('watch')),
    };
    await interaction.editReply(await page(bot, interaction.user.id, filter, undefined));
  },
  async complete(interaction, bot) {
    return watchChoices(interaction, bot);
  },
  components: [
    component({
      action: 'signals_page',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([z.string(), z.string(), z.string(), z.string()]),
      async execute(interaction, [before, outcome, symbol, watchId], bot) {
        const filter: Filter = {
          outcome: OUTCOMES.find((one) => one === outcome),
          symbol: symbol === NO_FILTER ? undefined : symbol,
          watchId: numberOrNothing(watchId),
        };
        await interaction.editReply(
          await page(bot, interaction.user.id, filter, numberOrNothing(before)),
        );
      },
    }),
  ],
};

type Filter = Pick<SignalFilter, 'outcome' | 'symbol' | 'watchId'>;

async function page(bot: Bot, userId: string, filter: Filter, before: number | undefined) {
  const rows = await listSignals(bot.app.db, {
    ...filter,
    limit: PAGE + 1,
    ...(before !== undefined && { before }),
  });
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  const pageButton = (label: string, start: string) =>
    button(label, 'plain', {
      action: 'signals_page',
      args: [
        start,
        filter.outcome ?? NO_FILTER,
        filter.symbol?.replaceAll('|', '').slice(0, 20) || NO_FILTER,
        filter.watchId?.toString() ?? NO_FILTER,
      ],
      userId,
    });
  const buttons = [
    ...(before === undefined ? [] : [pageButton('Newest', NO_FILTER)]),
    ...(rows.length > PAGE && last ? [pageButton('Older', String(last.id))] : []),
  ];
  return {
    embeds: [signalsEmbed(shown)],
    components: buttons.length === 0 ? [] : [buttonRow(...buttons)],
  };
}

function signalsEmbed(rows: readonly SignalRow[]): APIEmbed {
  return {
    title: rows.length === 0 ? 'No signals here yet' : 'Signals and updates, newest first',
    color: COLOURS.quiet,
    description: cut(rows.map(signalLine).join('\n') || 'Nothing fits.', 4_000),
  };
}

const MARKS: Readonly<Record<ReadingOutcome, string>> = {
  taken: '🟢',
  applied: '🔵',
  denied: '⛔',
  noted: '⚪',
  unclear: '❔',
  none: '·',
};

function signalLine(row: SignalRow): string {
  const { reading } = row;
  const what =
    reading.kind === 'signal'
      ? `${reading.side} ${escapeProviderText(reading.symbol, 20)}`
      : reading.kind === 'update'
        ? `${reading.action.replaceAll('_', ' ')}${reading.symbol === null ? '' : ` ${escapeProviderText(reading.symbol, 20)}`}`
        : reading.kind;
  const became =
    row.positionId === null ? row.outcome : `${row.outcome}, position ${row.positionId}`;
  const why = row.why === null ? '' : `: ${escapeProviderText(row.why, 160)}`;
  return `${MARKS[row.outcome]} ${discordTime(row.postedAt.getTime())} **${what}** from ${escapeProviderText(row.watchName, 40)}, ${became}${why}`;
}

function numberOrNothing(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
