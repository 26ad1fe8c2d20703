/**
 * Reads a picture as the bot would:
 *
 *   npm run --silent read -- --picture FILE             its readings, as JSON
 *   npm run --silent read -- --picture FILE --explain   what was read where, by which engine
 */
import { readFile } from 'node:fs/promises';
import pino from 'pino';
import { agreementOf, type ByEngine, ENGINE_NAMES } from '../src/trading/pictures/agree.ts';
import type { OcrText } from '../src/trading/pictures/ocr/messages.ts';
import { createOcr } from '../src/trading/pictures/ocrProcess.ts';
import type { EngineText } from '../src/trading/pictures/pictureText.ts';
import { explain } from '../src/trading/signal/explain.ts';
import { withPictures } from '../src/trading/signal/pictureWords.ts';
import type { MessageText, Reading } from '../src/trading/signal/reading.ts';
import { readMessage } from '../src/trading/signal/readMessage.ts';

/** What is printed; with a fault in a sentence the exit code is 1. */
export async function readPicture(
  path: string,
  { explains, wireOf }: { explains: boolean; wireOf: (reading: Reading) => unknown },
): Promise<void> {
  const file = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${path} can't be read (${error.code ?? error.message})`);
  });
  const ocr = createOcr(pino({ level: 'silent' }));
  const read = await ocr.read(file).finally(() => ocr.stop());
  if ('fault' in read) {
    const { fault, message } = read;
    process.stdout.write(`${JSON.stringify({ picture: path, error: fault, message })}\n`);
    process.exitCode = 1;
    return;
  }
  const readings = each(read, (words) => readMessage(messageOf(words)));
  const agreement = agreementOf(readings);
  if (agreement === null) throw new Error('there is no engine');
  const { by, same, differences } = agreement;
  if (!explains) {
    const said = (readings[by] ?? []).map(wireOf);
    process.stdout.write(
      `${JSON.stringify({ picture: path, readings: said, engine: by, same, differences })}\n`,
    );
    return;
  }
  process.stdout.write(
    `${read.width} × ${read.height} pixels\n${same ? 'Both engines read the same.' : `They differ:\n${differences.map((line) => `  ${line}`).join('\n')}`}\n`,
  );
  for (const engine of ['paddle', 'tesseract'] as const) {
    const words = read[engine];
    if (words === null) continue;
    process.stdout.write(`\n${ENGINE_NAMES[engine]}\n${placesOf(words)}\n\n`);
    const colour = process.stdout.isTTY === true;
    process.stdout.write(explain(messageOf(words), readings[engine] ?? [], { colour }));
  }
}

function each<T>(read: OcrText, of: (words: EngineText) => T): ByEngine<T> {
  const { paddle, tesseract } = read;
  return { paddle: paddle && of(paddle), tesseract: tesseract && of(tesseract) };
}

function messageOf({ text }: EngineText): MessageText {
  return withPictures({ text: '' }, [text]);
}

/** Each piece with where it stands: left, top, width and height in pixels. */
function placesOf({ text, pieces }: EngineText): string {
  return pieces
    .map(({ start, end, box }) => {
      const [left, top, right, bottom] = box.map(Math.round);
      const place = `${left},${top} ${Number(right) - Number(left)}×${Number(bottom) - Number(top)}`;
      return `  ${place.padEnd(18)} ${text.slice(start, end)}`;
    })
    .join('\n');
}
