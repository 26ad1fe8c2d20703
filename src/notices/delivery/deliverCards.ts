import { createHash, randomBytes } from 'node:crypto';
import { type APIMessage, MessageFlags, type REST } from 'discord.js';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { pendingOfPosition } from '../../trading/store/notices/notices.ts';
import {
  type PositionCardRow,
  positionCardGone,
  positionCardPosted,
  positionCardShown,
  postingPositionCard,
  readPositionCard,
} from '../../trading/store/notices/positionCards.ts';
import type { Database } from '../../trading/store/tables.ts';
import type { Position } from '../../trading/strategy/model/state.ts';
import { COLOURS } from '../cards/colours.ts';
import { liveCard } from '../cards/liveCard.ts';
import { hasOwnMessage, modeOf, type NoticeModes } from '../words/noticeKinds.ts';
import type { MessageBody } from './noticeMessage.ts';
import { editMessage, findPosted, isGone, isMalformed, postMessage } from './postMessage.ts';
import { readStory } from './readStory.ts';

export type CardParts = {
  db: Kysely<Database>;
  rest: REST;
  channelId(): Promise<string>;
  modes(): NoticeModes;
  log: Logger;
  now(): number;
};

/**
 * Brings a position's card up to date: posts it when it has no message in the private channel,
 * edits it otherwise. Every step can be repeated after a crash. False: the message was gone, so
 * that it is to be posted anew.
 */
export async function showCard(parts: CardParts, positionId: string): Promise<boolean> {
  const { db, rest, log } = parts;
  const found = await readPositionCard(db, positionId);
  if (found === null) return true;
  const { card, position } = found;
  const channelId = await parts.channelId();
  const pending = await pendingOfPosition(db, positionId);
  const body = await cardBody(parts, position);
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url');
  const messageId = card.message_id;
  if (messageId !== null && card.channel_id !== channelId) {
    await positionCardGone(db, positionId);
    return false;
  }
  if (messageId === null) {
    const rings =
      modeOf('signal_taken', parts.modes()) === 'on' &&
      pending.some(({ kind }) => kind === 'signal_taken');
    const posted = await postCard(parts, card, channelId, {
      ...body,
      ...(rings ? {} : { flags: MessageFlags.SuppressNotifications }),
    });
    await positionCardPosted(db, positionId, posted.id);
    // The message may be of an earlier try and show less; then it is edited at once.
    if (card.nonce !== null) return showCard(parts, positionId);
    await shown(posted.id);
    return true;
  }
  if (card.shown !== hash) {
    try {
      await editMessage(rest, channelId, messageId, body);
    } catch (error) {
      if (isGone(error)) {
        await positionCardGone(db, positionId);
        return false;
      }
      if (!isMalformed(error)) throw error;
      log.error({ err: error, positionId }, 'Discord refused the form of a card');
      await editMessage(rest, channelId, messageId, unshowable(positionId));
    }
  }
  await shown(messageId);
  return true;

  function shown(id: string): Promise<void> {
    const told = pending.filter(({ kind }) => !hasOwnMessage(kind, parts.modes()));
    return positionCardShown(db, {
      positionId,
      messageId: id,
      revision: card.revision,
      hash,
      noticeIds: told.map((row) => row.id),
      at: parts.now(),
    });
  }
}

async function postCard(
  { db, rest, log, now }: CardParts,
  card: PositionCardRow,
  channelId: string,
  body: MessageBody,
): Promise<APIMessage> {
  const positionId = card.position_id;
  const triedThere = card.channel_id === channelId ? card.nonce : null;
  const nonce = triedThere ?? `card.${randomBytes(9).toString('base64url')}`;
  if (triedThere === null)
    await postingPositionCard(db, positionId, { nonce, channelId, at: now() });
  else if (card.posting_at !== null) {
    const since = card.posting_at.getTime();
    const found = await findPosted(rest, channelId, since, now(), (one) => isSameCard(one, body));
    if (found) return found;
  }
  try {
    return await postMessage(rest, channelId, body, { nonce });
  } catch (error) {
    if (!isMalformed(error)) throw error;
    log.error({ err: error, positionId }, 'Discord refused the form of a card');
    return postMessage(rest, channelId, unshowable(positionId), { nonce });
  }
}

/** Every card of a position has its name on top and its button below. */
function isSameCard(message: APIMessage, body: MessageBody): boolean {
  const marks = ({ embeds, components }: Pick<APIMessage, 'embeds' | 'components'>) =>
    JSON.stringify([
      embeds[0]?.author?.name,
      components?.flatMap((row) =>
        'components' in row ? row.components.map((one) => 'custom_id' in one && one.custom_id) : [],
      ),
    ]);
  return marks(message) === marks(body);
}

async function cardBody({ db, log }: CardParts, position: Position): Promise<MessageBody> {
  const story = await readStory(db, position.id);
  try {
    return liveCard(position, story);
  } catch (error) {
    // The cards of the others must not wait behind it for ever.
    log.error({ err: error, positionId: position.id }, 'a card has no form');
    return unshowable(position.id);
  }
}

function unshowable(positionId: string): MessageBody {
  return {
    embeds: [
      {
        title: `The card of position ${positionId} could not be shown`,
        color: COLOURS.warning,
        description: '/position shows it; the log says why it could not be shown here.',
      },
    ],
    components: [],
  };
}
