import {
  ApplicationCommandAutocompleteCallbackRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  InteractionCallbackResponseSchema,
  MessageResponseSchema,
  ModalInteractionCallbackRequestSchema,
  UpdateMessageInteractionCallbackRequestSchema,
} from 'discord-api-spec/zod';
import type { CallbackBody } from '../interactions/interaction.ts';
import type { MessageBody } from '../messages/messages.ts';
import { apiErrors } from '../wire/errors.ts';
import { checkMessage } from '../wire/rules.ts';
import type { Schema } from '../wire/validate.ts';
import { type Call, noContent, ok, type Route } from './rest.ts';

/** The schema of a callback, by its type. */
function callbackSchema(body: unknown): Schema {
  switch ((body as CallbackBody | undefined)?.type) {
    case 6:
    case 7:
      return UpdateMessageInteractionCallbackRequestSchema;
    case 8:
      return ApplicationCommandAutocompleteCallbackRequestSchema;
    case 9:
      return ModalInteractionCallbackRequestSchema;
    default:
      return CreateMessageInteractionCallbackRequestSchema;
  }
}

/** The token of an interaction's webhook; every other webhook is unknown here. */
function tokenOf({ discord, params }: Call): string {
  if (params.webhook !== discord.world.application.id) throw apiErrors.unknownWebhook();
  return params.token ?? '';
}

const path = '/webhooks/:webhook/:token';

export const interactionRoutes: Route[] = [
  {
    method: 'POST',
    path: '/interactions/:interaction/:token/callback',
    open: true,
    request: callbackSchema,
    response: InteractionCallbackResponseSchema,
    handle: ({ discord, params, query, body, files }) => {
      const callback = body as CallbackBody;
      if (callback.type === 4 || callback.type === 7) {
        checkMessage(callback.data ?? {}, callback.type === 4 && files.length === 0);
      }
      const answer = discord.interactions.acknowledge(
        params.interaction ?? '',
        params.token ?? '',
        callback,
        files,
      );
      return query.get('with_response') === 'true' ? ok(answer) : noContent;
    },
  },
  {
    method: 'POST',
    path,
    open: true,
    request: IncomingWebhookRequestPartialSchema,
    response: MessageResponseSchema,
    handle: (call) => {
      const body = (call.body ?? {}) as MessageBody;
      const token = tokenOf(call);
      checkMessage(body, call.files.length === 0);
      return ok(call.discord.interactions.followUp(token, body, call.files));
    },
  },
  {
    method: 'GET',
    path: `${path}/messages/:message`,
    open: true,
    response: MessageResponseSchema,
    handle: (call) =>
      ok(call.discord.interactions.message(tokenOf(call), call.params.message ?? '')),
  },
  {
    method: 'PATCH',
    path: `${path}/messages/:message`,
    open: true,
    request: IncomingWebhookUpdateRequestPartialSchema,
    response: MessageResponseSchema,
    handle: (call) => {
      const body = (call.body ?? {}) as MessageBody;
      const token = tokenOf(call);
      checkMessage(body, false);
      const { message } = call.params;
      return ok(call.discord.interactions.edit(token, message ?? '', body, call.files));
    },
  },
  {
    method: 'DELETE',
    path: `${path}/messages/:message`,
    open: true,
    handle: (call) => {
      call.discord.interactions.remove(tokenOf(call), call.params.message ?? '');
      return noContent;
    },
  },
];
