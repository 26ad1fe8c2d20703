import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIEmbed,
  MessageFlags,
} from 'discord.js';
import type { Notice, PositionNotice } from '../../trading/strategy/model/notice.ts';
import type { DecimalString } from '../../trading/venue/venue.ts';
import { formatsCard, formatsMenu, MOST_IN_LIST } from '../cards/formatsCard.ts';
import { noticeButtons } from '../cards/noticeButtons.ts';
import { type GeneralNotice, renderNotice } from '../cards/renderNotice.ts';
import { EMBED_LIMITS, embedLength } from '../words/embedLimits.ts';
import { storyWords } from '../words/storyWords.ts';

/** What a message shows, and whether it rings. */
export type MessageBody = {
  content?: string;
  embeds: APIEmbed[];
  components: APIActionRowComponent<APIComponentInMessageActionRow>[];
  flags?: MessageFlags.SuppressNotifications;
};

/** A file that is posted along. */
export type PostedFile = { name: string; data: Buffer; contentType: string };

/** The body with pictures: the first in its embed, the others below it. */
export function withFiles(body: MessageBody, files: readonly PostedFile[]): MessageBody {
  const [first] = files;
  const [embed, ...others] = body.embeds;
  if (first === undefined || embed === undefined) return body;
  const image = { url: `attachment://${first.name}` };
  return { ...body, embeds: [{ ...embed, image }, ...others] };
}

const CONTENT_LENGTH = 2_000;

/**
 * As many notices from the front as one message holds: of one position, as lines, to stand as an
 * answer under its card; or general ones, as embeds. One with buttons, or that will be
 * edited, stands alone. `increment`: of the prices of the position's product. Pure.
 */
export function noticeMessage(
  notices: readonly Notice[],
  rings: boolean,
  increment?: DecimalString,
): { body: MessageBody; held: number } {
  const [first] = notices;
  const body =
    first !== undefined && 'positionId' in first
      ? lines(notices, first.positionId, increment)
      : embeds(notices);
  return {
    body: { ...body.shown, ...(rings ? {} : { flags: MessageFlags.SuppressNotifications }) },
    held: body.held,
  };
}

type Part = { shown: MessageBody; held: number };

function lines(
  notices: readonly Notice[],
  positionId: string,
  increment: DecimalString | undefined,
): Part {
  let content = '';
  let held = 0;
  for (const notice of notices) {
    if (!('positionId' in notice) || notice.positionId !== positionId) break;
    const alert = alertOf(notice, increment);
    const next = held === 0 ? alert : `${content}\n${alert}`;
    if (held > 0 && next.length > CONTENT_LENGTH) break;
    content = next;
    held += 1;
  }
  return { shown: { content, embeds: [], components: [] }, held };
}

function embeds(notices: readonly Notice[]): Part {
  const asked = askedTogether(notices);
  if (asked.length > 1)
    return {
      shown: { embeds: [formatsCard(asked)], components: [formatsMenu(asked)] },
      held: asked.length,
    };
  const shown: MessageBody = { embeds: [], components: [] };
  let length = 0;
  for (const notice of notices) {
    if ('positionId' in notice) break;
    const embed = renderNotice(notice satisfies GeneralNotice);
    const buttons = noticeButtons(notice);
    const isAlone = buttons.length > 0 || notice.kind === 'agreement';
    length += embedLength(embed);
    const isFull = shown.embeds.length === EMBED_LIMITS.embeds || length > EMBED_LIMITS.total;
    if (shown.embeds.length > 0 && (isFull || isAlone)) break;
    shown.embeds.push(embed);
    shown.components = buttons;
    if (isAlone) break;
  }
  return { shown, held: shown.embeds.length };
}

type Asked = Extract<Notice, { kind: 'format_asked' }>;

/** Those that ask, from the front: several are one list; a picture stands alone. */
function askedTogether(notices: readonly Notice[]): Asked[] {
  const asked: Asked[] = [];
  for (const notice of notices) {
    if (notice.kind !== 'format_asked' || notice.picture || asked.length === MOST_IN_LIST) break;
    asked.push(notice);
  }
  return asked;
}

/** Which money, what happened, and below it what one may want to know. */
function alertOf(notice: PositionNotice, increment: DecimalString | undefined): string {
  const { headline, more } = storyWords(notice, increment);
  const account = 'account' in notice ? `${notice.account.toUpperCase()} · ` : '';
  return `${account}**${headline}**${more === '' ? '' : `\n${capital(more)}`}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
