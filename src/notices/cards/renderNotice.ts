import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Account, Source } from '../../trading/strategy/model/event.ts';
import type { Intended, Notice, PositionNotice } from '../../trading/strategy/model/notice.ts';
import type { Halt } from '../../trading/strategy/model/state.ts';
import { money } from '../words/amounts.ts';
import { costAndRiskFields } from '../words/costAndRisk.ts';
import { ruleHelp, ruleName } from '../words/denialWords.ts';
import { cut, fitEmbed } from '../words/embedLimits.ts';
import { escapeProviderText, plainProviderText } from '../words/providerText.ts';
import { reasonWords } from '../words/sentenceWords.ts';
import { signalFields, signalLine, signalTitle, unclearFields } from '../words/signalWords.ts';
import { discordTime } from '../words/time.ts';
import { agreementCard } from './agreementCard.ts';
import { COLOURS } from './colours.ts';
import { digestCard } from './digestCard.ts';
import { formatCard } from './formatCard.ts';

/** What is not a step of one position's story. */
export type GeneralNotice = Exclude<Notice, PositionNotice>;

/**
 * A notice as one embed, to be read on a phone: the title alone tells what happened, the rest what
 * one may want to check. Pure, and within Discord's limits for any input; what a provider wrote is
 * escaped.
 */
export function renderNotice(notice: GeneralNotice): APIEmbed {
  return fitEmbed(embedOf(notice));
}

function embedOf(notice: GeneralNotice): APIEmbed {
  switch (notice.kind) {
    case 'signal_denied':
      return {
        title: `Not taken: ${notice.side} ${escapeProviderText(notice.symbol, 30)}`,
        color: COLOURS.warning,
        description: reasonWords(notice.why, 1_500),
        fields: [where(notice.source), ...ruleFields(notice.rule)],
        footer: sourceFooter(notice.source),
      };
    case 'agreement':
      return agreementCard(notice);
    case 'signal_waiting':
      return {
        ...(notice.intended && { author: { name: notice.intended.account.toUpperCase() } }),
        title: `Trade this? ${signalTitle(notice.signal)}${forWords(notice.intended)}`,
        color: COLOURS.order,
        description: `Nothing is done before you say so; too old ${discordTime(notice.expiresAt)}.${notice.intended === undefined ? '' : `\nAs written: ${signalLine(notice.signal)}`}`,
        fields: [
          ...(notice.intended === undefined
            ? [...signalFields(notice.signal), NOTHING_OPENED]
            : costAndRiskFields(notice.intended)),
          where(notice.source),
        ],
        footer: sourceFooter(notice.source),
      };
    case 'format_asked':
      return formatCard(notice);
    case 'formats_offered':
      return {
        title: `How ${escapeProviderText(notice.name, 80)} is written can be learned`,
        color: COLOURS.quiet,
        description: `<#${notice.channelId}> is followed as before. Read its last 200 messages, say once of each way of writing whether it is read right, and *Follow signals: known formats* (/watch edit) trades only what you have confirmed.`,
      };
    case 'signal_unclear':
      return {
        title: `Unclear: nothing was traded`,
        color: COLOURS.warning,
        description: `${reasonWords(notice.why, 600)}\n\n${quoted(notice.text)}`,
        fields: [...unclearFields(notice), where(notice.source)],
        footer: sourceFooter(notice.source),
      };
    case 'picture_only':
      return {
        title: 'A picture I can’t read',
        color: COLOURS.quiet,
        description: `${whyUnread(notice.why)} Levels that are drawn in a chart without words are not read. Nothing was traded. If it is a signal, fill it in. /notices, *Unclear message*, switches these off.`,
        fields: [where(notice.source)],
        footer: sourceFooter(notice.source),
      };
    case 'update_denied':
      return {
        title: `Not followed: ${reasonWords(notice.what, 180)}`,
        color: COLOURS.warning,
        description: reasonWords(notice.why, 1_500),
        fields: [where(notice.source), ...ruleFields(notice.rule)],
        footer: sourceFooter(notice.source),
      };
    case 'question':
      return {
        title: `Which position? ${reasonWords(notice.what, 180)}`,
        color: COLOURS.warning,
        description:
          notice.positionIds.length === 1
            ? 'It is not sure that this one is meant, so nothing was done. A tap does what was said.'
            : 'Several positions fit, so nothing was done. A tap on the coin does what was said.',
        fields: [where(notice.source)],
        footer: sourceFooter(notice.source),
      };
    case 'halted':
      return haltEmbed(notice.halt);
    case 'resumed':
      return {
        title: 'Trading goes on',
        color: COLOURS.good,
        description: `Resumed by ${personOrName(notice.by)}. New signals are taken again.`,
      };
    case 'panic_report':
      return {
        title: notice.done ? 'PANIC: done' : 'PANIC: in progress',
        color: COLOURS.bad,
        description: cut(
          [`Asked for by ${personOrName(notice.by)}.`, ...bulleted(notice.lines)].join('\n'),
          3_500,
        ),
        ...(notice.done && { footer: { text: 'Trading stays halted until /resume.' } }),
      };
    case 'daily_summary':
      return digestCard(notice);
    case 'started':
      return {
        title: `Pilotfish is running: ${escapeProviderText(notice.mode, 60)}`,
        color: COLOURS.quiet,
        description: cut(bulleted(notice.lines).join('\n'), 3_500),
      };
    case 'error':
      return {
        title: reasonWords(notice.what, 240),
        color: notice.over ? COLOURS.good : COLOURS.bad,
        fields: [
          { name: 'What was lost', value: reasonWords(notice.lost, 900) },
          ...(notice.over ? [] : [{ name: 'What to do', value: reasonWords(notice.todo, 900) }]),
        ],
      };
  }
}

/** "PAPER · position 12": which money, and which position. */
export function accountLine(account: Account, positionId: string): { name: string } {
  return { name: `${account.toUpperCase()} · position ${positionId}` };
}

/** A user id is shown as that user; a name of ours as it is. */
export function personOrName(by: string): string {
  return /^\d{15,22}$/.test(by) ? `<@${by}>` : escapeProviderText(by, 80);
}

const NOTHING_OPENED: APIEmbedField = {
  name: 'What it does',
  value: 'It closes what is open the other way, as you have set, and opens nothing.',
};

/** " for $100.00", where it is known. */
function forWords(intended: Intended | undefined): string {
  return intended === undefined ? '' : ` for ${money(intended.plan.cost, intended.product.quote)}`;
}

function whyUnread(why: readonly string[] = []): string {
  if (why.length === 0) return 'It was posted without words, and pictures are not read here.';
  return `Nothing to act on was read in it: ${escapeProviderText(why.join('; '), 400)}.`;
}

function haltEmbed(halt: Halt): APIEmbed {
  const title = {
    pause: 'Paused: no new positions',
    panic: 'PANIC: trading is halted',
    protection: 'Protection: trading is halted',
  }[halt.kind];
  const next = {
    pause: 'What is open is managed on.',
    panic: 'Entries are cancelled and every open position is closed at market.',
    protection: 'What is open is managed on.',
  }[halt.kind];
  return {
    title,
    color: halt.kind === 'panic' ? COLOURS.bad : COLOURS.warning,
    description: `${reasonWords(halt.reason, 1_000)}\n\n${next} /resume lets new signals be taken again.`,
    fields: [
      { name: 'Since', value: discordTime(halt.since), inline: true },
      { name: 'By', value: personOrName(halt.by), inline: true },
    ],
  };
}

/** The rule that said no, and how to have it otherwise. One told before there were such has none. */
function ruleFields(rule: string | undefined): APIEmbedField[] {
  const help = rule === undefined ? '' : ruleHelp(rule);
  return rule === undefined || help === ''
    ? []
    : [{ name: `Rule: ${ruleName(rule)}`, value: help }];
}

function where(source: Source): APIEmbedField {
  return { name: 'Channel', value: `<#${source.channelId}>`, inline: true };
}

export function sourceFooter(source: Source): { text: string } {
  return { text: `${plainProviderText(source.providerName, 80)} · message ${source.messageId}` };
}

function bulleted(lines: readonly string[]): string[] {
  return lines.map((line) => `• ${reasonWords(line, 300)}`);
}

function quoted(text: string): string {
  return escapeProviderText(text, 1_200)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
