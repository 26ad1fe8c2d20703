import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { APIMessage } from 'discord.js';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Presence } from '../control/events.ts';
import type { Discord } from '../discord.ts';
import { readableMessage } from '../messages/messages.ts';
import type { Wire } from '../wire/wire.ts';
import { intent } from '../world/intents.ts';

import { identify, type LogIns, resume } from './logIn.ts';
import { sendMembers } from './members.ts';
import { createBotPresence } from './presence.ts';
import {
  type Connection,
  dispatchTo,
  isObject,
  op,
  type Session,
  send,
  sendOp,
} from './session.ts';
import { tellOfChannels } from './userChannels.ts';

const maxPayloadBytes = 4_096;
const maxFramesPerMinute = 120;

export interface ConnectionInfo {
  id: number;
  sessionId: string | null;
  intents: number;
  sequence: number;
}

export interface Gateway {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends an event to every session of the bot with the intent; kept for those that are away. */
  dispatch(type: string, wanted: number, data: Wire): void;
  /** Sends an event to the clients of those people whom it concerns; kept for those that are away. */
  tellUsers(concerns: (userId: string) => boolean, type: string, data: Wire): void;
  /** Tells people's clients what changed in the channels that they see. */
  tellOfChannels(): void;
  /** Sends a message event to the bot, without its content when it may not read it. */
  dispatchMessage(type: string, message: APIMessage, extra: Wire, direct: boolean): void;
  /** Sends a frame as it is to every open connection of the bot. */
  sendRaw(frame: string): void;
  connections(): ConnectionInfo[];
  presence(): Presence | null;
  /** Closes a user's connections: with a code, or by cutting them when there is none. */
  drop(userId: string, code?: number): void;
  /** Whether the bot's new connections are refused. */
  refuse(on: boolean): void;
  /** Closes every log-in of the bot with this code, until there is none. */
  refuseLogIns(code: number | null): void;
  /** How many log-ins are left of today's, and sets it. */
  logInsLeft(): number;
  setLogInsLeft(left: number): void;
  mute(on: boolean): void;
  acknowledgeHeartbeats(on: boolean): void;
  /** Whether a resume is taken and then nothing more is said, though heartbeats are answered. */
  ignoreResumes(on: boolean): void;
  /** From now on none of today's sessions can be resumed; those connected go on. */
  invalidateSessions(): void;
  /** Op 7: asks clients to reconnect and resume. */
  askToReconnect(): void;
  /** Op 9 to every connection. */
  sendInvalidSession(resumable: boolean): void;
  close(): void;
}

/** The gateway, version 10, JSON over one WebSocket a connection. */
export function createGateway(
  discord: () => Discord,
  options: { heartbeatIntervalMs: number },
): Gateway {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const sessions = new Map<string, Session>();
  const connections = new Set<Connection>();
  let nextConnection = 1;
  let refusing = false;
  let acknowledging = true;
  const state: LogIns['state'] = { logInRefusal: null, logInsLeft: 1_000, ignoringResumes: false };

  const announce = (
    connection: Connection,
    change: 'opened' | 'identified' | 'resumed' | 'closed',
    code?: number,
  ) =>
    discord().events.emit({
      type: 'connection',
      change,
      connectionId: connection.id,
      sessionId: connection.session?.id ?? null,
      ...(code === undefined ? {} : { code }),
    });

  const isBot = (userId: string) => userId === discord().world.application.botId;
  /** The bot's connections, one that has not said yet whose it is among them: faults meet these. */
  const botConnections = () =>
    [...connections].filter(({ session }) => session === null || isBot(session.userId));

  const tellUsers: Gateway['tellUsers'] = (concerns, type, data) => {
    for (const session of sessions.values()) {
      if (!isBot(session.userId) && concerns(session.userId)) dispatchTo(session, type, data);
    }
  };

  const presence = createBotPresence(discord, sessions);
  const logIns: LogIns = { discord, sessions, state, announce, presence };

  const receive = (connection: Connection, raw: RawData) => {
    if (connection.muted) return;
    const { socket } = connection;
    const bytes = asBuffer(raw);
    if (bytes.length > maxPayloadBytes) return socket.close(4002, 'Payload too large.');
    const now = Date.now();
    if (now - connection.frames.since > 60_000) connection.frames = { since: now, count: 0 };
    connection.frames.count += 1;
    if (connection.frames.count > maxFramesPerMinute) return socket.close(4008, 'Rate limited.');
    let frame: unknown;
    try {
      frame = JSON.parse(bytes.toString('utf8'));
    } catch {
      return socket.close(4002, 'Decode error.');
    }
    if (!isObject(frame)) return socket.close(4002, 'Decode error.');
    const data = isObject(frame.d) ? frame.d : {};
    if (frame.op === op.heartbeat) {
      connection.lastHeartbeat = now;
      const heard = acknowledging || (connection.session && !isBot(connection.session.userId));
      if (heard) sendOp(connection, op.heartbeatAck, null);
      return;
    }
    if (frame.op === op.identify) return identify(logIns, connection, data);
    if (frame.op === op.resume) return resume(logIns, connection, data);
    if (connection.session === null) return socket.close(4003, 'Not authenticated.');
    if (frame.op === op.presenceUpdate) {
      if (isBot(connection.session.userId)) presence.set(data);
      return;
    }
    if (frame.op === op.requestGuildMembers)
      return sendMembers(discord(), connection.session, data);
    if (frame.op === op.voiceStateUpdate) return;
    socket.close(4001, 'Unknown opcode.');
  };

  const open = (socket: WebSocket) => {
    const connection: Connection = {
      id: nextConnection++,
      socket,
      session: null,
      muted: false,
      lastHeartbeat: Date.now(),
      frames: { since: Date.now(), count: 0 },
    };
    connections.add(connection);
    socket.on('message', (raw) => receive(connection, raw));
    // The close that follows says everything; a cut connection is an ordinary event here.
    socket.on('error', () => {});
    socket.on('close', (code) => {
      connections.delete(connection);
      const { session } = connection;
      const isLast = session?.connection === connection;
      if (isLast) session.connection = null;
      // A client that says goodbye with 1000 or 1001 gives its session up.
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id);
      announce(connection, 'closed', code);
      if (isLast && isBot(session.userId)) presence.tell();
    });
    announce(connection, 'opened');
    sendOp(connection, op.hello, {
      heartbeat_interval: options.heartbeatIntervalMs,
      _trace: ['["sandbox"]'],
    });
  };

  // Who sends no heartbeat for one and a half intervals is gone.
  const watch = setInterval(() => {
    const limit = Date.now() - options.heartbeatIntervalMs * 1.5;
    for (const { lastHeartbeat, muted, socket } of connections) {
      if (!muted && lastHeartbeat < limit) socket.close(4009, 'Session timed out.');
    }
  }, options.heartbeatIntervalMs);
  watch.unref();

  return {
    upgrade: (request, socket, head) => {
      // A person's client is a web page, which says where it is from; a bot's is none.
      if (refusing && request.headers.origin === undefined) {
        socket.destroy();
        return;
      }
      server.handleUpgrade(request, socket, head, open);
    },
    dispatch: (type, wanted, data) => {
      for (const session of sessions.values()) {
        if (!isBot(session.userId)) continue;
        if ((session.intents & wanted) === wanted) dispatchTo(session, type, data);
      }
    },
    tellUsers,
    tellOfChannels: () => {
      for (const session of sessions.values()) {
        if (!isBot(session.userId)) tellOfChannels(discord().world, session);
      }
    },
    dispatchMessage: (type, message, extra, direct) => {
      const wanted = direct ? intent.directMessages : intent.guildMessages;
      for (const session of sessions.values()) {
        if (!isBot(session.userId) || (session.intents & wanted) === 0) continue;
        const mayRead = (session.intents & intent.messageContent) !== 0;
        const readable = readableMessage(discord().world, message, mayRead);
        dispatchTo(session, type, { ...readable, ...extra });
      }
    },
    sendRaw: (frame) => {
      for (const connection of botConnections()) send(connection, frame);
    },
    connections: () =>
      [...connections].map(({ id, session }) => ({
        id,
        sessionId: session?.id ?? null,
        intents: session?.intents ?? 0,
        sequence: session?.sequence ?? 0,
      })),
    presence: presence.last,
    drop: (userId, code) => {
      const met = isBot(userId)
        ? botConnections()
        : [...connections].filter(({ session }) => session?.userId === userId);
      for (const { socket } of met) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    refuseLogIns: (code) => {
      state.logInRefusal = code;
    },
    logInsLeft: () => state.logInsLeft,
    setLogInsLeft: (left) => {
      state.logInsLeft = left;
    },
    refuse: (on) => {
      refusing = on;
    },
    mute: (on) => {
      for (const connection of botConnections()) connection.muted = on;
    },
    acknowledgeHeartbeats: (on) => {
      acknowledging = on;
    },
    ignoreResumes: (on) => {
      state.ignoringResumes = on;
    },
    invalidateSessions: () => {
      for (const session of sessions.values()) {
        if (isBot(session.userId)) session.resumable = false;
      }
    },
    askToReconnect: () => {
      for (const connection of botConnections()) sendOp(connection, op.reconnect, null);
    },
    sendInvalidSession: (resumable) => {
      for (const connection of botConnections()) {
        if (connection.session) {
          connection.session.connection = null;
          if (!resumable) sessions.delete(connection.session.id);
          connection.session = null;
        }
        sendOp(connection, op.invalidSession, resumable);
      }
    },
    close: () => {
      clearInterval(watch);
      for (const { socket } of connections) socket.terminate();
      server.close();
    },
  };
}

function asBuffer(raw: RawData): Buffer {
  if (Array.isArray(raw)) return Buffer.concat(raw);
  return Buffer.isBuffer(raw) ? raw : Buffer.from(raw);
}
