import { attempt, toast } from './dom.js';
import { openForm } from './form.js';
import { rest } from './rest.js';
import { flag, guildOf, nameOf, sessionId, theBot, userOf, world } from './world.js';

/**
 * Using what the bot offers, and what it answers: forms, choices, and messages that only one person
 * sees.
 *
 * @typedef {import('./world.js').Message} Message
 * @typedef {{ type: string, data: any }} Outcome the event that says how it was taken
 */

/** What kinds of use there are, as Discord numbers them. */
export const useType = { command: 2, component: 3, autocomplete: 4, form: 5 };

/** Whoever waits for how an interaction is taken, by its nonce. @type {Map<string, (outcome: Outcome) => void>} */
const waiting = new Map();
let uses = 0n;
/** As a snowflake, which Discord's own clients take. */
const newNonce = () => (((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) | ++uses).toString();

/** Events that end an interaction for whoever used something. */
const OUTCOMES = [
  'INTERACTION_SUCCESS',
  'INTERACTION_FAILURE',
  'INTERACTION_MODAL_CREATE',
  'APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE',
];

/**
 * Uses something of the bot's; gives how the bot took it. Rejects with Discord's words when it can't
 * be used so.
 *
 * @param {number} type
 * @param {string} channelId
 * @param {Record<string, unknown>} data
 * @param {{ message?: Message, files?: readonly File[] }} [more]
 * @returns {Promise<Outcome>}
 */
export async function use(type, channelId, data, { message, files = [] } = {}) {
  const nonce = newNonce();
  /** @type {Promise<Outcome>} */
  const outcome = new Promise((resolve) => waiting.set(nonce, resolve));
  const guildId = guildOf(channelId)?.id;
  const body = {
    type,
    nonce,
    application_id: theBot()?.id,
    channel_id: channelId,
    ...(guildId ? { guild_id: guildId } : {}),
    ...(message ? { message_id: message.id, message_flags: message.flags ?? 0 } : {}),
    session_id: sessionId(),
    data,
  };
  try {
    await rest('POST', '/interactions', body, files);
  } catch (error) {
    waiting.delete(nonce);
    throw error;
  }
  return outcome;
}

/** @param {string} type @param {any} data */
export function hearInteraction(type, data) {
  if (type === 'READY') {
    // A log-in anew: what was waited for was told to nobody.
    for (const take of waiting.values()) take({ type: 'INTERACTION_FAILURE', data: {} });
    waiting.clear();
  }
  if (!OUTCOMES.includes(type)) return;
  waiting.get(data.nonce)?.({ type, data });
  waiting.delete(data.nonce);
}

/**
 * Uses something, shows the bot's form, and says when it does not answer.
 *
 * @param {() => Promise<Outcome>} act
 * @returns {Promise<Outcome | undefined>}
 */
export async function interact(act) {
  const outcome = await attempt(act);
  if (outcome?.type === 'INTERACTION_FAILURE') toast('The application did not respond.', 'bad');
  if (outcome?.type === 'INTERACTION_MODAL_CREATE') openForm(outcome.data);
  return outcome;
}

/** Messages that only one person sees, by id; gone with the page, as on Discord. @type {Map<string, Message>} */
const ephemeral = new Map();

/** @param {Message} message */
export const isEphemeral = (message) => (Number(message.flags ?? 0) & flag.ephemeral) !== 0;

/** Whom an ephemeral message is for. @param {Message} message */
const readerOf = (message) => message.interaction_metadata?.user?.id;

/**
 * Takes one as it came or changed; says whether it is to be shown: not when it was dismissed.
 *
 * @param {'MESSAGE_CREATE' | 'MESSAGE_UPDATE'} type
 * @param {Message} message
 */
export function hearEphemeral(type, message) {
  if (type === 'MESSAGE_UPDATE' && !ephemeral.has(message.id)) return false;
  ephemeral.set(message.id, message);
  return true;
}

/** The ephemeral messages of a channel that the user sees, oldest first. @param {string} channelId */
export function ephemeralsOf(channelId) {
  const { id } = world().user;
  return [...ephemeral.values()].filter(
    (one) => one.channel_id === channelId && readerOf(one) === id,
  );
}

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
