import type { MessagePart, Provenance } from '../../trading/signal/reading.ts';
import { escapeProviderText } from './providerText.ts';

/** One part of a message (its text, unless told) with what was read of it in bold; everything in it is escaped. */
export function markedText(
  text: string,
  provenance: Provenance,
  max = 2_000,
  part: MessagePart = { in: 'text' },
): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of spansOf(part, text, provenance)) {
    shown += escapeProviderText(text.slice(at, start), max);
    shown += bold(text.slice(start, end), max);
    at = end;
    if (shown.length > max) break;
  }
  const rest = at < text.length ? escapeProviderText(text.slice(at), max) : '';
  const whole = shown + rest;
  // Cutting through a mark would leave it open: rather no marks than a broken text.
  return whole.length <= max ? whole : escapeProviderText(text, max);
}

function keyOf(part: MessagePart): string {
  switch (part.in) {
    case 'text':
      return part.in;
    case 'embed':
      return `embed ${part.index} ${part.at}${'field' in part ? ` ${part.field}` : ''}`;
    case 'forwarded':
      return `forwarded ${part.index} ${keyOf(part.of)}`;
    case 'repliedTo':
      return `repliedTo ${keyOf(part.of)}`;
  }
}

/** In order, merged where they touch or overlap, inside the text. */
function spansOf(
  part: MessagePart,
  text: string,
  provenance: Provenance,
): { start: number; end: number }[] {
  const spans = Object.values(provenance)
    .flat()
    .filter((span) => keyOf(span.part) === keyOf(part))
    .map(({ start, end }) => ({ start: Math.max(0, start), end: Math.min(end, text.length) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
}

/** Bold starts and ends at a letter, and on its own line. */
function bold(text: string, max: number): string {
  return text
    .split('\n')
    .map((line) => {
      const inner = line.trim();
      if (inner === '') return line;
      const lead = line.slice(0, line.indexOf(inner));
      return `${lead}**${escapeProviderText(inner, max)}**${line.slice(lead.length + inner.length)}`;
    })
    .join('\n');
}
