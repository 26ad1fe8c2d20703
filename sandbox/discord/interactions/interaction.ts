import type {
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIModalInteractionResponseCallbackData,
} from 'discord.js';
import type { MessageBody } from '../messages/messages.ts';
import type { Wire } from '../wire/wire.ts';
import type { WorldChannel } from '../world/world.ts';

/** What the user who started an interaction sees of its answer. */
export interface InteractionAnswer {
  /** The interaction's id. */
  id: string;
  /**
   * - `waiting`: nothing yet. - `deferred`: acknowledged, the answer is still to come.
   * - `replied`: a message. - `updated`: the message with the button was edited.
   * - `modal`, `choices`: a form, autocomplete's list.
   * - `unanswered`: "The application did not respond".
   */
  outcome: 'waiting' | 'deferred' | 'replied' | 'updated' | 'modal' | 'choices' | 'unanswered';
  /** Milliseconds from the interaction to its acknowledgement. */
  acknowledgedAfterMs?: number;
  /** Whether it was acknowledged before it was answered. */
  deferred: boolean;
  ephemeral: boolean;
  /** The answer as it stands: the reply, or the message that was updated. */
  message?: APIMessage;
  modal?: APIModalInteractionResponseCallbackData;
  choices?: APIApplicationCommandOptionChoice[];
  followups: APIMessage[];
}

export const interactionType = {
  command: 2,
  component: 3,
  autocomplete: 4,
  modalSubmit: 5,
} as const;

/** What starts an interaction. */
export interface InteractionStart {
  type: (typeof interactionType)[keyof typeof interactionType];
  userId: string;
  channel: WorldChannel;
  data: Wire;
  /** The message with the component that was used. */
  message?: APIMessage;
  /** Shown above the reply: the command's name. */
  commandName?: string;
  /** The type of the message that answers: 20 for slash commands, 23 for context menus. */
  replyType?: number;
  /** What the person's client knows it by, when one started it. */
  nonce?: string;
  /** Whose installation allows it: 0 for the guild's, 1 for the user's. */
  owners: Record<string, string>;
}

export interface Interaction extends InteractionStart {
  id: string;
  token: string;
  startedAt: number;
  deadline: NodeJS.Timeout;
  answer: InteractionAnswer;
  acknowledged: boolean;
  /** A deferred reply that nothing was written into yet. */
  loading: boolean;
  originalId?: string;
  followupIds: string[];
}

export interface CallbackBody {
  type: number;
  data?: (MessageBody & Wire) | null;
}

export const callback = {
  reply: 4,
  deferReply: 5,
  deferUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
};

/** Which callbacks an interaction takes. */
export function callbacksFor({ type, message }: Interaction): number[] {
  const { reply, deferReply, deferUpdate, update, choices, modal } = callback;
  switch (type) {
    case interactionType.autocomplete:
      return [choices];
    case interactionType.command:
      return [reply, deferReply, modal];
    case interactionType.component:
      return [reply, deferReply, deferUpdate, update, modal];
    case interactionType.modalSubmit:
      return message ? [reply, deferReply, deferUpdate, update] : [reply, deferReply];
  }
}
