import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Reading, Signal } from '../../trading/signal/reading.ts';
import type { SignalRow } from '../../trading/store/messages/signals.ts';
import type { Decision } from '../../trading/strategy/model/command.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { costAndRiskFields, wouldBeTaken } from '../words/costAndRisk.ts';
import { ruleHelp, ruleName } from '../words/denialWords.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { plainProviderText } from '../words/providerText.ts';
import { reasonWords } from '../words/sentenceWords.ts';
import { readingTitle, signalFields, signalLine, unclearFields } from '../words/signalWords.ts';
import { COLOURS } from './colours.ts';

/** What was read at one place of a message, and what would be done with it now. */
export function readingCard(
  row: Pick<SignalRow, 'reading' | 'authorName'>,
  preview: Decision | null,
): APIEmbed {
  const { reading } = row;
  const footer = { text: plainProviderText(row.authorName, 80) };
  switch (reading.kind) {
    case 'signal':
      return fitEmbed({
        title: `Reads as: ${readingTitle(reading)}`,
        color: wouldTake(preview) ? COLOURS.good : COLOURS.warning,
        ...signalParts(reading, preview),
        footer,
      });
    case 'update':
      return fitEmbed({
        title: `Reads as: ${readingTitle(reading)}`,
        color: wouldTake(preview) ? COLOURS.good : COLOURS.warning,
        fields: previewFields(reading, preview),
        footer,
      });
    case 'unclear':
      return fitEmbed({
        title: 'Unclear: it would not be traded',
        color: COLOURS.warning,
        description: reasonWords(reading.why, 1_000),
        fields: unclearFields(reading),
        footer,
      });
    case 'none':
      return fitEmbed({
        title: 'Nothing to act on',
        color: COLOURS.quiet,
        description: reasonWords(reading.why, 1_000),
        footer,
      });
  }
}

/** As written in a line, where the plan has its levels; in fields, where there is none. */
function signalParts(
  signal: Signal,
  preview: Decision | null,
): Pick<APIEmbed, 'description' | 'fields'> {
  return wouldTake(preview)
    ? { description: `As written: ${signalLine(signal)}`, fields: previewFields(signal, preview) }
    : { fields: [...signalFields(signal), ...previewFields(signal, preview)] };
}

function wouldTake(preview: Decision | null): boolean {
  return preview?.outcome?.outcome === 'taken' || preview?.outcome?.outcome === 'applied';
}

function previewFields(reading: Reading, preview: Decision | null): APIEmbedField[] {
  const outcome = preview?.outcome;
  if (!preview || !outcome) return [{ name: 'Now', value: 'Nothing would be done.' }];
  switch (outcome.outcome) {
    case 'denied':
      return [
        {
          name: `Now: not taken (${ruleName(outcome.rule)})`,
          value: reasonWords(outcome.why, 900),
        },
        { name: 'The rule', value: ruleHelp(outcome.rule) },
      ];
    case 'noted':
      return [{ name: 'Now', value: `Nothing would be done: ${reasonWords(outcome.why, 800)}` }];
    case 'applied':
      return [{ name: 'Now', value: appliedWords(reading, preview, outcome.positionIds) }];
    case 'taken': {
      const position = preview.changed.find(({ id }) => id === outcome.positionId);
      if (!position) return [{ name: 'Now', value: 'It would be taken.' }];
      return [
        {
          name: 'Now',
          value: [
            wouldBeTaken(position),
            ...preview.changed
              .filter((other) => other !== position)
              .map((other) => `${capital(nameOf(other))} is closed first.`),
          ].join(' '),
        },
        ...costAndRiskFields(position),
      ];
    }
  }
}

/** An update is followed; a signal that opens nothing closes what is open the other way. */
function appliedWords(
  { kind }: Reading,
  { changed }: Decision,
  positionIds: readonly string[],
): string {
  const ids = positionIds.join(', ');
  if (kind !== 'signal') return `Position ${ids} would follow it.`;
  const names = changed.filter(({ id }) => positionIds.includes(id)).map(nameOf);
  return `It would close ${names.join(', ') || `position ${ids}`}, as you have set for a signal the other way, and open nothing.`;
}

function nameOf({ id, side, product }: Position): string {
  return `position ${id} (${side} ${product.id})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
