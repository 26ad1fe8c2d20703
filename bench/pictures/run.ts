/**
 * Reads pictures drawn here as the bot would, and writes docs/reading/pictures.md.
 *
 *   npm run bench:pictures                  all of them
 *   npm run bench:pictures -- GROUP         a group, with every picture that is not read the same by both
 */
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import pino from 'pino';
import { type Agreement, agreementOf, differencesOf } from '../../src/trading/pictures/agree.ts';
import type { OcrText } from '../../src/trading/pictures/ocr/messages.ts';
import { createOcr } from '../../src/trading/pictures/ocrProcess.ts';
import { type EngineName, isCutOff } from '../../src/trading/pictures/pictureText.ts';
import { withPictures } from '../../src/trading/signal/pictureWords.ts';
import type { Reading } from '../../src/trading/signal/reading.ts';
import { readMessage } from '../../src/trading/signal/readMessage.ts';
import { CORPUS, type Sample } from './corpus.ts';
import { draw } from './draw.ts';

/** What the owner sees: read so by both; asked with what is right, or what is wrong; nothing read. */
const OUTCOMES = ['same', 'right', 'wrong', 'nothing', 'wrongly the same'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** Coins that are traded, as the bot knows them of its exchange. */
const CONTEXT = {
  symbols: new Set(
    'ADA AVAX BTC DOGE DOT ENA ETH LINK OP PEPE SAND SEI SHIB SOL STX SUI TIA UNI WIF XRP'.split(
      ' ',
    ),
  ),
};

const only = process.argv[2];
const ocr = createOcr(pino({ level: 'silent' }));
const counts = new Map<string, Record<Outcome, number>>();
const alone = { paddle: 0, tesseract: 0 };
const times: number[] = [];
let all = 0;
let memory = 0;

for (const [group, samples] of CORPUS) {
  if (only !== undefined && only !== group) continue;
  const count = Object.fromEntries(OUTCOMES.map((name) => [name, 0])) as Record<Outcome, number>;
  for (const sample of samples) count[await outcomeOf(sample)] += 1;
  counts.set(group, count);
}
await ocr.stop();
if (only === undefined)
  writeFileSync(new URL('../../docs/reading/pictures.md', import.meta.url), page());
process.stdout.write(page());

async function outcomeOf(sample: Sample): Promise<Outcome> {
  const file = await draw(sample);
  const start = performance.now();
  const read = await ocr.read(file);
  if ('fault' in read) throw new Error(`${sample.name}: ${read.message}`);
  // The first brings the models up.
  if (all > 0) times.push(performance.now() - start);
  all += 1;
  memory = Math.max(memory, read.memory);
  const truth = readMessage({ text: sample.text }, CONTEXT);
  const of = (engine: EngineName): Reading[] =>
    readMessage(withPictures({ text: '' }, [read[engine]?.text ?? '']), CONTEXT);
  const readings = { paddle: of('paddle'), tesseract: of('tesseract') };
  for (const engine of ['paddle', 'tesseract'] as const)
    if (differencesOf(readings[engine], truth).length === 0) alone[engine] += 1;
  const isCut = read.tesseract !== null && isCutOff(read.tesseract, read);
  const agreement = agreementOf(readings, { isCut, ...CONTEXT });
  const outcome = agreement === null ? 'nothing' : judged(agreement, readings[agreement.by], truth);
  if (only !== undefined || outcome === 'wrongly the same')
    explain(sample, outcome, agreement, read);
  return outcome;
}

function judged(
  { same }: Agreement,
  readings: readonly Reading[],
  truth: readonly Reading[],
): Outcome {
  const isRight = differencesOf(readings, truth).length === 0;
  if (!readings.some(({ kind }) => kind === 'signal')) return 'nothing';
  if (same) return isRight ? 'same' : 'wrongly the same';
  return isRight ? 'right' : 'wrong';
}

function explain(
  sample: Sample,
  outcome: Outcome,
  agreement: Agreement | null,
  read: OcrText,
): void {
  process.stdout.write(
    `\n== ${sample.name}: ${outcome}\n${agreement?.differences.join('\n') ?? ''}\n-- PaddleOCR\n${read.paddle?.text ?? ''}\n-- Tesseract\n${read.tesseract?.text ?? ''}\n`,
  );
}

function page(): string {
  const rows = [...counts].map(([group, count]) => rowOf(group, count));
  const sums = Object.fromEntries(
    OUTCOMES.map((name) => [name, [...counts.values()].reduce((sum, of) => sum + of[name], 0)]),
  ) as Record<Outcome, number>;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => ((sorted[Math.floor(sorted.length * part)] ?? 0) / 1_000).toFixed(1);
  return `# Pictures that were read

Written by \`npm run bench:pictures\`, which draws them (\`bench/pictures/corpus.ts\`): ${all} pictures.
What a picture says is what the reader makes of its very text; a reading is the same only in every field.

| pictures | | same by both | asked, right | asked, wrong | nothing read | wrong by agreement |
|---|---|---|---|---|---|---|
${[...rows, rowOf('**all**', sums)].join('\n')}

- *Same by both*: may trade by itself, where its owner lets it and the format is confirmed. *Asked*: the
  card shows the picture with what was read marked, and where the engines differ; *wrong* is what it then
  proposes. *Nothing read*: no order in it for either, which is told.
- Alone, PaddleOCR's words come to the right reading in ${alone.paddle} of ${all}, Tesseract's in ${alone.tesseract}.
- A picture takes ${at(0.5)} s (median) to ${at(0.999)} s on the machine that wrote this, both engines together,
  and the process that reads held ${Math.round(memory / 1e6)} MB at most.
`;
}

function rowOf(name: string, count: Record<Outcome, number>): string {
  const sum = OUTCOMES.reduce((total, outcome) => total + count[outcome], 0);
  return `| ${name} | ${sum} | ${OUTCOMES.map((outcome) => count[outcome]).join(' | ')} |`;
}
