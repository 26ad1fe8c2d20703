/**
 * Draws docs/sandbox.svg: what a terminal shows of the sandbox's story, from a real run of it.
 * `npm run docs:sandbox`; takes as long as the story does.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ENOUGH_LINES = 78;
const COLUMNS = 104;
const CHARACTER = 8.4;
const LINE = 18;
const PADDING = 16;

/** ANSI colour numbers as the picture shows them. */
const COLOURS: Record<number, string> = {
  2: '#7d8590',
  31: '#ff7b72',
  32: '#56d364',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#76e3ea',
};
const FOREGROUND = '#e6edf3';

const root = fileURLToPath(new URL('..', import.meta.url));
const dataDir = mkdtempSync(path.join(tmpdir(), 'pilotfish-picture-'));
const child = spawn(process.execPath, ['src/start.js'], {
  cwd: root,
  env: { ...process.env, DATA_DIR: dataDir, FORCE_COLOR: '1', DISCORD_TOKEN: '' },
  stdio: ['ignore', 'pipe', 'inherit'],
});

const lines: string[] = [];
let told = false;
for await (const line of createInterface({ input: child.stdout })) {
  if (line.includes('That was the story')) told = true;
  if (told) child.kill('SIGINT');
  else if (line !== '') lines.push(line);
}
rmSync(dataDir, { recursive: true, force: true });

const shown = lines.slice(0, ENOUGH_LINES);
const width = Math.ceil(COLUMNS * CHARACTER + 2 * PADDING);
const height = shown.length * LINE + 2 * PADDING;
const rows = shown.map((line, row) => {
  const y = PADDING + (row + 1) * LINE - 5;
  return `<text x="${PADDING}" y="${y}" xml:space="preserve">${spans(line)}</text>`;
});
writeFileSync(
  path.join(root, 'docs/sandbox.svg'),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A run of the sandbox">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="${FOREGROUND}">
${rows.join('\n')}
</g>
</svg>
`,
);

/** One line with its ANSI colours as spans. */
function spans(line: string): string {
  let colour = FOREGROUND;
  let column = 0;
  return line
    .split('\u001b[')
    .map((piece, i) => {
      const end = i === 0 ? -1 : piece.indexOf('m');
      if (i > 0) colour = COLOURS[Number(piece.slice(0, end))] ?? FOREGROUND;
      const text = piece.slice(end + 1, end + 1 + COLUMNS - column);
      column += text.length;
      return text === '' ? '' : `<tspan fill="${colour}">${escaped(text)}</tspan>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
