/**
 * The process that files from strangers are unpacked and read in, one after another. It has nothing of
 * the bot's: no environment, no file but its own code and models, no way to write, and
 * it gives way to all that trades.
 */
import { setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { kindOfFile } from '../fileKind.ts';
import type { EngineName, EngineText } from '../pictureText.ts';
import type { OcrFault, OcrReply, OcrRequest } from './messages.ts';
import type { Pixels } from './pixels.ts';

type Engine = (picture: Pixels) => Promise<EngineText>;

// Behind all that trades, and not so far that a busy machine never gets to it.
setPriority(5);
new Worker(new URL('./watchMemory.ts', import.meta.url)).unref();

let engines: Promise<Record<EngineName, Engine | null>> | undefined;

/** null: it is not installed. */
async function createEngines(): Promise<Record<EngineName, Engine | null>> {
  return {
    paddle: await orNull(async () => (await import('./paddle/paddle.ts')).createPaddle()),
    tesseract: await orNull(async () => (await import('./tesseract.ts')).createTesseract()),
  };
}

async function orNull<T>(make: () => Promise<T>): Promise<T | null> {
  try {
    return await make();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_MODULE_NOT_FOUND';
}

async function answer(request: OcrRequest): Promise<OcrReply> {
  const { file } = request;
  if (kindOfFile(file) === null)
    return { fault: 'kind', message: 'it is no PNG, JPEG, WebP or GIF' };
  const opened = await open(file);
  if ('fault' in opened) return opened;
  if (request.kind === 'mark') {
    const { drawMarks } = await import('./drawMarks.ts');
    return { marked: await drawMarks(opened, request.marks) };
  }
  engines ??= createEngines();
  const { paddle, tesseract } = await engines;
  if (paddle === null && tesseract === null) return NO_ENGINE;
  const words = {
    paddle: paddle && (await paddle(opened)),
    tesseract: tesseract && (await tesseract(opened)),
  };
  const { width, height } = opened;
  // In kilobytes.
  const memory = process.resourceUsage().maxRSS * 1_024;
  return { text: { width, height, memory, ...words } };
}

const NO_ENGINE = { fault: 'no_engine', message: 'no engine is installed' } as const;

async function open(file: Uint8Array): Promise<Pixels | Extract<OcrReply, { fault: OcrFault }>> {
  const decoder = await orNull(() => import('./decode.ts'));
  if (decoder === null) return NO_ENGINE;
  try {
    return await decoder.decode(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { fault: /pixel limit/iu.test(message) ? 'large' : 'damaged', message };
  }
}

process.on('message', (request: OcrRequest) => {
  answer(request)
    .catch((error: unknown): OcrReply => ({ fault: 'failed', message: String(error) }))
    .then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
