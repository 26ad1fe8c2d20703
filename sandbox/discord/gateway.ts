import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { APIMessage } from 'discord.js';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Presence } from './control/events.ts';
import type { Discord } from './discord.ts';
import { readableMessage } from './messages/messages.ts';
import {
  applicationFlags,
  findMember,
  guildCreateWire,
  memberWire,
  type Wire,
} from './wire/wire.ts';
import { allIntents, intent } from './world/intents.ts';
import { isMember } from './world/world.ts';

const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presenceUpdate: 3,
  voiceStateUpdate: 4,
  resume: 6,
  reconnect: 7,
  requestGuildMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

/** Events kept for a resume. Discord's own bound isn't published; this is for a few minutes. */
const replayLimit = 5_000;
const maxSessions = 50;
const maxPayloadBytes = 4_096;
const maxFramesPerMinute = 120;

interface Session {
  id: string;
  intents: number;
  sequence: number;
  /** Frames sent, oldest first, for the replay. */
  sent: { sequence: number; frame: string }[];
  resumable: boolean;
  connection: Connection | null;
}

interface Connection {
  id: number;
  socket: WebSocket;
  session: Session | null;
  /** Nothing is sent or read, though the connection is open. */
  muted: boolean;
  lastHeartbeat: number;
  frames: { since: number; count: number };
}

export interface ConnectionInfo {
  id: number;
  sessionId: string | null;
  intents: number;
  sequence: number;
}

export interface Gateway {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sends an event to every session with the intent; kept for those that are away. */
  dispatch(type: string, wanted: number, data: Wire): void;
  /** Sends a message event, without its content to those who may not read it. */
  dispatchMessage(type: string, message: APIMessage, extra: Wire, direct: boolean): void;
  /** Sends a frame as it is to every open connection. */
  sendRaw(frame: string): void;
  connections(): ConnectionInfo[];
  presence(): Presence | null;
  /** Closes every connection: with a code, or by cutting it when there is none. */
  drop(code?: number): void;
  refuse(on: boolean): void;
  /** Closes every log-in with this code, until there is none. */
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
  let presence: Presence | null = null;
  let refusing = false;
  let logInRefusal: number | null = null;
  let logInsLeft = 1_000;
  let acknowledging = true;
  let ignoringResumes = false;

  const send = (connection: Connection, frame: string) => {
    if (!connection.muted && connection.socket.readyState === WebSocket.OPEN) {
      connection.socket.send(frame);
    }
  };
  const sendOp = (connection: Connection, opcode: number, data: unknown) =>
    send(connection, JSON.stringify({ op: opcode, d: data, s: null, t: null }));

  const dispatchTo = (session: Session, type: string, data: unknown) => {
    session.sequence += 1;
    const frame = JSON.stringify({ t: type, s: session.sequence, op: op.dispatch, d: data });
    session.sent.push({ sequence: session.sequence, frame });
    if (session.sent.length > replayLimit) session.sent.shift();
    if (session.connection) send(session.connection, frame);
  };

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

  const attach = (connection: Connection, session: Session) => {
    session.connection = connection;
    connection.session = session;
  };

  const identify = (connection: Connection, data: Wire) => {
    const { world, token, url } = discord();
    if (connection.session) return connection.socket.close(4005, 'Already authenticated.');
    if (logInRefusal !== null) return connection.socket.close(logInRefusal, 'Refused.');
    logInsLeft = Math.max(0, logInsLeft - 1);
    if (tokenOf(data) !== token) return connection.socket.close(4004, 'Authentication failed.');
    const intents = data.intents;
    if (typeof intents !== 'number' || intents < 0 || (intents & ~allIntents) !== 0) {
      return connection.socket.close(4013, 'Invalid intent(s).');
    }
    const { application } = world;
    const refused =
      (application.messageContent ? 0 : intent.messageContent) |
      (application.guildMembers ? 0 : intent.guildMembers) |
      (application.presences ? 0 : intent.guildPresences);
    if ((intents & refused) !== 0) return connection.socket.close(4014, 'Disallowed intent(s).');

    const session: Session = {
      id: randomUUID(),
      intents,
      sequence: 0,
      sent: [],
      resumable: true,
      connection: null,
    };
    sessions.set(session.id, session);
    const oldest = sessions.keys().next();
    if (sessions.size > maxSessions && !oldest.done) sessions.delete(oldest.value);
    attach(connection, session);
    if (isObject(data.presence)) updatePresence(data.presence);

    const guilds = [...world.guilds.values()].filter((one) => findMember(one, application.botId));
    dispatchTo(session, 'READY', {
      v: 10,
      user: { ...world.users.get(application.botId), verified: true, mfa_enabled: false },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: url.replace('http', 'ws'),
      session_type: 'normal',
      private_channels: [],
      relationships: [],
      presences: [],
      user_settings: {},
      ...(Array.isArray(data.shard) ? { shard: data.shard } : {}),
      application: { id: application.id, flags: applicationFlags(world) },
    });
    announce(connection, 'identified');
    if ((intents & intent.guilds) === 0) return;
    for (const guild of guilds) {
      if (guild.unavailable) continue;
      dispatchTo(session, 'GUILD_CREATE', guildCreateWire(world, guild));
    }
  };

  const resume = (connection: Connection, data: Wire) => {
    if (tokenOf(data) !== discord().token) {
      return connection.socket.close(4004, 'Authentication failed.');
    }
    if (ignoringResumes) return;
    const session = sessions.get(String(data.session_id));
    const seen = data.seq;
    if (session === undefined || !session.resumable || typeof seen !== 'number') {
      return sendOp(connection, op.invalidSession, false);
    }
    if (seen > session.sequence) return connection.socket.close(4007, 'Invalid seq.');
    const first = session.sent[0];
    if (first !== undefined && seen < first.sequence - 1) {
      return sendOp(connection, op.invalidSession, false);
    }
    session.connection?.socket.close(4000, 'Resumed elsewhere.');
    attach(connection, session);
    for (const { sequence, frame } of session.sent) if (sequence > seen) send(connection, frame);
    dispatchTo(session, 'RESUMED', { _trace: ['["sandbox"]'] });
    announce(connection, 'resumed');
  };

  const updatePresence = (data: Wire) => {
    presence = {
      status: String(data.status ?? 'online'),
      activities: Array.isArray(data.activities) ? data.activities : [],
    };
    discord().events.emit({ type: 'presence', presence });
  };

  const sendMembers = (session: Session, data: Wire) => {
    const { world } = discord();
    const guild = world.guilds.get(String(data.guild_id));
    if (guild === undefined) return;
    const wanted = data.user_ids === undefined ? null : [data.user_ids].flat();
    const query = String(data.query ?? '').toLowerCase();
    const members = guild.members.filter(({ userId }) =>
      wanted === null
        ? world.users.get(userId)?.username.toLowerCase().startsWith(query)
        : wanted.includes(userId),
    );
    dispatchTo(session, 'GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id,
      members: members.map((member) => memberWire(world, member)),
      chunk_index: 0,
      chunk_count: 1,
      not_found: wanted?.filter((id) => !isMember(world, guild.id, String(id))) ?? [],
      ...(data.nonce === undefined ? {} : { nonce: data.nonce }),
    });
  };

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
      if (acknowledging) sendOp(connection, op.heartbeatAck, null);
      return;
    }
    if (frame.op === op.identify) return identify(connection, data);
    if (frame.op === op.resume) return resume(connection, data);
    if (connection.session === null) return socket.close(4003, 'Not authenticated.');
    if (frame.op === op.presenceUpdate) return updatePresence(data);
    if (frame.op === op.requestGuildMembers) return sendMembers(connection.session, data);
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
      if (session?.connection === connection) session.connection = null;
      // A client that says goodbye with 1000 or 1001 gives its session up.
      if (session && (code === 1000 || code === 1001)) sessions.delete(session.id);
      announce(connection, 'closed', code);
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
      if (refusing) {
        socket.destroy();
        return;
      }
      server.handleUpgrade(request, socket, head, open);
    },
    dispatch: (type, wanted, data) => {
      for (const session of sessions.values()) {
        if ((session.intents & wanted) === wanted) dispatchTo(session, type, data);
      }
    },
    dispatchMessage: (type, message, extra, direct) => {
      const wanted = direct ? intent.directMessages : intent.guildMessages;
      for (const session of sessions.values()) {
        if ((session.intents & wanted) === 0) continue;
        const mayRead = (session.intents & intent.messageContent) !== 0;
        const readable = readableMessage(discord().world, message, mayRead);
        dispatchTo(session, type, { ...readable, ...extra });
      }
    },
    sendRaw: (frame) => {
      for (const connection of connections) send(connection, frame);
    },
    connections: () =>
      [...connections].map(({ id, session }) => ({
        id,
        sessionId: session?.id ?? null,
        intents: session?.intents ?? 0,
        sequence: session?.sequence ?? 0,
      })),
    presence: () => presence,
    drop: (code) => {
      for (const { socket } of connections) {
        if (code === undefined) socket.terminate();
        else socket.close(code);
      }
    },
    refuseLogIns: (code) => {
      logInRefusal = code;
    },
    logInsLeft: () => logInsLeft,
    setLogInsLeft: (left) => {
      logInsLeft = left;
    },
    refuse: (on) => {
      refusing = on;
    },
    mute: (on) => {
      for (const connection of connections) connection.muted = on;
    },
    acknowledgeHeartbeats: (on) => {
      acknowledging = on;
    },
    ignoreResumes: (on) => {
      ignoringResumes = on;
    },
    invalidateSessions: () => {
      for (const session of sessions.values()) session.resumable = false;
    },
    askToReconnect: () => {
      for (const connection of connections) sendOp(connection, op.reconnect, null);
    },
    sendInvalidSession: (resumable) => {
      for (const connection of connections) {
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

function tokenOf(data: Wire): string {
  return String(data.token).replace(/^Bot /, '');
}

function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
