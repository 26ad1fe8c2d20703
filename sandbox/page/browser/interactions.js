import { attempt, toast } from './dom.js';
import { openForm } from './form.js';
import { flag, nameOf, userOf, world } from './world.js';

/**
 * What the bot answers with: forms, and messages that only one person sees.
 *
 * @typedef {import('../../discord/interactions/interaction.ts').InteractionAnswer} Answer
 * @typedef {import('./world.js').Message} Message
 */

/** As long as Discord waits for a sign of the bot is enough to show it; the rest comes as it happens. */
export const wait = /** @type {const} */ ({ until: 'acknowledged' });

/** Messages that only one person sees, by id; gone with the page, as on Discord. @type {Map<string, Message>} */
const ephemeral = new Map();
/** Which of them belong to an answer. @type {Map<string, Set<string>>} */
const ofAnswer = new Map();

/**
 * Does something that the bot answers, shows its form, and says when it does not answer.
 *
 * @param {() => Promise<Answer>} act
 * @returns {Promise<Answer | undefined>}
 */
export async function interact(act) {
  const answer = await attempt(act);
  if (answer?.outcome === 'unanswered') toast('The application did not respond.', 'bad');
  if (answer?.modal) openForm(answer.id, answer.modal);
  return answer;
}

/** @param {Message} message */
export const isEphemeral = (message) => (Number(message.flags ?? 0) & flag.ephemeral) !== 0;

/** Whom an ephemeral message is for. @param {Message} message */
const readerOf = (message) => message.interaction_metadata?.user?.id;

/**
 * Takes an answer as it stands now.
 *
 * @param {Answer} answer
 * @returns {{ shown: Message[], gone: string[] }} ephemeral messages that came or changed, and that went
 */
export function hearAnswer(answer) {
  const messages = answer.message ? [answer.message, ...answer.followups] : answer.followups;
  const shown = messages.filter(isEphemeral);
  const ids = new Set(shown.map(({ id }) => id));
  const gone = [...(ofAnswer.get(answer.id) ?? [])].filter((id) => !ids.has(id));
  ofAnswer.set(answer.id, ids);
  for (const message of shown) ephemeral.set(message.id, message);
  for (const id of gone) ephemeral.delete(id);
  return { shown, gone };
}

/** The ephemeral messages of a channel that the user sees, oldest first. @param {string} channelId */
export function ephemeralsOf(channelId) {
  const { id } = world().user;
  return [...ephemeral.values()].filter(
    (one) => one.channel_id === channelId && readerOf(one) === id,
  );
}

/** Whether the user may see it. @param {Message} message */
export const isForMe = (message) => !isEphemeral(message) || readerOf(message) === world().user.id;

/** @param {string} messageId */
export const dismiss = (messageId) => ephemeral.delete(messageId);

/** "Olive Owner used /status", for the line above an answer. @param {Message} message */
export function usedLine(message) {
  const used = message.interaction_metadata;
  if (used?.type !== 2) return null;
  const name = message.interaction?.name ?? 'a command';
  const menu = message.type === 23;
  return { who: nameOf(userOf(used.user.id) ?? used.user), what: menu ? name : `/${name}` };
}
