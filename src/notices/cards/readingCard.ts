import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { SignalRow } from '../../trading/store/signals.ts';
import type { Decision } from '../../trading/strategy/model/command.ts';
import { ruleHelp, ruleName } from '../words/denialWords.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../words/providerText.ts';
import { readingTitle, signalFields, unclearFields } from '../words/signalWords.ts';
import { COLOURS } from './colours.ts';
import { planFields } from './renderNotice.ts';

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
        fields: [...signalFields(reading), ...previewFields(preview)],
        footer,
      });
    case 'update':
      return fitEmbed({
        title: `Reads as: ${readingTitle(reading)}`,
        color: wouldTake(preview) ? COLOURS.good : COLOURS.warning,
        fields: previewFields(preview),
        footer,
      });
    case 'unclear':
      return fitEmbed({
        title: 'Unclear: it would not be traded',
        color: COLOURS.warning,
        description: escapeProviderText(reading.why, 1_000),
        fields: unclearFields(reading),
        footer,
      });
    case 'none':
      return fitEmbed({
        title: 'Nothing to act on',
        color: COLOURS.quiet,
        description: escapeProviderText(reading.why, 1_000),
        footer,
      });
  }
}

export function wouldTake(preview: Decision | null): boolean {
  return preview?.outcome?.outcome === 'taken' || preview?.outcome?.outcome === 'applied';
}

function previewFields(preview: Decision | null): APIEmbedField[] {
  const outcome = preview?.outcome;
  if (!preview || !outcome) return [{ name: 'Now', value: 'Nothing would be done.' }];
  switch (outcome.outcome) {
    case 'denied':
      return [
        {
          name: `Now: not taken (${ruleName(outcome.rule)})`,
          value: escapeProviderText(outcome.why, 900),
        },
        { name: 'The rule', value: ruleHelp(outcome.rule) },
      ];
    case 'noted':
      return [
        { name: 'Now', value: `Nothing would be done: ${escapeProviderText(outcome.why, 800)}` },
      ];
    case 'applied':
      return [
        { name: 'Now', value: `Position ${outcome.positionIds.join(', ')} would follow it.` },
      ];
    case 'taken': {
      const [position] = preview.changed;
      if (!position) return [{ name: 'Now', value: 'It would be taken.' }];
      const { remarks } = position.plan;
      const [entry, ...others] = planFields(position.plan, position.product.id);
      return [
        {
          name: `Now: it would be taken as ${position.product.id} (${position.account.toUpperCase()})`,
          value: entry?.value ?? '',
        },
        ...others.map((field) => ({ ...field, name: `Plan: ${field.name.toLowerCase()}` })),
        ...(remarks.length === 0
          ? []
          : [{ name: 'Mind', value: escapeProviderText(remarks.join('; '), 900) }]),
      ];
    }
  }
}
