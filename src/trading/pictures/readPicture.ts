import type { ByEngine } from './agree.ts';
import { fetchPicture } from './fetchPicture.ts';
import type { OcrFault } from './ocr/messages.ts';
import type { Ocr } from './ocrProcess.ts';
import { type EngineText, isCutOff } from './pictureText.ts';

/** A picture as it was read; `isCut`: something stands at its very edge. */
export type PictureRead = { file: Uint8Array; words: ByEngine<EngineText>; isCut: boolean };

/** What the owner is told of a picture that can't be read. */
const FAULTS: Readonly<Record<OcrFault, string>> = {
  kind: 'it is no PNG, JPEG, WebP or GIF',
  damaged: 'the file is damaged',
  large: 'it has too many pixels',
  no_engine: 'what reads pictures is not installed (npm ci brings it)',
  slow: 'it took too long to read',
  memory: 'it took too much memory to read',
  failed: 'reading it failed',
};

/** Fetches and reads one; a sentence where that can't be done. Never rejects. */
export async function readPicture(
  url: string,
  {
    ocr,
    discordOrigin,
    stopping,
  }: { ocr: Ocr; discordOrigin: string | null; stopping: AbortSignal },
): Promise<PictureRead | { fault: string }> {
  const file = await fetchPicture(url, discordOrigin, { stopping });
  if ('fault' in file) return file;
  const read = await ocr.read(file);
  if ('fault' in read) return { fault: FAULTS[read.fault] };
  const { paddle, tesseract } = read;
  const isCut = tesseract !== null && isCutOff(tesseract, read);
  return { file, words: { paddle, tesseract }, isCut };
}
