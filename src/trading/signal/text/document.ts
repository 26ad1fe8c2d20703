import type { EmbedText, MessagePart, Span } from '../reading.ts';
import { GAP, normalize } from './normalize.ts';

/**
 * A message (or one forwarded snapshot of it) as one normalized text, line by line, that knows for
 * every character which part of the message it came from.
 */
export type Document = {
  /** The lines that quote another message, without their marks, and where they stand; null when there are none. */
  quoted: { text: string; span: Span } | null;
  /** Normalized; see normalize.ts. Parts follow each other, a line break between. */
  text: string;
  /** The span of the original that `text[start] … text[end]` came from. */
  spanOf: (start: number, end: number) => Span;
};

/** Where the characters from `start` to `end` of a document come from. */
export type SpanOf = Document['spanOf'];

type Segment = {
  start: number;
  part: MessagePart;
  from: readonly number[];
  to: readonly number[];
};

/** More than Discord allows in a message with all its embeds is not read to its end. */
const LONGEST_DOCUMENT = 12_000;

/** Joins the parts of a message in reading order: text, then each embed from author to footer, and to the words of its picture. */
export function makeDocument(
  text: string,
  embeds: readonly EmbedText[] = [],
  wrap: (part: MessagePart) => MessagePart = (part) => part,
): Document {
  const segments: Segment[] = [];
  let joined = '';
  const add = (source: string | undefined, part: MessagePart, before = '\n'): void => {
    const room = LONGEST_DOCUMENT - joined.length;
    if (!source || room <= 0) return;
    if (joined !== '') joined += before;
    const normalized = normalize(source.slice(0, room));
    segments.push({
      start: joined.length,
      part: wrap(part),
      from: normalized.from,
      to: normalized.to,
    });
    joined += hideMarkup(normalized.text);
  };

  add(text, { in: 'text' });
  embeds.forEach((embed, index) => {
    add(embed.author, { in: 'embed', index, at: 'author' });
    add(embed.title, { in: 'embed', index, at: 'title' });
    add(embed.description, { in: 'embed', index, at: 'description' });
    embed.fields?.forEach(({ name, value }, field) => {
      add(name, { in: 'embed', index, at: 'fieldName', field });
      // A field's name is the label of its value, whatever the embed makes it look like.
      add(
        value,
        { in: 'embed', index, at: 'fieldValue', field },
        value.includes('\n') ? ':\n' : ': ',
      );
    });
    add(embed.footer, { in: 'embed', index, at: 'footer' });
    add(embed.picture, { in: 'embed', index, at: 'picture' });
  });

  const spanOf = (start: number, end: number): Span => {
    const segment = segments.findLast((s) => s.start <= start) ?? segments[0];
    if (!segment) return { part: wrap({ in: 'text' }), start: 0, end: 0 };
    const first = Math.min(start - segment.start, segment.from.length - 1);
    const last = Math.max(first, Math.min(end - segment.start, segment.to.length) - 1);
    return { part: segment.part, start: segment.from[first] ?? 0, end: segment.to[last] ?? 0 };
  };
  return { text: joined, quoted: quotedIn(text, wrap({ in: 'text' })), spanOf };
}

/**
 * Blanks out what is not the author's words, keeping every place: links and their addresses,
 * mentions, custom emoji (their names stay), times, struck-through text, quoted lines and the
 * marks of bold, italic and code.
 */
function hideMarkup(text: string): string {
  if (!MARKUP.test(text)) return text;
  const out = [...text.split('')];
  const blank = (start: number, end: number, filler = ' '): void => {
    for (let i = start; i < end; i++) out[i] = i === start ? filler : ' ';
  };
  const quotes = isCiting(text);
  let lineStart = true;
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    const rest = endOfMarkup(text, at, lineStart && quotes);
    if (rest > at) {
      const keepsBreak = text[rest - 1] === '\n';
      blank(at, keepsBreak ? rest - 1 : rest, GAP);
      at = keepsBreak ? rest - 1 : rest;
      continue;
    }
    if (
      character === '*' ||
      character === '_' ||
      character === '`' ||
      (character === '|' && text[at + 1] === '|')
    ) {
      out[at] =
        character === '_' && isWordCharacter(text[at - 1]) && isWordCharacter(text[at + 1])
          ? '_'
          : ' ';
      if (character === '|') out[++at] = ' ';
    }
    if (character === '\n') lineStart = true;
    else if (character !== ' ') lineStart = false;
    at++;
  }
  return out.join('');
}

/** Without one of these nothing in a text is to be hidden. */
const MARKUP = /https?:\/\/|t\.me\/|[<@~*_`>]|\|\|/u;

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /^[\p{L}\p{N}]$/u.test(character);
}

/** Where the thing to hide that begins at `at` ends; `at` itself when nothing begins there. */
function endOfMarkup(text: string, at: number, quoteStart: boolean): number {
  const character = text[at];
  if (character === 'h' && (text.startsWith('http://', at) || text.startsWith('https://', at))) {
    return endOfRun(text, at, (c) => c !== ' ' && c !== '\n' && c !== ')' && c !== '>');
  }
  if (character === 't' && text.startsWith('t.me/', at)) {
    return endOfRun(text, at, (c) => c !== ' ' && c !== '\n' && c !== ')');
  }
  if (character === '<') {
    const next = text[at + 1];
    const close = text.slice(at, at + 120).indexOf('>');
    if (
      close > 0 &&
      (next === '@' || next === '#' || next === ':' || next === 't' || next === 'a')
    ) {
      return text.slice(at, at + close).includes('\n') ? at : at + close + 1;
    }
  }
  // Of "mail@example.com" what stands behind the name.
  const host = character === '@' && isWordCharacter(text[at - 1]) ? hostAt(text, at + 1) : at;
  if (host > at) return host;
  if (
    character === '@' &&
    !isWordCharacter(text[at - 1]) &&
    /^[\p{L}_]$/u.test(text[at + 1] ?? '')
  ) {
    const end = endOfRun(text, at + 1, (c) => /^[\p{L}\p{N}_]$/u.test(c));
    const name = text.slice(at + 1, end).toLowerCase();
    return name === 'market' ||
      name === 'cmp' ||
      name === 'now' ||
      name === 'entry' ||
      name === 'be'
      ? at
      : end;
  }
  if (character === '~' && text[at + 1] === '~') {
    const close = text.slice(at + 2, at + 400).indexOf('~~');
    if (close > 0) return at + 2 + close + 2;
  }
  if (quoteStart && character === '>' && text[at + 1] === ' ') return endOfLine(text, at);
  return at;
}

/** Where "example.com" ends; 0 when there is none, as in "SOL@market". */
function hostAt(text: string, at: number): number {
  const end = endOfRun(text, at, (c) => c === '.' || c === '-' || isWordCharacter(c));
  return /^\p{L}[^.]*\.\p{L}{2}/u.test(text.slice(at, end)) ? end : 0;
}

/**
 * Whether what is quoted is somebody else's words, that the author answers or passes on ("Percy:").
 * A message that is all quote, and one that goes on in quotes under a head of its own, is the author's
 * way of setting it off.
 */
function isCiting(text: string): boolean {
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  const isQuoted = (line: string | undefined) => line?.startsWith('>') === true;
  if (isQuoted(lines[0])) return !lines.every(isQuoted);
  const head = lines[lines.findIndex(isQuoted) - 1];
  return head === undefined || /[:：]$/u.test(head.replaceAll(/[*_`\s]/gu, ''));
}

function quotedIn(text: string, part: MessagePart): Document['quoted'] {
  if (!text.includes('> ') || !isCiting(text)) return null;
  const lines = text.split('\n').filter((line) => line.trimStart().startsWith('> '));
  const [first] = lines;
  if (first === undefined) return null;
  const start = text.indexOf(first);
  const own = lines.map((line) => line.trimStart().slice(2)).join('\n');
  return { text: own, span: { part, start, end: start + first.length } };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function endOfRun(text: string, at: number, belongs: (character: string) => boolean): number {
  let end = at;
  while (end < text.length && belongs(text[end] ?? '')) end++;
  return end;
}
