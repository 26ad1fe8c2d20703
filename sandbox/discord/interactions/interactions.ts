import { randomBytes } from 'node:crypto';
import type {
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord.js';
import type { Discord } from '../discord.ts';
import {
  announceEdit,
  applyEdit,
  buildMessage,
  deleteMessages,
  type MessageBody,
  postMessage,
} from '../messages/messages.ts';
import { apiErrors, fieldError } from '../wire/errors.ts';
import type { Wire } from '../wire/wire.ts';
import type { UploadedFile } from '../world/files.ts';
import { intent } from '../world/intents.ts';
import { findUser, messageFlag, messagesOf } from '../world/world.ts';
import {
  type CallbackBody,
  callback,
  callbacksFor,
  type Interaction,
  type InteractionAnswer,
  type InteractionStart,
} from './interaction.ts';
import { interactionWire, metadataOf } from './interactionWire.ts';
import { tellAcknowledged, tellEphemeral, tellUser } from './tellUser.ts';

/** A message that only one user sees; it is in no channel's history. */
export interface EphemeralMessage {
  message: APIMessage;
  userId: string;
}

export interface Interactions {
  /** Sends an interaction to the bot. */
  start(start: InteractionStart): InteractionAnswer;
  /** How an interaction stands. */
  answer(id: string): InteractionAnswer | undefined;
  /** What an interaction was started with, and how it was answered. */
  started(id: string): (InteractionStart & { answer: InteractionAnswer }) | undefined;
  /** A message only its reader can see, by id. */
  ephemeral(messageId: string): EphemeralMessage | undefined;
  /** The bot's callback; gives the answer's body for `with_response`. */
  acknowledge(id: string, token: string, body: CallbackBody, files: UploadedFile[]): Wire;
  message(token: string, messageId: string): APIMessage;
  edit(token: string, messageId: string, body: MessageBody, files: UploadedFile[]): APIMessage;
  remove(token: string, messageId: string): void;
  followUp(token: string, body: MessageBody, files: UploadedFile[]): APIMessage;
  stop(): void;
}

/** @param deadlines milliseconds in which an interaction must be acknowledged, and its token lives */
export function createInteractions(
  discord: () => Discord,
  deadlines: { acknowledgeWithinMs: number; tokenLifetimeMs: number },
): Interactions {
  /** Oldest first. */
  const byId = new Map<string, Interaction>();
  const byToken = new Map<string, Interaction>();
  const ephemeral = new Map<string, EphemeralMessage>();

  const changed = (interaction: Interaction) =>
    discord().events.emit({ type: 'answer', answer: interaction.answer });

  const forgetExpired = () => {
    const { now } = discord();
    for (const [id, interaction] of byId) {
      if (now() - interaction.startedAt <= deadlines.tokenLifetimeMs) return;
      byId.delete(id);
      byToken.delete(interaction.token);
    }
  };

  const acknowledgedByToken = (token: string): Interaction => {
    forgetExpired();
    const interaction = byToken.get(token);
    if (interaction === undefined) throw apiErrors.invalidWebhookToken();
    if (!interaction.acknowledged) throw apiErrors.unknownWebhook();
    return interaction;
  };

  /** A message the interaction may touch, by its id or "@original". */
  const owned = (interaction: Interaction, messageId: string): APIMessage => {
    const id = messageId === '@original' ? interaction.originalId : messageId;
    const known = id === interaction.originalId || interaction.followupIds.includes(id ?? '');
    const message =
      id === undefined || !known
        ? undefined
        : (ephemeral.get(id)?.message ??
          messagesOf(discord().world, interaction.channel.id).find((one) => one.id === id));
    if (message === undefined) throw apiErrors.unknownMessage();
    return message;
  };

  const send = (
    interaction: Interaction,
    body: MessageBody,
    files: UploadedFile[],
    flags: number,
    type = 0,
  ): APIMessage => {
    const { world } = discord();
    const { application } = world;
    const message = buildMessage(
      discord(),
      interaction.channel,
      findUser(world, application.botId),
      body,
      files,
      {
        type,
        webhook_id: application.id,
        application_id: application.id,
        flags,
        ...metadataOf(discord(), interaction),
      },
    );
    if ((flags & messageFlag.ephemeral) !== 0) {
      ephemeral.set(message.id, { message, userId: interaction.userId });
      tellEphemeral(discord(), interaction, 'MESSAGE_CREATE', message);
    } else postMessage(discord(), interaction.channel, message);
    return message;
  };

  const edit = (
    interaction: Interaction,
    message: APIMessage,
    body: MessageBody,
    files: UploadedFile[],
  ) => {
    applyEdit(discord(), interaction.channel, message, body, files);
    if (message.id === interaction.originalId) {
      message.flags = Number(message.flags) & ~messageFlag.loading;
      if (interaction.loading) message.edited_timestamp = null;
      interaction.loading = false;
    }
    if (ephemeral.has(message.id)) {
      tellEphemeral(discord(), interaction, 'MESSAGE_UPDATE', message);
    } else announceEdit(discord(), interaction.channel, message);
  };

  /** Applies a callback; gives the message it made or changed. */
  const apply = (
    interaction: Interaction,
    { type, data }: CallbackBody,
    files: UploadedFile[],
  ): APIMessage | undefined => {
    const { answer } = interaction;
    const body: MessageBody = data ?? {};
    const flags = Number(body.flags ?? 0) & messageFlag.ephemeral;
    if (type === callback.reply || type === callback.deferReply) {
      const loading = type === callback.deferReply;
      answer.outcome = loading ? 'deferred' : 'replied';
      answer.deferred = loading;
      answer.ephemeral = flags !== 0;
      interaction.loading = loading;
      const message = send(
        interaction,
        loading ? {} : body,
        loading ? [] : files,
        flags | (loading ? messageFlag.loading : 0),
        interaction.replyType,
      );
      interaction.originalId = message.id;
      answer.message = message;
      return message;
    }
    if (type === callback.deferUpdate || type === callback.update) {
      interaction.originalId = interaction.message?.id;
      const message = owned(interaction, '@original');
      answer.ephemeral = ephemeral.has(message.id);
      answer.message = message;
      answer.deferred = type === callback.deferUpdate;
      answer.outcome = answer.deferred ? 'deferred' : 'updated';
      if (type === callback.update) edit(interaction, message, body, files);
      return message;
    }
    if (type === callback.choices) {
      answer.outcome = 'choices';
      answer.choices = (data?.choices ?? []) as APIApplicationCommandOptionChoice[];
    } else if (type === callback.modal) {
      answer.outcome = 'modal';
      answer.modal = data as unknown as APIModalInteractionResponseCallbackData;
    }
    return undefined;
  };

  return {
    start: (start) => {
      forgetExpired();
      const { now, nextId, gateway } = discord();
      const id = nextId();
      const interaction: Interaction = {
        ...start,
        id,
        token: randomBytes(48).toString('base64url'),
        startedAt: now(),
        deadline: setTimeout(() => {
          interaction.answer.outcome = 'unanswered';
          tellUser(discord(), interaction, 'INTERACTION_FAILURE', { reason_code: 2 });
          changed(interaction);
        }, deadlines.acknowledgeWithinMs),
        answer: { id, outcome: 'waiting', deferred: false, ephemeral: false, followups: [] },
        acknowledged: false,
        loading: false,
        followupIds: [],
      };
      byId.set(id, interaction);
      byToken.set(interaction.token, interaction);
      tellUser(discord(), interaction, 'INTERACTION_CREATE');
      gateway.dispatch('INTERACTION_CREATE', intent.none, interactionWire(discord(), interaction));
      return interaction.answer;
    },

    answer: (id) => byId.get(id)?.answer,
    started: (id) => byId.get(id),
    ephemeral: (messageId) => ephemeral.get(messageId),

    acknowledge: (id, token, body, files) => {
      const interaction = byId.get(id);
      if (
        interaction === undefined ||
        interaction.token !== token ||
        interaction.answer.outcome === 'unanswered'
      ) {
        throw apiErrors.unknownInteraction();
      }
      if (interaction.acknowledged) throw apiErrors.alreadyAcknowledged();
      if (!callbacksFor(interaction).includes(body.type)) {
        throw apiErrors.invalidForm(
          fieldError(['type'], 'INTERACTION_TYPE_INVALID', 'This kind of answer does not fit.'),
        );
      }
      const message = apply(interaction, body, files);
      clearTimeout(interaction.deadline);
      interaction.acknowledged = true;
      interaction.answer.acknowledgedAfterMs = discord().now() - interaction.startedAt;
      tellAcknowledged(discord(), interaction);
      changed(interaction);
      // Only a reply or an update comes back whole; a deferred one has nothing to show yet.
      const whole = body.type === callback.reply || body.type === callback.update;
      return {
        interaction: {
          id,
          type: interaction.type,
          channel_id: interaction.channel.id,
          ...(interaction.channel.guildId ? { guild_id: interaction.channel.guildId } : {}),
          ...(message
            ? {
                response_message_id: message.id,
                response_message_loading: interaction.loading,
                response_message_ephemeral: interaction.answer.ephemeral,
              }
            : {}),
        },
        ...(whole && message ? { resource: { type: body.type, message } } : {}),
      };
    },

    message: (token, messageId) => owned(acknowledgedByToken(token), messageId),

    edit: (token, messageId, body, files) => {
      const interaction = acknowledgedByToken(token);
      const message = owned(interaction, messageId);
      edit(interaction, message, body, files);
      const { answer } = interaction;
      if (message.id === interaction.originalId && answer.outcome === 'deferred') {
        answer.outcome = message.id === interaction.message?.id ? 'updated' : 'replied';
      }
      changed(interaction);
      return message;
    },

    remove: (token, messageId) => {
      const interaction = acknowledgedByToken(token);
      const message = owned(interaction, messageId);
      if (ephemeral.delete(message.id)) {
        tellEphemeral(discord(), interaction, 'MESSAGE_DELETE', message);
      } else deleteMessages(discord(), interaction.channel, [message.id]);
      const { answer } = interaction;
      answer.followups = answer.followups.filter(({ id }) => id !== message.id);
      if (answer.message?.id === message.id) {
        delete answer.message;
        if (answer.outcome === 'deferred') answer.outcome = 'replied';
      }
      changed(interaction);
    },

    followUp: (token, body, files) => {
      const interaction = acknowledgedByToken(token);
      const { answer } = interaction;
      // The first follow-up to a deferred reply is what the deferred reply becomes.
      if (interaction.loading) {
        const message = owned(interaction, '@original');
        edit(interaction, message, body, files);
        answer.outcome = 'replied';
        changed(interaction);
        return message;
      }
      const flags = Number(body.flags ?? 0) & messageFlag.ephemeral;
      const message = send(interaction, body, files, flags);
      interaction.followupIds.push(message.id);
      answer.followups.push(message);
      changed(interaction);
      return message;
    },

    stop: () => {
      for (const { deadline } of byId.values()) clearTimeout(deadline);
    },
  };
}
