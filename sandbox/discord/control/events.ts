import type { APIApplicationCommand, APIMessage } from 'discord.js';
import type { InteractionAnswer } from '../interactions/interaction.ts';
import type { Violation } from '../wire/validate.ts';

/** The bot's presence as it last set it. */
export interface Presence {
  status: string;
  activities: { name: string; type: number; state?: string | null }[];
}

/** Everything worth telling a transcript or a test, in the order in which it happened. */
export type DiscordEvent =
  | { type: 'message'; message: APIMessage }
  | { type: 'messageEdit'; message: APIMessage }
  | { type: 'messageDelete'; channelId: string; messageId: string }
  /** An answer to an interaction came or changed: acknowledged, edited, followed up, given up. */
  | { type: 'answer'; answer: InteractionAnswer }
  | { type: 'commands'; guildId: string | null; commands: APIApplicationCommand[] }
  /** A channel or thread was made, changed or deleted. */
  | { type: 'channel'; channelId: string }
  | { type: 'presence'; presence: Presence }
  | { type: 'typing'; channelId: string }
  | {
      type: 'connection';
      change: 'opened' | 'identified' | 'resumed' | 'closed';
      connectionId: number;
      sessionId: string | null;
      /** The close code, of either side. */
      code?: number;
    }
  | { type: 'request'; method: string; path: string; status: number | 'lost' }
  | { type: 'violation'; violation: Violation };

export interface EventStream {
  emit(event: DiscordEvent): void;
  /** Calls the listener for each event from now on; returns what ends that. */
  subscribe(listener: (event: DiscordEvent) => void): () => void;
}

export function createEventStream(): EventStream {
  const listeners = new Set<(event: DiscordEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
