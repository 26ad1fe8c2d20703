import { stripVTControlCharacters, styleText } from 'node:util';
import type { APIMessage } from 'discord.js';
import { dec } from '../../src/trading/money.ts';
import type { SandboxEvent } from '../coinbase/control/control.ts';
import { sandboxIds } from '../discord/world/sandboxWorld.ts';
import { renderMessage, type ShownMessage } from './renderMessage.ts';

type Colour = Parameters<typeof styleText>[0];

/** What happens in the sandbox as lines to read, each with the time and who it comes from. */
export type Transcript = {
  /** A line of the sandbox itself. */
  note(text: string): void;
  message(channel: string, message: APIMessage): void;
  /** A message that was edited: what it says that it did not say before. */
  edited(channel: string, message: APIMessage): void;
  /** A bot's answer to a command, as Discord shows it. */
  answer(command: string, message: ShownMessage | undefined): void;
  /** What the bot's log says that a reader of the story wants to know; other lines are left out. */
  log(line: string): void;
  exchange(event: SandboxEvent): void;
};

export function createTranscript(write: (text: string) => void): Transcript {
  const print = (who: string, colour: Colour, lines: readonly string[]) => {
    const time = new Date().toISOString().slice(11, 19);
    const [first = '', ...rest] = lines.flatMap((line) => safe(line).split('\n'));
    const head = `${styleText('dim', time)} ${styleText(colour, who.padEnd(10))} `;
    write(`${[head + first, ...rest.map((line) => `${' '.repeat(20)}${line}`)].join('\n')}\n`);
  };

  let lastOrder = '';
  const said = new Map<string, readonly string[]>();
  return {
    note: (text) => print('sandbox', 'dim', text.split('\n')),
    message(channel, message) {
      const shown = renderMessage(message).map(withNames);
      // A deferred answer is an empty message until it is filled in.
      if (shown.length === 0) return;
      said.set(message.id, shown);
      const own = message.author.bot === true;
      if (own) print(`#${channel}`, 'cyan', shown);
      else
        print(`#${channel}`, 'yellow', [
          `${message.author.global_name ?? message.author.username}:`,
          ...shown,
        ]);
    },
    edited(channel, message) {
      const before = new Set(said.get(message.id));
      const shown = renderMessage(message).map(withNames);
      const fresh = shown.filter((line) => !before.has(line));
      said.set(message.id, shown);
      // The first line says which one it is.
      const [head = ''] = shown;
      if (fresh.length > 0)
        print(`#${channel}`, 'cyan', [
          `${head} (edited)`,
          ...fresh.filter((line) => line !== head),
        ]);
    },
    answer(command, message) {
      print(
        command,
        'cyan',
        message ? renderMessage(message).map(withNames) : ['The application did not respond.'],
      );
    },
    log(line) {
      const entry = parseLog(line);
      if (!entry) {
        if (line.trim()) print('bot', 'red', [line]);
        return;
      }
      if (entry.msg === 'message read') print('read', 'magenta', [readLine(entry)]);
      else if (entry.level === 'error' || entry.level === 'warn') {
        const why = typeof entry.error === 'string' ? `: ${entry.error}` : '';
        print('bot', 'red', [`${entry.msg}${why}`]);
      }
    },
    exchange(event) {
      if (event.type === 'order') {
        const line = orderLine(event.order);
        // A fill reports its order too, and says more than the order does.
        if (line !== lastOrder) print('order', 'blue', [line]);
        lastOrder = line;
      }
      if (event.type === 'fill') print('fill', 'green', [fillLine(event.fill)]);
    },
  };
}

const NAMES = new Map(Object.entries(sandboxIds).map(([name, id]) => [id, name]));

/** Discord shows names where a message holds ids. */
const withNames = (line: string) => line.replace(/\d{17,20}/g, (id) => NAMES.get(id) ?? id);

/** A provider's text must not move the cursor or change the terminal. */
function safe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

type LogEntry = {
  level: string;
  msg: string;
  error?: unknown;
  reading?: {
    kind: string;
    symbol?: string | null;
    side?: string | null;
    action?: string;
    entry?: { type: string; prices: string[] };
    stop?: { price?: string; percent?: string } | null;
    targets?: { price?: string; percent?: string }[];
  };
  outcome?: string;
  why?: string | null;
};

function parseLog(line: string): LogEntry | null {
  try {
    const entry = JSON.parse(line) as LogEntry;
    return typeof entry.msg === 'string' ? entry : null;
  } catch {
    return null;
  }
}

function readLine({ reading, outcome, why }: LogEntry): string {
  const became = outcome === reading?.kind ? '' : ` → ${outcome}`;
  const reason = why ? ` (${why})` : '';
  if (reading?.kind === 'signal') {
    const level = (one: { price?: string; percent?: string }) => one.price ?? `${one.percent}%`;
    const parts = [
      `signal: ${reading.symbol} ${reading.side}`,
      `entry ${[reading.entry?.type, ...(reading.entry?.prices ?? [])].join(' ')}`,
      reading.stop ? `stop ${level(reading.stop)}` : 'no stop',
      reading.targets?.length ? `targets ${reading.targets.map(level).join(', ')}` : 'no targets',
    ];
    return `${parts.join(', ')}${became}${reason}`;
  }
  if (reading?.kind === 'update') {
    const what = `${reading.action?.replaceAll('_', ' ')} ${reading.symbol ?? ''}`.trim();
    return `update: ${what}${became}${reason}`;
  }
  return `${reading?.kind === 'none' ? 'nothing to act on' : reading?.kind}${reason}`;
}

type ExchangeOrder = Extract<SandboxEvent, { type: 'order' }>['order'];
type ExchangeFill = Extract<SandboxEvent, { type: 'fill' }>['fill'];

function orderLine(order: ExchangeOrder): string {
  const { type, ...numbers } = order.terms as Record<string, unknown> & { type: string };
  const terms = Object.entries(numbers)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => `${TERM_WORDS[name] ?? name} ${String(value)}`);
  const what = [type.replaceAll('_', ' '), ...terms].join(', ');
  return `${order.side} ${order.productId}, ${what}: ${order.status}`;
}

const TERM_WORDS: Record<string, string> = {
  quoteSize: 'for',
  stopPrice: 'once at',
  price: 'limit',
  direction: 'when the price goes',
};

function fillLine(fill: ExchangeFill): string {
  const fee = dec(fill.fee).toDecimalPlaces(4).toFixed();
  return `${fill.side} ${fill.size} ${fill.productId} at ${fill.price}, fee ${fee}`;
}
