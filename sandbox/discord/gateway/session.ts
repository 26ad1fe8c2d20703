import { WebSocket } from 'ws';
import type { Wire } from '../wire/wire.ts';
import type { ToldChannel } from './userChannels.ts';

export const op = {
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

export interface Session {
  id: string;
  /** Whose it is: the bot's, or a person's. */
  userId: string;
  intents: number;
  sequence: number;
  /** Frames sent, oldest first, for the replay. */
  sent: { sequence: number; frame: string }[];
  resumable: boolean;
  /** The channels that a person's client was told of, by id. */
  told: Map<string, ToldChannel>;
  connection: Connection | null;
}

export interface Connection {
  id: number;
  socket: WebSocket;
  session: Session | null;
  /** Nothing is sent or read, though the connection is open. */
  muted: boolean;
  lastHeartbeat: number;
  frames: { since: number; count: number };
}

export function send(connection: Connection, frame: string): void {
  if (!connection.muted && connection.socket.readyState === WebSocket.OPEN) {
    connection.socket.send(frame);
  }
}

export function sendOp(connection: Connection, opcode: number, data: unknown): void {
  send(connection, JSON.stringify({ op: opcode, d: data, s: null, t: null }));
}

/** Sends an event to a session; one that is away has it when it resumes. */
export function dispatchTo(session: Session, type: string, data: unknown): void {
  session.sequence += 1;
  const frame = JSON.stringify({ t: type, s: session.sequence, op: op.dispatch, d: data });
  session.sent.push({ sequence: session.sequence, frame });
  if (session.sent.length > replayLimit) session.sent.shift();
  if (session.connection) send(session.connection, frame);
}

export function attach(connection: Connection, session: Session): void {
  session.connection = connection;
  connection.session = session;
}

export function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
