import {
  LabelBuilder,
  ModalBuilder,
  type ModalSubmitInteraction,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { z } from 'zod';
import { Refusal } from '../../discord/command.ts';
import { formatCustomId } from '../../notices/components/customId.ts';
import { escapeProviderText } from '../../notices/words/providerText.ts';
import type { ReadingHints } from '../../trading/signal/reading.ts';
import { ROLES } from '../../trading/signal/vocabulary/roles.ts';
import type { Watch } from '../../trading/store/watches/watches.ts';

const MOST_WORDS = 40;

const hints = z.object({
  defaultSymbol: z.string().optional(),
  defaultQuote: z.string().optional(),
  defaultSide: z.enum(['long', 'short']).optional(),
  thousandsShorthand: z.boolean().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});

/** What the owner has told the reader about a watch's provider. */
export function hintsOf({ settings }: Watch): ReadingHints {
  return hints.catch({}).parse(settings.reading ?? {}) as ReadingHints;
}

/** The same in lines for the watch's card; empty when there is nothing. */
export function hintLines(watch: Watch): string[] {
  const { defaultSymbol, defaultQuote, defaultSide, thousandsShorthand, labels } = hintsOf(watch);
  const words = Object.entries(labels ?? {});
  return [
    ...(defaultSymbol ? [`${defaultSymbol} is meant when no coin is named`] : []),
    ...(defaultQuote ? [`${defaultQuote} is meant when no currency is named`] : []),
    ...(defaultSide ? [`a ${defaultSide} is meant when no side is said`] : []),
    ...(thousandsShorthand ? ['65.4 means 65,400'] : []),
    ...words
      .slice(0, 10)
      .map(
        ([word, role]) => `“${escapeProviderText(word, 40)}” means ${escapeProviderText(role, 20)}`,
      ),
    ...(words.length > 10 ? [`and ${words.length - 10} more words`] : []),
  ];
}

/** The form for it, as it stands. */
export function hintsModal(watch: Watch): ModalBuilder {
  const { defaultSymbol, defaultQuote, defaultSide, thousandsShorthand, labels } = hintsOf(watch);
  const words = Object.entries(labels ?? {}).map(([word, role]) => `${word} = ${role}`);
  return new ModalBuilder()
    .setCustomId(
      formatCustomId({
        action: 'watch_hinted',
        args: [String(watch.id)],
        userId: null,
        expiresAt: null,
      }),
    )
    .setTitle('How this provider writes')
    .addLabelComponents(
      line('symbol', 'Coin, when none is named', 'BTC', defaultSymbol),
      line('quote', 'Currency, when none is named', 'USDC', defaultQuote),
      choice('side', 'Side, when none is said', defaultSide ?? 'none', [
        ['none', 'none: such a signal is unclear'],
        ['long', 'long'],
        ['short', 'short'],
      ]),
      choice('thousands', 'Thousands written short', thousandsShorthand ? 'yes' : 'no', [
        ['no', 'no'],
        ['yes', 'yes: 65.4 means 65,400'],
      ]),
      new LabelBuilder()
        .setLabel('Words of their own')
        .setDescription('One a line: entry, stop, target, average, leverage, skip, limit, market …')
        .setTextInputComponent(
          field('words', TextInputStyle.Paragraph, 2_000, words.join('\n')).setPlaceholder(
            'Zielzone = target\nAbsicherung = stop',
          ),
        ),
    );
}

/** What was typed into it. Throws Refusal with what is wrong. */
export function hintsTyped({ fields }: ModalSubmitInteraction): ReadingHints {
  const asset = (name: string, what: string) => {
    const typed = fields.getTextInputValue(name).trim().toUpperCase();
    if (typed !== '' && !/^[A-Z0-9]{1,20}$/.test(typed))
      throw new Refusal(
        `${what} must be one such as BTC or USDC; “${escapeProviderText(typed, 40)}” is none. Nothing was changed.`,
      );
    return typed;
  };
  const symbol = asset('symbol', 'The coin');
  const quote = asset('quote', 'The currency');
  const [side] = fields.getStringSelectValues('side');
  const [thousands] = fields.getStringSelectValues('thousands');
  const labels = wordsTyped(fields.getTextInputValue('words'));
  return {
    ...(symbol !== '' && { defaultSymbol: symbol }),
    ...(quote !== '' && { defaultQuote: quote }),
    ...((side === 'long' || side === 'short') && { defaultSide: side }),
    ...(thousands === 'yes' && { thousandsShorthand: true }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}

function wordsTyped(text: string): Record<string, string> {
  const lines = text.split('\n').filter((one) => one.trim() !== '');
  if (lines.length > MOST_WORDS)
    throw new Refusal(`At most ${MOST_WORDS} words can be kept. Nothing was changed.`);
  return Object.fromEntries(
    lines.map((one) => {
      const [word = '', role = '', ...more] = one.split('=').map((part) => part.trim());
      if (word === '' || more.length > 0 || !ROLES.some((known) => known === role))
        throw new Refusal(
          `“${escapeProviderText(one, 80)}” does not say which word means what: write it as Zielzone = target, with one of entry, stop, target, average, leverage, skip, limit, market. Nothing was changed.`,
        );
      return [word.toLowerCase(), role];
    }),
  );
}

function line(name: string, label: string, example: string, value = ''): LabelBuilder {
  return new LabelBuilder()
    .setLabel(label)
    .setTextInputComponent(
      field(name, TextInputStyle.Short, 20, value).setPlaceholder(`such as ${example}`),
    );
}

function field(name: string, style: TextInputStyle, most: number, value: string) {
  const input = new TextInputBuilder()
    .setCustomId(name)
    .setStyle(style)
    .setRequired(false)
    .setMaxLength(most);
  return value === '' ? input : input.setValue(value.slice(0, most));
}

function choice(
  name: string,
  label: string,
  now: string,
  choices: readonly (readonly [value: string, words: string])[],
): LabelBuilder {
  return new LabelBuilder()
    .setLabel(label)
    .setStringSelectMenuComponent(
      new StringSelectMenuBuilder()
        .setCustomId(name)
        .addOptions(
          choices.map(([value, words]) => ({ value, label: words, default: value === now })),
        ),
    );
}
