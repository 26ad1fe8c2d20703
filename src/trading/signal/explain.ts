import type { MessagePart, MessageText, Reading, Span } from './reading.ts';

const COLOURS: Readonly<Record<string, string>> = {
  symbol: '\u001b[1;36m',
  side: '\u001b[1;35m',
  entry: '\u001b[1;34m',
  stop: '\u001b[1;31m',
  targets: '\u001b[1;32m',
  leverage: '\u001b[1;33m',
  action: '\u001b[1;33m',
};
const RESET = '\u001b[0m';

/** A piece of a part's text, with the field that was read from it, if any. */
type MarkedPiece = { text: string; field: string | null };

/** The text of one part, cut where fields were read from it. Where two fields overlap, the first stands. */
export function markPart(
  text: string,
  part: MessagePart,
  readings: readonly Reading[],
): MarkedPiece[] {
  const spans = readings
    .flatMap((reading) =>
      Object.entries(reading.provenance).flatMap(([field, of]) =>
        of.map((span): Span & { field: string } => ({ ...span, field })),
      ),
    )
    .filter((span) => JSON.stringify(span.part) === JSON.stringify(part) && span.end > span.start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: MarkedPiece[] = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    if (span.start > at) pieces.push({ text: text.slice(at, span.start), field: null });
    pieces.push({ text: text.slice(span.start, span.end), field: span.field });
    at = span.end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), field: null });
  return pieces;
}

/** The parts of a message that can be marked, in reading order. */
export function partsOf(message: MessageText): { text: string; part: MessagePart }[] {
  const parts: { text: string; part: MessagePart }[] = [];
  const add = (text: string | undefined, part: MessagePart): void => {
    if (text) parts.push({ text, part });
  };
  add(message.text, { in: 'text' });
  message.embeds?.forEach((embed, index) => {
    for (const at of ['author', 'title', 'description'] as const)
      add(embed[at], { in: 'embed', index, at });
    embed.fields?.forEach(({ name, value }, field) => {
      add(name, { in: 'embed', index, at: 'fieldName', field });
      add(value, { in: 'embed', index, at: 'fieldValue', field });
    });
    add(embed.footer, { in: 'embed', index, at: 'footer' });
    add(embed.picture, { in: 'embed', index, at: 'picture' });
  });
  message.forwarded?.forEach((snapshot, index) => {
    for (const { text, part } of partsOf({
      text: snapshot.text,
      ...(snapshot.embeds ? { embeds: snapshot.embeds } : {}),
    }))
      add(text, { in: 'forwarded', index, of: part });
  });
  return parts;
}

/** A message with its fields marked, in colours or as ⟦field: text⟧, and below it what was read. */
export function explain(
  message: MessageText,
  readings: readonly Reading[],
  { colour }: { colour: boolean },
): string {
  const marked = partsOf(message).map(({ text, part }) =>
    markPart(text, part, readings)
      .map((piece) => {
        if (piece.field === null) return piece.text;
        return colour
          ? `${COLOURS[piece.field] ?? '\u001b[1m'}${piece.text}${RESET}`
          : `⟦${piece.field}: ${piece.text}⟧`;
      })
      .join(''),
  );
  const said = readings.map((reading) => {
    const { provenance: _, ...fields } = reading;
    return JSON.stringify(fields);
  });
  return `${marked.join('\n')}\n\n${said.join('\n')}\n`;
}
