import type { APIEmbed } from 'discord.js';
import type { AgreementEnd, Notice } from '../../trading/strategy/model/notice.ts';
import { cut } from '../words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../words/providerText.ts';
import { reasonWords } from '../words/sentenceWords.ts';
import { signalFields, signalTitle } from '../words/signalWords.ts';
import { discordTime } from '../words/time.ts';
import { COLOURS } from './colours.ts';

type Told = Extract<Notice, { kind: 'agreement' }>;

/** A signal that waits for other providers, and in the end what became of it. */
export function agreementCard(notice: Told): APIEmbed {
  const { source, signal, end } = notice;
  return {
    title: `${end === null ? 'Waits for others' : ENDED[end.as]}: ${signalTitle(signal)}`,
    color: colourOf(end),
    description: cut(`${said(notice)}\n${end === null ? waits(notice) : endWords(end)}`, 3_000),
    fields: [
      ...signalFields(signal),
      { name: 'Channel', value: `<#${source.channelId}>`, inline: true },
    ],
    footer: {
      text: `${plainProviderText(source.providerName, 80)} · message ${source.messageId}`,
    },
  };
}

const ENDED: Readonly<Record<AgreementEnd['as'], string>> = {
  entered: 'Entered',
  refused: 'Not taken',
  expired: 'Not taken',
  withdrawn: 'Taken back',
  edited: 'Edited into another',
  replaced: 'Said anew',
};

function colourOf(end: AgreementEnd | null): number {
  if (end === null) return COLOURS.order;
  if (end.as === 'entered') return COLOURS.good;
  return end.as === 'refused' ? COLOURS.warning : COLOURS.quiet;
}

/** "1 of 2: Percy". */
function said({ agreeing, needed }: Told): string {
  const names = agreeing.map((name) => escapeProviderText(name, 80)).join(', ');
  return `**${agreeing.length} of ${needed}**: ${names}`;
}

const LEVELS: Readonly<Record<Told['levels'], string>> = {
  newest: 'whoever says it last',
  first: 'whoever said it first',
  careful: 'whose stop is nearest',
};

function waits({ until, levels }: Told): string {
  return `Waits until ${discordTime(until, 't')} (${discordTime(until)}), and is entered with the levels of ${LEVELS[levels]}.`;
}

function endWords(end: AgreementEnd): string {
  switch (end.as) {
    case 'entered': {
      const whose =
        end.levels === null ? '' : `, with the levels of ${escapeProviderText(end.levels, 80)}`;
      return `Entered as position ${end.positionId}${whose}.`;
    }
    case 'refused':
      return `A rule says no: ${reasonWords(end.why, 1_000)}`;
    case 'expired':
      return 'Too few have said the same in that time: nothing was opened.';
    case 'withdrawn':
      return 'Its provider has deleted it, closed it or called it off: nothing was opened.';
    case 'edited':
      return 'Its message names another coin or side now: nothing was opened.';
    case 'replaced':
      return 'Its provider has said something newer of this coin, which counts instead.';
  }
}
