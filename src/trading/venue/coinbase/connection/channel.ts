import { Coinbase } from 'coinbase-advanced-node';
import type { Logger } from 'pino';
import WebSocket from 'ws';
import { quoted } from '../wire/quoted.ts';
import { errorFrame, frame, subscriptionsEvent } from '../wire/wire.ts';
import type { Signer } from './jwt.ts';

export type Subscription = { channel: string; productIds?: readonly string[] };

/**
 * One WebSocket connection to Coinbase that stays up by itself: it subscribes on every connect,
 * and connects anew when frames were missed or nothing comes any more.
 */
export type Channel = {
  /** Resolves once the connection is up, or has failed for the first time (it goes on trying). */
  open(): Promise<void>;
  close(): Promise<void>;
  /** On the present connection; the next one takes `subscriptions()` as they are then. */
  subscribe(subscription: Subscription): void;
  unsubscribe(subscription: Subscription): void;
  isUp(): boolean;
};

export type ChannelOptions = {
  url: string;
  /** None for public data. */
  signer?: Signer;
  log: Logger;
  /** What to subscribe to on each connect, besides the heartbeats. */
  subscriptions(): readonly Subscription[];
  /** The channel whose confirmation means that nothing is missed from here on. */
  confirmedBy: string;
  onEvents(channel: string, events: readonly unknown[], at: number): void;
  onUp(): void;
  /** Once each time the connection is lost, with a sentence that says why. */
  onDown(message: string): void;
  /** Heartbeats come every second: after so long without a frame the connection is dead. */
  silenceMs: number;
  /** A connection that held for so long is made anew at once when it is lost; others ever later. */
  steadyMs: number;
  clock: () => number;
};

const HEARTBEATS = 'heartbeats';

/**
 * coinbase-advanced-node's client reconnects, and that is what it is used for. It ends the process
 * on a frame that is not JSON, never resubscribes, signs with keys of the old kind, and does not
 * notice a dead connection before the first pong: all of that is done here instead.
 */
export function createChannel(options: ChannelOptions): Channel {
  const { log, signer } = options;
  const { ws: client } = new Coinbase({ apiKey: '', apiSecret: '', wsUrl: options.url });
  let socket: WebSocket | undefined;
  let watchdog: NodeJS.Timeout | undefined;
  let state: 'new' | 'up' | 'down' | 'closed' = 'new';
  let lastSequence: number | undefined;
  let whyDropped: string | undefined;
  let settleOpen: (() => void) | undefined;

  /**
   * The reconnecting client takes its listeners off a socket before it gives it up, and an error
   * that nobody listens to ends the process: this one always has a listener.
   */
  class GuardedWebSocket extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      socket = this;
      this.on('error', (error) => {
        whyDropped ??= `The connection to Coinbase failed (${quoted(error.message)}).`;
      });
    }
  }

  function drop(why: string): void {
    whyDropped = why;
    log.warn({ url: options.url }, why);
    // Not the client's own reconnect(): that one starts again at once, however often it failed.
    socket?.terminate();
  }

  function up(): void {
    if (state === 'up' || state === 'closed') return;
    state = 'up';
    settleOpen?.();
    options.onUp();
  }

  function down(why: string): void {
    clearTimeout(watchdog);
    if (state === 'down' || state === 'closed') return;
    state = 'down';
    settleOpen?.();
    options.onDown(why);
  }

  function send(type: 'subscribe' | 'unsubscribe', subscription: Subscription) {
    if (socket?.readyState !== WebSocket.OPEN) return;
    const message = {
      type,
      channel: subscription.channel,
      ...(subscription.productIds ? { product_ids: subscription.productIds } : {}),
      ...(signer ? { jwt: signer.subscription() } : {}),
    };
    socket.send(JSON.stringify(message));
  }

  function receive(data: unknown): void {
    const parsed = parseFrame(data);
    if (parsed.kind === 'unreadable') {
      log.warn({ url: options.url }, `Coinbase sent a message that can't be read: ${parsed.why}.`);
      return;
    }
    if (parsed.kind === 'error') {
      const why = `Coinbase answered a subscription with an error: ${quoted(parsed.message)}.`;
      if (state === 'up') log.warn({ url: options.url }, why);
      else drop(why);
      return;
    }
    if (state === 'up') watchdog?.refresh();
    const { channel, events, sequence_num: sequence } = parsed.frame;
    const gap = missed(sequence);
    if (channel === 'subscriptions') {
      const confirmed = events.some(
        (event) =>
          options.confirmedBy in (subscriptionsEvent.safeParse(event).data?.subscriptions ?? {}),
      );
      if (confirmed) up();
    } else if (channel !== HEARTBEATS) {
      // What was subscribed to may come before its confirmation.
      if (channel === options.confirmedBy) up();
      options.onEvents(channel, events, parsed.frame.timestamp ?? options.clock());
    }
    if (gap) drop(`Coinbase's messages had a gap (${gap}): connecting anew and comparing.`);
  }

  /** Says which numbers are missing before this one, if any. Late and repeated frames are no gap. */
  function missed(sequence: number | undefined): string | undefined {
    if (sequence === undefined) return undefined;
    const last = lastSequence;
    if (last !== undefined && sequence <= last) return undefined;
    lastSequence = sequence;
    if (last === undefined || sequence === last + 1) return undefined;
    return `${last + 1} to ${sequence - 1}`;
  }

  function connect(): void {
    const connection = client.connect({
      WebSocket: GuardedWebSocket,
      connectionTimeout: 10_000,
      minReconnectionDelay: 250 + Math.random() * 250,
      // What is open is looked after over REST meanwhile, and that is the slower way.
      maxReconnectionDelay: 10_000,
      reconnectionDelayGrowFactor: 2,
      minUptime: options.steadyMs,
      // A message that waited for a new connection would carry an old token.
      maxEnqueuedMessages: 0,
    });
    // In place of the client's own listener, which throws on a frame that is not JSON.
    connection.onmessage = (event) => receive(event.data);
    connection.addEventListener('open', () => {
      lastSequence = undefined;
      whyDropped = undefined;
      clearTimeout(watchdog);
      watchdog = setTimeout(
        () => drop(`Coinbase sent nothing for ${options.silenceMs / 1000} s: connecting anew.`),
        options.silenceMs,
      );
      for (const subscription of [...options.subscriptions(), { channel: HEARTBEATS }]) {
        send('subscribe', subscription);
      }
    });
    connection.addEventListener('close', (event) =>
      down(whyDropped ?? `The connection to Coinbase was closed (${event.code}).`),
    );
  }

  return {
    open() {
      return new Promise((resolve) => {
        settleOpen = resolve;
        connect();
      });
    },
    async close() {
      if (state === 'closed') return;
      state = 'closed';
      clearTimeout(watchdog);
      settleOpen?.();
      const last = socket;
      client.disconnect('closing');
      if (!last || last.readyState === WebSocket.CLOSED) return;
      await new Promise<void>((resolve) => {
        last.once('close', () => resolve());
        // A dead peer never answers a close.
        setTimeout(() => last.terminate(), 500).unref();
      });
    },
    subscribe: (subscription) => send('subscribe', subscription),
    unsubscribe: (subscription) => send('unsubscribe', subscription),
    isUp: () => state === 'up',
  };
}

type ParsedFrame =
  | { kind: 'frame'; frame: ReturnType<typeof frame.parse> }
  | { kind: 'error'; message: string }
  | { kind: 'unreadable'; why: string };

function parseFrame(data: unknown): ParsedFrame {
  let json: unknown;
  try {
    json = JSON.parse(String(data));
  } catch {
    return { kind: 'unreadable', why: 'it is not JSON' };
  }
  const error = errorFrame.safeParse(json);
  if (error.success) return { kind: 'error', message: error.data.message };
  const parsed = frame.safeParse(json);
  if (parsed.success) return { kind: 'frame', frame: parsed.data };
  const issue = parsed.error.issues[0];
  return { kind: 'unreadable', why: `${issue?.path.join('.')}: ${issue?.message}` };
}
