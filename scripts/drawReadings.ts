/**
 * Draws the pictures of docs/reading: messages with the fields marked that were read from them.
 * `npm run docs:reading`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { markPart } from '../src/trading/signal/explain.ts';
import type { Reading } from '../src/trading/signal/reading.ts';
import { readMessage } from '../src/trading/signal/readMessage.ts';
import { describeReading } from '../test/trading/signal/messageFile.ts';

const MESSAGES: Readonly<Record<string, string>> = {
  signal: [
    'VIP SIGNAL #1204',
    'Coin: LINK/USDT (3-5x)',
    'Direction: LONG',
    'Entry: 13.60 - 13.20',
    'Targets: 14.10 / 14.80 / 16.00 (20% each)',
    'Stop: 2 H4 closes below 12.55',
    'Risk 1% of your balance',
  ].join('\n'),
  format: '🟢 LONG #SOL/USDT\nEntry zone: 140 - 138\nSL: 135\nTP1: 150\nTP2: 155\nTP3: 165',
  shorthand: 'btc long 61.2-60.5 stop 59.8 tp 62.5/64',
  persian: '#بیت_کوین لانگ\nورود ۶۱۵۰۰ تا ۶۱۰۰۰\nحد ضرر ۶۰۲۰۰\nتارگت ۶۳۰۰۰',
  update: 'SOL: TP1 hit, close 40% and move stop to entry',
  refused: 'LONG ADA\nEntry: 0.4520\nStop: 0.4710\nTP: 0.4890',
};

const COLOURS: Readonly<Record<string, string>> = {
  symbol: '#0f766e',
  side: '#7c3aed',
  entry: '#1d4ed8',
  stop: '#b91c1c',
  targets: '#15803d',
  leverage: '#a16207',
  action: '#a16207',
};
const CHARACTER = 9.1;
const LINE = 26;
const MARGIN = 20;

type Run = { text: string; field: string | null };

function linesOf(text: string, readings: readonly Reading[]): Run[][] {
  const lines: Run[][] = [[]];
  for (const piece of markPart(text, { in: 'text' }, readings)) {
    piece.text.split('\n').forEach((part, i) => {
      if (i > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, field: piece.field });
    });
  }
  return lines;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isRightToLeft(text: string): boolean {
  return /[\u0590-\u06ff]/u.test(text);
}

/** One line of the message. Marks of right-to-left lines are colours only: their places are the renderer's. */
function drawLine(runs: readonly Run[], y: number, width: number): string {
  const whole = runs.map((run) => run.text).join('');
  const span = ({ text, field }: Run): string =>
    field === null
      ? escapeXml(text)
      : `<tspan fill="${COLOURS[field] ?? '#334155'}" font-weight="700">${escapeXml(text)}</tspan>`;
  if (isRightToLeft(whole)) {
    return `<text x="${width - MARGIN}" y="${y}" text-anchor="end" xml:space="preserve">${runs.map(span).join('')}</text>`;
  }
  let x = MARGIN;
  const drawn = runs.map((run) => {
    const from = x;
    x += run.text.length * CHARACTER;
    const colour = run.field === null ? null : (COLOURS[run.field] ?? '#334155');
    const box =
      colour === null
        ? ''
        : `<rect x="${(from - 2).toFixed(1)}" y="${y - 16}" width="${(run.text.length * CHARACTER + 4).toFixed(1)}" height="22" rx="4" fill="${colour}" opacity="0.14"/>`;
    return `${box}<text x="${from.toFixed(1)}" y="${y}" textLength="${(run.text.length * CHARACTER).toFixed(1)}" xml:space="preserve">${span(run)}</text>`;
  });
  return drawn.join('');
}

function draw(name: string, text: string): string {
  const readings = readMessage({ text });
  const lines = linesOf(text, readings);
  const results = readings.map(
    (reading) => describeReading(reading) + (reading.kind === 'unclear' ? `: ${reading.why}` : ''),
  );
  const longest = Math.max(
    ...text.split('\n').map((line) => line.length),
    ...results.map((line) => line.length + 2),
  );
  const fields = [
    ...new Set(readings.flatMap((reading) => Object.keys(reading.provenance))),
  ].filter((field) => COLOURS[field]);
  const width = Math.max(460, Math.ceil(longest * CHARACTER) + 2 * MARGIN);
  const height = (lines.length + results.length) * LINE + 84;
  let y = 34;
  const body = lines.map((runs) => {
    const drawn = drawLine(runs, y, width);
    y += LINE;
    return drawn;
  });
  const rule = `<line x1="${MARGIN}" x2="${width - MARGIN}" y1="${y - 8}" y2="${y - 8}" stroke="#cbd5e1"/>`;
  y += 18;
  const said = results.map((line) => {
    const drawn = `<text x="${MARGIN}" y="${y}" fill="#0f172a" xml:space="preserve">→ ${escapeXml(line)}</text>`;
    y += LINE;
    return drawn;
  });
  let x = MARGIN;
  const legend = fields.map((field) => {
    const drawn = `<text x="${x}" y="${height - 14}" font-size="12" fill="${COLOURS[field]}">■ ${field}</text>`;
    x += (field.length + 4) * 8;
    return drawn;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="15" fill="#475569">`,
    `<title>A message with the fields marked that were read from it: ${name}</title>`,
    `<rect width="${width}" height="${height}" rx="10" fill="#f8fafc" stroke="#e2e8f0"/>`,
    ...body,
    rule,
    ...said,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

const folder = new URL('../docs/reading/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(MESSAGES))
  writeFileSync(new URL(`${name}.svg`, folder), draw(name, text));
