import type { APIActionRowComponent, APIButtonComponent, APIEmbed } from 'discord.js';
import type { MessagePart, MessageText, Reading } from '../../trading/signal/reading.ts';
import type { Source } from '../../trading/strategy/model/event.ts';
import type { Notice } from '../../trading/strategy/model/notice.ts';
import { button, buttonRow } from '../components/buttons.ts';
import { costAndRiskFields, wouldBeTaken } from '../words/costAndRisk.ts';
import { fitEmbed } from '../words/embedLimits.ts';
import { markedText } from '../words/markedText.ts';
import { escapeProviderText, plainProviderText } from '../words/providerText.ts';
import { reasonWords } from '../words/sentenceWords.ts';
import { readingTitle, signalFields, unclearFields } from '../words/signalWords.ts';
import { discordTime } from '../words/time.ts';
import { COLOURS } from './colours.ts';

type Asked = Extract<Notice, { kind: 'format_asked' }>;

/** A message in a way of writing that its owner has not confirmed: marked, and what would be done with it. */
export function formatCard(notice: Asked): APIEmbed {
  const { reading, body, standing, would, expiresAt, source, intended, secondReader, picture } =
    notice;
  const why =
    reading.kind === 'unclear' || reading.kind === 'none'
      ? reasonWords(reading.why, 500)
      : secondReader
        ? secondReaderWords(secondReader)
        : picture && (standing === 'known' || standing === 'taught')
          ? 'Nothing was done before you say so.'
          : STANDINGS[standing];
  const late = expiresAt === null ? '' : ` Too old to trade ${discordTime(expiresAt)}.`;
  return fitEmbed({
    title:
      reading.kind === 'unclear' || reading.kind === 'none'
        ? 'Unclear: nothing was traded'
        : `Is this right? ${readingTitle(reading)}`,
    color: COLOURS.order,
    description: `${picture ? `${pictureWords(picture)}\n` : ''}${why}${late}\n\n${markedMessage(body, reading)}`,
    fields: [
      ...(reading.kind === 'signal' && intended === undefined ? signalFields(reading) : []),
      ...(reading.kind === 'unclear' ? unclearFields(reading) : []),
      ...(intended === undefined ? [] : costAndRiskFields(intended)),
      ...(intended !== undefined
        ? [{ name: 'Now', value: wouldBeTaken(intended) }]
        : would === null
          ? []
          : [{ name: 'Now', value: escapeProviderText(would, 900) }]),
      { name: 'From', value: `<#${source.channelId}>`, inline: true },
    ],
    footer: { text: plainProviderText(source.providerName, 80) },
  });
}

const STANDINGS: Readonly<Record<Asked['standing'], string>> = {
  new: 'It is written in a way that you have not confirmed yet, so nothing was done.',
  changed:
    'You know these lines, but a number in them reads as something else than before, so nothing was done.',
  known: 'Nothing was done before you say so.',
  taught: 'Nothing was done before you say so.',
};

/** Whose reading it is, and what the reader itself says. */
function secondReaderWords({ doubt }: NonNullable<Asked['secondReader']>): string {
  return `**Second reader:** a language model reads it so, and every number stands in the message. The reader itself does not: ${escapeProviderText(doubt, 300)}. Nothing was done.`;
}

/** That it stands in a picture, and how far what was read can be trusted. */
function pictureWords({ same, differences, unread }: NonNullable<Asked['picture']>): string {
  const read = same
    ? 'both engines read the same; compare it with the picture.'
    : differences.length === 0
      ? 'not all of it could be read; compare it with care.'
      : `the engines do not read the same; compare it with care.\n${lines(differences)}`;
  const rest =
    unread.length === 0 ? '' : `\nNot read: ${escapeProviderText(unread.join('; '), 200)}.`;
  return `**Read in a picture:** ${read}${rest}`;
}

function lines(all: readonly string[]): string {
  return all
    .slice(0, 8)
    .map((line) => `- ${escapeProviderText(line, 200)}`)
    .join('\n');
}

/** All parts of a message with what was read of it in bold. */
export function markedMessage(body: MessageText, reading: Pick<Reading, 'provenance'>): string {
  const { provenance } = reading;
  const part = (text: string | undefined, of: MessagePart): string[] =>
    text ? [markedText(text, provenance, 1_500, of)] : [];
  return [
    ...part(body.text, { in: 'text' }),
    ...(body.embeds ?? []).flatMap((embed, index) => [
      ...part(embed.author, { in: 'embed', index, at: 'author' }),
      ...part(embed.title, { in: 'embed', index, at: 'title' }),
      ...part(embed.description, { in: 'embed', index, at: 'description' }),
      ...(embed.fields ?? []).flatMap(({ name, value }, field) => [
        ...part(name, { in: 'embed', index, at: 'fieldName', field }),
        ...part(value, { in: 'embed', index, at: 'fieldValue', field }),
      ]),
      ...part(embed.footer, { in: 'embed', index, at: 'footer' }),
      ...part(embed.picture, { in: 'embed', index, at: 'picture' }),
    ]),
    ...(body.forwarded ?? []).flatMap(({ text }, index) =>
      part(text, { in: 'forwarded', index, of: { in: 'text' } }),
    ),
  ]
    .join('\n')
    .slice(0, 2_500);
}

/** What a way of writing can be said to be; where nothing could be read there is no "right". */
export function formatButtons(
  { messageId, readingIndex, revision }: Pick<Source, 'messageId' | 'readingIndex' | 'revision'>,
  isRead: boolean,
): APIActionRowComponent<APIButtonComponent> {
  const key = [messageId, String(readingIndex), String(revision)];
  return buttonRow(
    ...(isRead
      ? [
          button('Right: trade, and remember', 'main', { action: 'format_right', args: key }),
          button('Right, only this one', 'plain', { action: 'reading_once', args: key }),
        ]
      : [button('Fill in and trade', 'main', { action: 'reading_fill', args: key })]),
    button('Correct', 'plain', { action: 'format_correct', args: key }),
    button('Not a signal', 'plain', { action: 'format_not', args: [...key, 'nothing'] }),
    button('Never from here', 'plain', { action: 'format_not', args: [...key, 'never'] }),
  ).toJSON();
}
