import { randomUUID } from 'node:crypto';
import type { Discord } from '../discord.ts';
import { applicationFlags, findMember, guildCreateWire, type Wire } from '../wire/wire.ts';
import { allIntents, intent } from '../world/intents.ts';

import type { BotPresence } from './presence.ts';
import {
  attach,
  type Connection,
  dispatchTo,
  isObject,
  op,
  type Session,
  send,
  sendOp,
} from './session.ts';
import { tellUserOfEverything } from './userLogIn.ts';

const maxSessions = 50;

/** What logging in goes by; the switches of faults change `state`. */
export interface LogIns {
  discord: () => Discord;
  sessions: Map<string, Session>;
  state: {
    /** Every log-in is closed with this code. */
    logInRefusal: number | null;
    /** Of today's. */
    logInsLeft: number;
    /** A resume is taken and then nothing more is said. */
    ignoringResumes: boolean;
  };
  announce(connection: Connection, change: 'identified' | 'resumed'): void;
  presence: BotPresence;
}

/** Op 2, of the bot or of a person: a session of its own, told of every server it is in. */
export function identify(parts: LogIns, connection: Connection, data: Wire) {
  const { state } = parts;
  const { world, token, url } = parts.discord();
  if (connection.session) return connection.socket.close(4005, 'Already authenticated.');
  const userId = parts.discord().userTokens.userOf(String(data.token));
  if (userId !== undefined) {
    const session = openSession(parts, connection, userId, allIntents);
    tellUserOfEverything(parts.discord(), session, parts.presence.wire());
    parts.announce(connection, 'identified');
    return;
  }
  if (state.logInRefusal !== null) return connection.socket.close(state.logInRefusal, 'Refused.');
  state.logInsLeft = Math.max(0, state.logInsLeft - 1);
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

  const session = openSession(parts, connection, application.botId, intents);
  if (isObject(data.presence)) parts.presence.set(data.presence);

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
  parts.announce(connection, 'identified');
  parts.presence.tell();
  if ((intents & intent.guilds) === 0) return;
  for (const guild of guilds) {
    if (guild.unavailable) continue;
    dispatchTo(session, 'GUILD_CREATE', guildCreateWire(world, guild));
  }
}

function openSession(
  { sessions }: LogIns,
  connection: Connection,
  userId: string,
  intents: number,
): Session {
  const session: Session = {
    id: randomUUID(),
    userId,
    intents,
    sequence: 0,
    sent: [],
    resumable: true,
    told: new Map(),
    connection: null,
  };
  sessions.set(session.id, session);
  const oldest = sessions.keys().next();
  if (sessions.size > maxSessions && !oldest.done) sessions.delete(oldest.value);
  attach(connection, session);
  return session;
}

/** Op 6: the session goes on with what it has missed, or is said to be invalid. */
export function resume(parts: LogIns, connection: Connection, data: Wire) {
  const { sessions, state } = parts;
  const { world, token, userTokens } = parts.discord();
  const { botId } = world.application;
  const userId =
    userTokens.userOf(String(data.token)) ?? (tokenOf(data) === token ? botId : undefined);
  if (userId === undefined) return connection.socket.close(4004, 'Authentication failed.');
  if (state.ignoringResumes && userId === botId) return;
  const known = sessions.get(String(data.session_id));
  const session = known?.userId === userId ? known : undefined;
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
  parts.announce(connection, 'resumed');
  if (userId === botId) parts.presence.tell();
}

function tokenOf(data: Wire): string {
  return String(data.token).replace(/^Bot /, '');
}
