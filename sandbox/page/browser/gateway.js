import { socketProtocol } from './connection.js';

/**
 * Discord's gateway, version 10, as a person's client uses it: logged in once, and resumed after a
 * break with what was said meanwhile.
 *
 * @typedef {object} GatewayParts
 * @property {string} token the person's
 * @property {(type: string, data: any) => void} hear every event, in order
 * @property {(isAway: boolean) => void} away whether it can't be reached
 *
 * @typedef {{ connect(): void, leave(): void, sessionId(): string | null }} Gateway
 */

const op = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
};

/** A close that ends the connection and keeps the session, for a client that comes back. */
const COMING_BACK = 4_000;
const RETRY_MS = 1_500;

/** @param {GatewayParts} parts @returns {Gateway} */
export function createGateway({ token, hear, away }) {
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {string | null} */
  let session = null;
  /** @type {number | null} */
  let sequence = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let heart;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;
  let isWanted = false;
  let failures = 0;

  function connect() {
    isWanted = true;
    clearTimeout(retry);
    const opened = new WebSocket(`ws://${location.host}/discord/gateway`, [socketProtocol]);
    socket = opened;
    let isAnswered = true;
    /** @param {number} opcode @param {unknown} data */
    const send = (opcode, data) => {
      if (opened.readyState === WebSocket.OPEN)
        opened.send(JSON.stringify({ op: opcode, d: data }));
    };
    const beat = () => {
      // Connected to nobody: closed, so that it is opened anew.
      if (!isAnswered) return opened.close(COMING_BACK);
      isAnswered = false;
      send(op.heartbeat, sequence);
    };
    opened.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(data);
      switch (frame.op) {
        case op.hello:
          clearInterval(heart);
          heart = setInterval(beat, frame.d.heartbeat_interval);
          if (session) send(op.resume, { token, session_id: session, seq: sequence });
          else send(op.identify, { token, properties: { browser: 'Chrome', device: '' } });
          return;
        case op.heartbeat:
          return send(op.heartbeat, sequence);
        case op.heartbeatAck:
          isAnswered = true;
          return;
        case op.reconnect:
          return opened.close(COMING_BACK);
        case op.invalidSession:
          if (!frame.d) session = null;
          return opened.close(COMING_BACK);
        case op.dispatch:
          sequence = frame.s;
          if (frame.t === 'READY') session = frame.d.session_id;
          if (frame.t === 'READY' || frame.t === 'RESUMED') {
            failures = 0;
            away(false);
          }
          hear(frame.t, frame.d);
      }
    });
    opened.addEventListener('close', ({ code }) => {
      if (socket !== opened) return;
      clearInterval(heart);
      socket = null;
      // 4004 and 4007: what it was logged in with is not known any more.
      if (code === 4_004 || code === 4_007) session = null;
      if (!isWanted) return;
      failures += 1;
      if (failures > 1) away(true);
      retry = setTimeout(connect, failures > 1 ? RETRY_MS : 0);
    });
  }

  return {
    connect,
    leave() {
      isWanted = false;
      clearTimeout(retry);
      clearInterval(heart);
      socket?.close(COMING_BACK);
      socket = null;
    },
    sessionId: () => session,
  };
}
