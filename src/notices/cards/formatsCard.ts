import {
  ActionRowBuilder,
  type APIActionRowComponent,
  type APIEmbed,
  type APIStringSelectComponent,
  type StringSelectMenuBuilder,
} from 'discord.js';
import { plainWords } from '../../trading/signal/text/plainWords.ts';
import type { Notice } from '../../trading/strategy/model/notice.ts';
import { menu } from '../components/menus.ts';
import { cut, fitEmbed } from '../words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../words/providerText.ts';
import { readingTitle } from '../words/signalWords.ts';
import { COLOURS } from './colours.ts';

type Asked = Extract<Notice, { kind: 'format_asked' }>;

/** A menu holds no more than 25, and a list on a phone is better short. */
export const MOST_IN_LIST = 10;

/** Several ways of writing that are asked about at once, a line each. */
export function formatsCard(asked: readonly Asked[]): APIEmbed {
  return fitEmbed({
    title: `Is this right? ${asked.length} messages wait for your word`,
    color: COLOURS.order,
    description: [
      'They are written in ways that you have not confirmed yet, so nothing was done.',
      '',
      ...asked.map(
        (one, at) =>
          `**${at + 1}.** ${readingTitle(one.reading)}, <#${one.source.channelId}>: ${escapeProviderText(excerpt(one), 80)}`,
      ),
    ].join('\n'),
  });
}

/** Opens one of them with all its buttons. */
export function formatsMenu(
  asked: readonly Asked[],
): APIActionRowComponent<APIStringSelectComponent> {
  const select = menu('Answer one', { action: 'format_open', args: [] }).addOptions(
    asked.map((one, at) => ({
      label: cut(`${at + 1}. ${plainProviderText(readingTitle(one.reading), 40)}`, 100),
      description: cut(plainProviderText(excerpt(one), 90) || 'no words', 100),
      value: `${one.source.messageId} ${one.source.readingIndex}`,
    })),
  );
  return new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select).toJSON();
}

function excerpt({ body }: Asked): string {
  return plainWords(body).replace(/\s+/gu, ' ').trim();
}
