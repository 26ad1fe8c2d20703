import type { Box, EngineName, EngineText } from '../pictureText.ts';

/** What the process that reads is asked for: the words of a file, or the picture with marks drawn in it. */
export type OcrRequest =
  | { kind: 'read'; file: Uint8Array }
  | { kind: 'mark'; file: Uint8Array; marks: readonly Box[] };

/** `null`: that engine is not there, or has failed on it. Sizes in pixels, as it is shown. */
export type OcrText = {
  width: number;
  height: number;
  /** What the process that reads has held at most so far, in bytes. */
  memory: number;
} & Readonly<Record<EngineName, EngineText | null>>;

/**
 * Why there is nothing. kind: no picture that is read; damaged: not to be unpacked; large: too many
 * pixels; no_engine: none is installed; slow, memory: it took too much and was ended; failed: it ended
 * by itself.
 */
export type OcrFault = 'kind' | 'damaged' | 'large' | 'no_engine' | 'slow' | 'memory' | 'failed';

export type OcrReply =
  | { text: OcrText }
  | { marked: Uint8Array }
  | { fault: OcrFault; message: string };
