import type { APIEmbed } from 'discord.js';
import {
  modeOf,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeMode,
  type NoticeModes,
  noticeKinds,
} from '../words/noticeKinds.ts';
import { COLOURS } from './colours.ts';

/** The choices there are for a kind. */
export function modesFor(kind: NoticeKind): NoticeMode[] {
  return NOTICE_KINDS[kind].elsewhere === null ? ['on', 'silent'] : ['on', 'silent', 'off'];
}

/** "Rings", "Silent", "Off", "On the card only": what a mode does to a kind. */
export function modeInWords(kind: NoticeKind, mode: NoticeMode): string {
  if (mode === 'on') return 'Rings';
  if (mode === 'silent') return 'Silent';
  return NOTICE_KINDS[kind].elsewhere === 'card' ? 'On the card only' : 'Off';
}

/** What rings, what is silent, what is left out. */
export function noticePanel(chosen: NoticeModes): APIEmbed {
  const of = (mode: NoticeMode, elsewhere?: 'card' | 'nowhere') =>
    noticeKinds
      .filter((kind) => modeOf(kind, chosen) === mode)
      .filter((kind) => elsewhere === undefined || NOTICE_KINDS[kind].elsewhere === elsewhere)
      .map((kind) => NOTICE_KINDS[kind].label)
      .join(', ') || 'nothing';
  return {
    title: 'Notices',
    color: COLOURS.quiet,
    description:
      'Each position has one card in the private channel that is edited as it goes on. Whatever is set here, the whole story is on it.',
    fields: [
      { name: '🔔 Rings', value: of('on') },
      { name: '🔕 Silent: there, without a sound', value: of('silent') },
      { name: '📌 On the card only', value: of('off', 'card') },
      { name: '🚫 Off', value: of('off', 'nowhere') },
    ],
  };
}

/** One kind, how it is told, and what else it could be. */
export function noticeKindPanel(kind: NoticeKind, chosen: NoticeModes): APIEmbed {
  const { label, elsewhere } = NOTICE_KINDS[kind];
  const why =
    elsewhere === null
      ? kind === 'signal_taken'
        ? 'This is the card of a position itself. It may be silent, and never off: money is at risk from then on.'
        : 'This may be silent, and never off: it tells of money in danger or waits for your answer.'
      : elsewhere === 'card'
        ? 'Without a message of its own it still stands on the card of its position.'
        : 'Off, it is not posted at all; /signals, /status and /daily still show it.';
  return {
    title: label,
    color: COLOURS.quiet,
    description: `Now: **${modeInWords(kind, modeOf(kind, chosen))}**\n${why}`,
  };
}
