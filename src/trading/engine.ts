import type { Decision } from './strategy/command.ts';
import type { Event } from './strategy/event.ts';
import type { State } from './strategy/state.ts';

/** The loop around the core: event → decide → commit → act. */
export type Engine = {
  /** Decides on one event and commits it; resolves once that is on disk. Effects follow by themselves. */
  submit(event: Event): Promise<Decision>;
  /** Something new may be in the inbox; returns at once. */
  wake(): void;
  /** The state as last committed. */
  state(): State;
  /** Resolves when the inbox is empty, every intent has its answer and all that came of them is committed. */
  processAll(): Promise<void>;
};
