import type { APIApplicationCommand, APIEmbed, APIMessage, APIUser } from 'discord.js';
import type { ConnectionInfo } from '../gateway/gateway.ts';
import type { InteractionAnswer } from '../interactions/interaction.ts';
import type { OptionValue } from '../interactions/optionValues.ts';
import type { Violation } from '../wire/validate.ts';
import type { SentFile } from '../world/files.ts';
import type { permission } from '../world/permissions.ts';
import type { DiscordEvent, Presence } from './events.ts';
import type { MalformedFrame, RequestFault } from './faults.ts';

/**
 * A channel: its id, its name ("signals"), its server and name ("Elsewhere/calls"), or a direct
 * message: "dm:owner" is that user's with the bot, "dm:owner+provider" one between users.
 */
export type ChannelReference = string;
/** A user: id or user name. */
export type UserReference = string;
/** A message, or anything with its id. */
export type MessageReference = { id: string };

/** What somebody posts. */
export interface Post {
  content?: string;
  embeds?: APIEmbed[];
  components?: Record<string, unknown>[];
  files?: SentFile[];
  /** Posted by the channel's webhook of this name instead of the author. */
  webhook?: string;
  replyTo?: MessageReference;
  /** A forward of this message, carried as a snapshot. */
  forwardOf?: MessageReference;
  /** The copy of this announcement in a channel that follows it; the author is its webhook. */
  crosspostOf?: MessageReference;
}

/** How long a call waits for the bot's answer to an interaction. */
export interface AnswerWait {
  /**
   * `answered` (when absent): until the final answer; a deferred one until it is edited or followed
   * up. `acknowledged`: until the first sign of the bot.
   */
  until?: 'answered' | 'acknowledged';
  /** Also until there are so many follow-ups. */
  followups?: number;
  /** 30 seconds when absent. */
  timeoutMs?: number;
}

type PermissionName = keyof typeof permission;

/** What a person at the keyboard, a test or a fault can do; every value is JSON. */
export interface ControlCalls {
  post(
    channel: ChannelReference,
    author: UserReference,
    content: string | Post,
  ): Promise<APIMessage>;
  edit(message: MessageReference, content: string | Post): Promise<APIMessage>;
  /** Deletes messages of one channel, several as one bulk delete. */
  delete(...messages: MessageReference[]): Promise<void>;
  /** Discord adds a link's preview: an update that is no edit. */
  linkPreview(message: MessageReference, embed?: APIEmbed): Promise<APIMessage>;
  /**
   * Starts a thread from a message, a thread by itself, or in a forum a post with its first message.
   * Gives the thread's id.
   */
  startThread(
    channel: ChannelReference,
    author: UserReference,
    name: string,
    more?: { from?: MessageReference; first?: string | Post },
  ): Promise<string>;

  /** Archives a thread or a forum's post, as Discord does by itself when nobody writes there. */
  archiveThread(thread: ChannelReference): Promise<void>;

  /** Uses a slash command, named with its subcommands: "watch add". */
  command(
    user: UserReference,
    channel: ChannelReference,
    name: string,
    options?: Record<string, OptionValue>,
    wait?: AnswerWait,
  ): Promise<InteractionAnswer>;
  /** Types into one option, with the others as far as they are filled in. */
  autocomplete(
    user: UserReference,
    channel: ChannelReference,
    name: string,
    focused: string,
    options: Record<string, OptionValue>,
    wait?: AnswerWait,
  ): Promise<InteractionAnswer>;
  /** Uses a command in the menu of a message or of a user. */
  contextMenu(
    user: UserReference,
    name: string,
    target: { message: MessageReference } | { user: UserReference; channel: ChannelReference },
    wait?: AnswerWait,
  ): Promise<InteractionAnswer>;
  click(
    user: UserReference,
    message: MessageReference,
    customId: string,
    wait?: AnswerWait,
  ): Promise<InteractionAnswer>;
  /** Chooses in a select menu: values or labels; users, channels and roles by id or name. */
  select(
    user: UserReference,
    message: MessageReference,
    customId: string,
    values: string[],
    wait?: AnswerWait,
  ): Promise<InteractionAnswer>;
  /** Fills in and sends the form that an interaction was answered with; values by custom id. */
  submitModal(
    user: UserReference,
    openedBy: { id: string },
    values: Record<string, string | string[]>,
    wait?: AnswerWait,
  ): Promise<InteractionAnswer>;
  /** How an interaction stands; null when it is unknown or long over. */
  answer(id: string): Promise<InteractionAnswer | null>;

  /** A channel's id by its reference; opens a direct message that isn't there yet. */
  channelId(channel: ChannelReference): Promise<string>;
  /** A channel's messages, oldest first. */
  messages(channel: ChannelReference): Promise<APIMessage[]>;
  /** Everybody but the bot, each with the token that their client logs in with. */
  people(): Promise<{ user: APIUser; token: string }[]>;
  /** The commands, of the message menu too, that a user is offered in a channel. */
  offered(user: UserReference, channel: ChannelReference): Promise<APIApplicationCommand[]>;
  /** Registered commands: global ones, or those of one server. */
  commands(guild?: string): Promise<APIApplicationCommand[]>;
  presence(): Promise<Presence | null>;
  violations(): Promise<Violation[]>;
  clearViolations(): Promise<void>;
  connections(): Promise<ConnectionInfo[]>;
  /** Sets what a user or role (by name or id) is allowed and denied in a channel. */
  setPermissions(
    channel: ChannelReference,
    target: string,
    permissions: { allow?: PermissionName[]; deny?: PermissionName[] },
  ): Promise<void>;
  /** Allows and denies a role something in the whole server; roles by name or id. */
  setRolePermissions(
    role: string,
    permissions: { allow?: PermissionName[]; deny?: PermissionName[] },
  ): Promise<void>;
  /** Gives a member exactly these roles, by name or id, in every server where they exist. */
  setRoles(user: UserReference, roles: string[]): Promise<void>;
  deleteRole(role: string): Promise<void>;
  /** Deletes a channel with its threads, or one thread. */
  deleteChannel(channel: ChannelReference): Promise<void>;
  /** Whether the bot is a member of a server, by name or id. */
  setBotMember(guild: string, member: boolean): Promise<void>;
  /** Whether a server is out of order at Discord's: nothing comes from there. */
  setAvailable(guild: string, available: boolean): Promise<void>;
  /** Whether a user takes direct messages from the bot. */
  setReachable(user: UserReference, reachable: boolean): Promise<void>;
  /** Whether a user has the application installed to their account. */
  setInstalled(user: UserReference, installed: boolean): Promise<void>;
  /** Whether the Message Content intent is switched on in the developer portal. */
  setMessageContent(on: boolean): Promise<void>;

  // Faults of the gateway and of requests meet the bot alone, not the clients of people.

  /**
   * Closes every gateway connection of the bot, or of a user, with a code; cuts them without a word
   * when there is none.
   */
  dropGateway(code?: number | null, user?: UserReference): Promise<void>;
  /** Whether new gateway connections are refused. */
  refuseGateway(on: boolean): Promise<void>;
  /** Closes every log-in with this code (4011: sharding required); null takes them again. */
  refuseLogIns(code: number | null): Promise<void>;
  /** How many more log-ins Discord says it takes today (session_start_limit). */
  setLogInsLeft(left: number): Promise<void>;
  /** Whether open connections go silent: nothing is sent or heard, and they stay open. */
  muteGateway(on: boolean): Promise<void>;
  acknowledgeHeartbeats(on: boolean): Promise<void>;
  /** Whether a resume is taken and then nothing more is said, though heartbeats are answered. */
  ignoreResumes(on: boolean): Promise<void>;
  /** Gives the bot another token: the one before opens nothing any more. */
  setToken(token: string): Promise<void>;
  /** From now on no session of today can be resumed. */
  invalidateSessions(): Promise<void>;
  /** Sends op 9. */
  sendInvalidSession(resumable: boolean): Promise<void>;
  /** Sends op 7. */
  askToReconnect(): Promise<void>;
  sendMalformed(frame: MalformedFrame): Promise<void>;
  /** Makes the next requests on a route fail, get lost or be slow. */
  failRequests(fault: RequestFault): Promise<void>;
  clearFaults(): Promise<void>;
}

/** The calls, and what happens as it happens: one interface in process and over HTTP. */
export interface DiscordControl extends ControlCalls {
  /** Calls the listener for every event from now on; returns what ends that. */
  onEvent(listener: (event: DiscordEvent) => void): () => void;
  /** Every event from now on. Leaving the loop ends it. */
  events(): AsyncIterableIterator<DiscordEvent>;
  /** The next event that matches. Rejects after 30 seconds when `timeoutMs` is absent. */
  waitForEvent<E extends DiscordEvent>(
    matches: (event: DiscordEvent) => event is E,
    timeoutMs?: number,
  ): Promise<E>;
  waitForEvent(
    matches: (event: DiscordEvent) => boolean,
    timeoutMs?: number,
  ): Promise<DiscordEvent>;
  /**
   * The next message in a channel that matches, when it is posted or edited to match. With `after`,
   * messages already there count when they came after that one.
   */
  waitForMessage(
    channel: ChannelReference,
    matches: (message: APIMessage) => boolean,
    wait?: { timeoutMs?: number; after?: MessageReference },
  ): Promise<APIMessage>;
  /** An interaction's answer once it matches; at once when it already does. */
  waitForAnswer(
    id: string,
    matches: (answer: InteractionAnswer) => boolean,
    timeoutMs?: number,
  ): Promise<InteractionAnswer>;
}

/** Every call there is; the type sees to it that none is missing. */
const calls: Record<keyof ControlCalls, true> = {
  post: true,
  edit: true,
  delete: true,
  linkPreview: true,
  startThread: true,
  archiveThread: true,
  command: true,
  autocomplete: true,
  contextMenu: true,
  click: true,
  select: true,
  submitModal: true,
  answer: true,
  channelId: true,
  messages: true,
  people: true,
  offered: true,
  commands: true,
  presence: true,
  violations: true,
  clearViolations: true,
  connections: true,
  setPermissions: true,
  setRolePermissions: true,
  setRoles: true,
  deleteRole: true,
  deleteChannel: true,
  setBotMember: true,
  setAvailable: true,
  setReachable: true,
  setInstalled: true,
  setMessageContent: true,
  dropGateway: true,
  refuseGateway: true,
  refuseLogIns: true,
  setLogInsLeft: true,
  muteGateway: true,
  acknowledgeHeartbeats: true,
  ignoreResumes: true,
  setToken: true,
  invalidateSessions: true,
  sendInvalidSession: true,
  askToReconnect: true,
  sendMalformed: true,
  failRequests: true,
  clearFaults: true,
};

/** The names of all calls, for the way over HTTP. */
export const callNames = Object.keys(calls) as (keyof ControlCalls)[];
