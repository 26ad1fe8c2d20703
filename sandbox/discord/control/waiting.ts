import { compareSnowflakes } from '../world/snowflake.ts';
import type { ControlCalls, DiscordControl } from './control.ts';
import type { DiscordEvent } from './events.ts';

const defaultTimeoutMs = 30_000;

/** Adds the waits to the calls; both ways of control are made by this. */
export function withWaits(calls: ControlCalls, onEvent: DiscordControl['onEvent']): DiscordControl {
  /**
   * Watches events for a result. `begin` may look at what is already there; events that come
   * meanwhile are kept, so that nothing falls between looking and watching.
   */
  const watch = <T>(
    what: string,
    timeoutMs: number,
    begin: () => Promise<{ found: T | undefined; next: (event: DiscordEvent) => T | undefined }>,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      const early: DiscordEvent[] = [];
      let hear = (event: DiscordEvent) => {
        early.push(event);
      };
      const end = onEvent((event) => hear(event));
      const timer = setTimeout(() => {
        end();
        reject(new Error(`Waited ${timeoutMs} ms in vain for ${what}.`));
      }, timeoutMs);
      const settle = (result: T) => {
        clearTimeout(timer);
        end();
        resolve(result);
      };
      const fail = (error: unknown) => {
        clearTimeout(timer);
        end();
        reject(error);
      };
      begin().then(({ found, next }) => {
        if (found !== undefined) return settle(found);
        hear = (event) => {
          // A condition that throws ends its own wait, not the server that told the event.
          try {
            const result = next(event);
            if (result !== undefined) settle(result);
          } catch (error) {
            fail(error);
          }
        };
        for (const event of early) hear(event);
      }, fail);
    });

  const waitForEvent = (
    matches: (event: DiscordEvent) => boolean,
    timeoutMs = defaultTimeoutMs,
  ): Promise<DiscordEvent> =>
    watch('an event', timeoutMs, async () => ({
      found: undefined,
      next: (event: DiscordEvent) => (matches(event) ? event : undefined),
    }));

  return {
    ...calls,
    onEvent,
    events: () => eventsOf(onEvent),
    waitForEvent: waitForEvent as DiscordControl['waitForEvent'],

    waitForMessage: (channel, matches, { timeoutMs = defaultTimeoutMs, after } = {}) =>
      watch(`a message in ${channel}`, timeoutMs, async () => {
        const channelId = await calls.channelId(channel);
        const present = after === undefined ? [] : await calls.messages(channelId);
        return {
          found: present.find(
            (one) => compareSnowflakes(one.id, after?.id ?? '0') > 0 && matches(one),
          ),
          next: (event) =>
            (event.type === 'message' || event.type === 'messageEdit') &&
            event.message.channel_id === channelId &&
            matches(event.message)
              ? event.message
              : undefined,
        };
      }),

    waitForAnswer: (id, matches, timeoutMs = defaultTimeoutMs) =>
      watch('an interaction to be answered', timeoutMs, async () => {
        const present = await calls.answer(id);
        return {
          found: present && matches(present) ? present : undefined,
          next: (event) =>
            event.type === 'answer' && event.answer.id === id && matches(event.answer)
              ? event.answer
              : undefined,
        };
      }),
  };
}

/** Events as an iterator that keeps what came while nobody was asking. */
function eventsOf(onEvent: DiscordControl['onEvent']): AsyncIterableIterator<DiscordEvent> {
  const waiting: DiscordEvent[] = [];
  let wake = () => {};
  const end = onEvent((event) => {
    waiting.push(event);
    wake();
  });
  return (async function* () {
    try {
      for (;;) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      end();
    }
  })();
}
