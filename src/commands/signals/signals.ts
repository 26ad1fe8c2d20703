import type { APIEmbed } from 'discord.js';
import { z } from 'zod';
import type { Bot } from '../../discord/bot.ts';
import { type ChatCommand, component, Refusal, slashCommand } from '../../discord/command.ts';
import { COLOURS } from '../../notices/cards/colours.ts';
import { refusalButtons, unclearButtons } from '../../notices/cards/noticeButtons.ts';
import { signalCard } from '../../notices/cards/signalCard.ts';
import { button, buttonRow } from '../../notices/components/buttons.ts';
import { menu, rowOf } from '../../notices/components/menus.ts';
import { cut } from '../../notices/words/embedLimits.ts';
import { OUTCOMES } from '../../notices/words/outcomeWords.ts';
import { escapeProviderText, plainProviderText } from '../../notices/words/providerText.ts';
import { reasonWords, withGroupedNumbers } from '../../notices/words/sentenceWords.ts';
import { discordTime } from '../../notices/words/time.ts';
import {
  findSignal,
  listProviders,
  listSignals,
  listSymbols,
  type ReadingOutcome,
  type SignalFilter,
  type SignalRow,
} from '../../trading/store/messages/signals.ts';
import { watchChoices } from '../watch/chosenWatch.ts';

const PAGE = 10;
const NO_FILTER = '-';
const OUTCOME_NAMES = Object.keys(OUTCOMES) as ReadingOutcome[];
/** How an outcome is written into a button's custom id, where room is short. */
const KEYS: Readonly<Record<ReadingOutcome, string>> = {
  taken: 't',
  applied: 'a',
  denied: 'd',
  noted: 'n',
  unclear: 'u',
  none: 'o',
};

export const signals: ChatCommand = {
  data: slashCommand('signals', 'What was read lately and what became of it')
    .addStringOption((option) =>
      option
        .setName('outcome')
        .setDescription('Only these')
        .addChoices(...OUTCOME_NAMES.map((value) => ({ name: OUTCOMES[value].words, value }))),
    )
    .addStringOption((option) =>
      option
        .setName('symbol')
        .setDescription('Only this coin: BTC')
        .setMaxLength(20)
        .setAutocomplete(true),
    )
    .addStringOption((option) =>
      option.setName('provider').setDescription('Only by them').setAutocomplete(true),
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
      authorId: interaction.options.getString('provider') ?? undefined,
    };
    await interaction.editReply(await page(bot, interaction.user.id, filter, undefined));
  },
  async complete(interaction, bot) {
    const { name, value } = interaction.options.getFocused(true);
    if (name === 'watch') return watchChoices(interaction, bot);
    const typed = value.toLowerCase();
    const choices =
      name === 'symbol'
        ? (await listSymbols(bot.app.db)).map((symbol) => ({ name: symbol, value: symbol }))
        : (await listProviders(bot.app.db)).map((provider) => ({
            name: cut(plainProviderText(provider.name, 100).trim() || provider.id, 100),
            value: provider.id,
          }));
    return choices.filter((choice) => choice.name.toLowerCase().includes(typed)).slice(0, 25);
  },
  components: [
    component({
      action: 'signals_show',
      who: 'viewer',
      answer: 'reply',
      args: z.tuple([]),
      async execute(interaction, _args, { app }) {
        const chosen = interaction.isStringSelectMenu() ? Number(interaction.values[0]) : 0;
        const row = await findSignal(app.db, chosen);
        if (row === null) throw new Refusal('That signal is not known any more.');
        await interaction.editReply({ embeds: [signalCard(row)], components: buttonsOf(row) });
      },
    }),
    component({
      action: 'signals_page',
      who: 'viewer',
      answer: 'update',
      args: z.tuple([z.string(), z.string(), z.string(), z.string(), z.string()]),
      async execute(interaction, [before, outcome, symbol, watchId, authorId], bot) {
        const filter: Filter = {
          outcome: OUTCOME_NAMES.find((name) => KEYS[name] === outcome),
          symbol: symbol === NO_FILTER ? undefined : symbol,
          watchId: numberOrNothing(watchId),
          authorId: authorId === NO_FILTER ? undefined : authorId,
        };
        await interaction.editReply(
          await page(bot, interaction.user.id, filter, numberOrNothing(before)),
        );
      },
    }),
  ],
};

type Filter = Pick<SignalFilter, 'outcome' | 'symbol' | 'watchId' | 'authorId'>;

/** What leads on from one signal: its position, what is missing, or what it would do now. */
function buttonsOf(row: SignalRow) {
  if (row.positionId !== null)
    return [
      buttonRow(
        button(`Position ${row.positionId}`, 'plain', {
          action: 'position_open',
          args: [row.positionId],
        }),
      ),
    ];
  const { kind } = row.reading;
  if (kind === 'unclear') return [unclearButtons(row)];
  if (kind !== 'signal') return [];
  const args = [row.messageId, String(row.readingIndex)];
  const refused = row.rule === null ? [] : refusalButtons(row, row.rule);
  return [
    ...refused,
    buttonRow(button('What it would do now', 'plain', { action: 'reading_look', args })),
  ];
}

async function page(bot: Bot, userId: string, filter: Filter, before: number | undefined) {
  const rows = await listSignals(bot.app.db, {
    ...filter,
    includeNone: filter.outcome === 'none',
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
        filter.outcome === undefined ? NO_FILTER : KEYS[filter.outcome],
        filter.symbol?.replaceAll('|', '').slice(0, 20) || NO_FILTER,
        filter.watchId?.toString() ?? NO_FILTER,
        filter.authorId?.replaceAll('|', '').slice(0, 22) || NO_FILTER,
      ],
    });
  const buttons = [
    ...(before === undefined ? [] : [pageButton('Newest', NO_FILTER)]),
    ...(rows.length > PAGE && last ? [pageButton('Older', String(last.id))] : []),
  ];
  return {
    embeds: [signalsEmbed(shown)],
    components: [
      ...(shown.length === 0 ? [] : [showMenu(shown, userId)]),
      ...(buttons.length === 0 ? [] : [buttonRow(...buttons)]),
    ],
  };
}

/** Who posted it where, and why it became of it what it did, where that is known. */
function describe({ authorName, watchName, why }: SignalRow): string {
  const reason = why === null || why === '' ? '' : `: ${withGroupedNumbers(why)}`;
  return `${authorName} in ${watchName}${reason}`;
}

function showMenu(rows: readonly SignalRow[], userId: string) {
  const select = menu('Show one in full', { action: 'signals_show', args: [], userId }).addOptions(
    rows.map((row) => ({
      label: cut(plainProviderText(labelOf(row)), 100),
      description: cut(plainProviderText(describe(row)), 100),
      value: String(row.id),
    })),
  );
  return rowOf(select);
}

function labelOf(row: SignalRow): string {
  return row.outcome === row.kind ? whatOf(row) : `${whatOf(row)}, ${OUTCOMES[row.outcome].words}`;
}

/** "long BTC", "close BTC", "unclear"; as it was written. */
function whatOf({ reading }: SignalRow): string {
  if (reading.kind === 'signal') return `${reading.side} ${reading.symbol}`;
  if (reading.kind !== 'update') return reading.kind;
  return `${reading.action.replaceAll('_', ' ')} ${reading.symbol ?? ''}`.trim();
}

function signalsEmbed(rows: readonly SignalRow[]): APIEmbed {
  return {
    title: rows.length === 0 ? 'No signals here yet' : 'Signals and updates, newest first',
    color: COLOURS.quiet,
    description: cut(rows.map(signalLine).join('\n') || 'Nothing fits.', 4_000),
    footer: {
      text: OUTCOME_NAMES.map((name) => `${OUTCOMES[name].mark} ${OUTCOMES[name].words}`).join(
        '  ',
      ),
    },
  };
}

function signalLine(row: SignalRow): string {
  const what = escapeProviderText(whatOf(row), 60);
  const { mark, words } = OUTCOMES[row.outcome];
  const where = `by ${escapeProviderText(row.authorName, 40)} in ${escapeProviderText(row.watchName, 40)}`;
  // What is unclear or nothing has said so already.
  const became = row.outcome === row.kind ? '' : `, ${words}`;
  const position = row.positionId === null ? '' : `, position ${row.positionId}`;
  const why = row.why === null ? '' : `: ${reasonWords(row.why, 160)}`;
  return `${mark} ${discordTime(row.postedAt.getTime())} **${what}** ${where}${became}${position}${why}`;
}

function numberOrNothing(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
