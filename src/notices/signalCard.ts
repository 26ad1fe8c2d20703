import type { APIEmbed } from 'discord.js';
import type { MessageText } from '../trading/signal/reading.ts';
import type { ReadingOutcome, SignalRow } from '../trading/store/signals.ts';
import { fitEmbed } from './embedLimits.ts';
import { markedText } from './markedText.ts';
import { escapeProviderText, plainProviderText } from './providerText.ts';
import { COLOURS } from './renderNotice.ts';
import { readingTitle, signalFields } from './signalWords.ts';
import { discordTime } from './time.ts';

const COLOUR_OF: Readonly<Record<ReadingOutcome, number>> = {
  taken: COLOURS.good,
  applied: COLOURS.good,
  denied: COLOURS.warning,
  unclear: COLOURS.warning,
  noted: COLOURS.quiet,
  none: COLOURS.quiet,
};

/** One signal or update in full: the original with what was read marked, and what became of it. */
export function signalCard(row: SignalRow & { body: MessageText }): APIEmbed {
  const { reading, body } = row;
  const embeds = (body.embeds ?? []).map((embed) =>
    [embed.title, embed.description, ...(embed.fields ?? []).map((f) => `${f.name}: ${f.value}`)]
      .filter((part) => part !== undefined)
      .join('\n'),
  );
  const others = [...(body.forwarded ?? []).map((snapshot) => snapshot.text), ...embeds];
  const original = [
    body.text === '' ? '' : markedText(body.text, reading.provenance),
    ...others.map((text) => escapeProviderText(text, 600)),
  ].filter((text) => text !== '');
  return fitEmbed({
    title: `${readingTitle(reading)}: ${row.outcome}`,
    color: COLOUR_OF[row.outcome],
    description: original
      .join('\n')
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n'),
    fields: [
      ...(reading.kind === 'signal' ? signalFields(reading) : []),
      {
        name: row.rule === null ? 'What became of it' : `Refused by ${row.rule}`,
        value: escapeProviderText(
          row.why ?? (row.positionId === null ? row.outcome : `position ${row.positionId}`),
          900,
        ),
      },
      { name: 'Where', value: `<#${row.channelId}>, ${discordTime(row.postedAt.getTime(), 'f')}` },
    ],
    footer: {
      text: `${plainProviderText(row.authorName, 80)} · message ${row.messageId}${row.revision > 0 ? ', edited' : ''}`,
    },
  });
}
