import type { Discord } from '../discord.ts';
import type { InteractionAnswer, InteractionStart } from '../interactions/interaction.ts';
import type { AnswerWait } from './control.ts';

const answerTimeoutMs = 30_000;

/** Starts an interaction and waits for its answer. Rejects with a sentence when none comes. */
export function startAndWait(
  { events, interactions }: Discord,
  start: InteractionStart,
  wait: AnswerWait = {},
): Promise<InteractionAnswer> {
  const { until = 'answered', followups = 0, timeoutMs = answerTimeoutMs } = wait;
  const done = (answer: InteractionAnswer) =>
    answer.outcome === 'unanswered' ||
    (answer.followups.length >= followups &&
      answer.outcome !== 'waiting' &&
      (until === 'acknowledged' || answer.outcome !== 'deferred' || answer.followups.length > 0));
  return new Promise((resolve, reject) => {
    const end = events.subscribe((event) => {
      if (event.type !== 'answer' || event.answer !== answer || !done(answer)) return;
      finish();
      resolve(structuredClone(answer));
    });
    const timer = setTimeout(() => {
      finish();
      const { outcome, followups: came } = answer;
      reject(
        new Error(
          `Waited ${timeoutMs} ms for the answer to an interaction; it is "${outcome}" with ${came.length} follow-ups.`,
        ),
      );
    }, timeoutMs);
    const finish = () => {
      clearTimeout(timer);
      end();
    };
    const answer = interactions.start(start);
  });
}
