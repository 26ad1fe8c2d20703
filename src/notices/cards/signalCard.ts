import type { APIEmbed } from 'discord.js';
import type {
  EmbedText,
  MessagePart,
  MessageText,
  Provenance,
} from '../../trading/signal/reading.ts';
import type { ReadingOutcome, SignalRow } from '../../trading/store/messages/signals.ts';
import { ruleHelp, ruleName } from '../words/denialWords.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { markedText } from '../words/markedText.ts';
import { OUTCOMES } from '../words/outcomeWords.ts';
import { plainProviderText } from '../words/providerText.ts';
import { reasonWords } from '../words/sentenceWords.ts';
import { readingTitle, signalFields, unclearFields } from '../words/signalWords.ts';
import { discordTime } from '../words/time.ts';
import { COLOURS } from './colours.ts';

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
  return fitEmbed({
    title:
      row.outcome === row.kind
        ? readingTitle(reading)
        : `${readingTitle(reading)}: ${OUTCOMES[row.outcome].words}`,
    color: COLOUR_OF[row.outcome],
    description: original(body, reading.provenance)
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n'),
    fields: [
      ...(reading.kind === 'signal' ? signalFields(reading) : []),
      ...(reading.kind === 'unclear' ? unclearFields(reading) : []),
      {
        name: row.rule === null ? 'What became of it' : `Refused: ${ruleName(row.rule)}`,
        value: reasonWords(
          row.why ??
            (row.positionId === null ? OUTCOMES[row.outcome].words : `position ${row.positionId}`),
          900,
        ),
      },
      ...(row.rule === null || ruleHelp(row.rule) === ''
        ? []
        : [{ name: 'The rule', value: ruleHelp(row.rule) }]),
      { name: 'Where', value: `<#${row.channelId}>, ${discordTime(row.postedAt.getTime(), 'f')}` },
    ],
    footer: {
      text: `${plainProviderText(row.authorName, 80)} · message ${row.messageId}${row.revision > 0 ? ', edited' : ''}`,
    },
  });
}

/** All that the message says, with what was read marked, wherever in it that stands. */
function original(
  { text, embeds = [], forwarded = [] }: MessageText,
  provenance: Provenance,
): string {
  const marked = (words: string | undefined, part: MessagePart, max: number) =>
    words === undefined ? '' : markedText(words, provenance, max, part);
  const ofEmbeds = (
    list: readonly EmbedText[],
    wrap: (part: MessagePart) => MessagePart,
  ): string[] =>
    list.flatMap(({ title, description, fields = [], picture }, index) => {
      const at = (place: 'title' | 'description' | 'picture') =>
        wrap({ in: 'embed', index, at: place });
      return [
        marked(title, at('title'), 200),
        marked(description, at('description'), 1_200),
        ...fields.map(
          ({ name, value }, field) =>
            `${marked(name, wrap({ in: 'embed', index, at: 'fieldName', field }), 100)}: ${marked(value, wrap({ in: 'embed', index, at: 'fieldValue', field }), 300)}`,
        ),
        marked(picture, at('picture'), 1_200),
      ];
    });
  return [
    marked(text, { in: 'text' }, 2_000),
    ...ofEmbeds(embeds, (part) => part),
    ...forwarded.flatMap((snapshot, index) => {
      const wrap = (of: MessagePart): MessagePart => ({ in: 'forwarded', index, of });
      return [
        marked(snapshot.text, wrap({ in: 'text' }), 2_000),
        ...ofEmbeds(snapshot.embeds ?? [], wrap),
      ];
    }),
  ]
    .filter((words) => words !== '')
    .join('\n');
}
