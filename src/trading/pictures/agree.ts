import type { Reading } from '../signal/reading.ts';
import type { EngineName } from './pictureText.ts';

/** What the words of both engines come to; `readings` null: that engine is not there. */
export type ByEngine<T> = Readonly<Record<EngineName, T | null>>;

/** Whose words stand for a picture, and where the other reads something else. */
export type Agreement = {
  by: EngineName;
  /** Both are there and come to the very same readings. */
  same: boolean;
  /** A line each, for the owner. */
  differences: readonly string[];
};

/** How an engine is called where the owner reads it. */
export const ENGINE_NAMES: Readonly<Record<EngineName, string>> = {
  paddle: 'PaddleOCR',
  tesseract: 'Tesseract',
};

/**
 * Whether two engines that share nothing read the same: every field of every reading, not only what is
 * traded. Where they don't, the one that reads an order or an instruction stands, else PaddleOCR, which
 * loses fewer points and digits. What is cut off at an edge is read the same by both and may be wrong:
 * it counts as a difference, and so does a coin that may be another one behind a $ (`symbols`: those that
 * are traded). Null where there is no engine.
 */
export function agreementOf(
  { paddle, tesseract }: ByEngine<readonly Reading[]>,
  { isCut = false, symbols }: { isCut?: boolean; symbols?: ReadonlySet<string> } = {},
): Agreement | null {
  if (paddle === null || tesseract === null) {
    const by = paddle ? 'paddle' : tesseract ? 'tesseract' : null;
    if (by === null) return null;
    const other = by === 'paddle' ? 'tesseract' : 'paddle';
    return { by, same: false, differences: [`${ENGINE_NAMES[other]} is not installed`] };
  }
  const by = !acts(paddle) && acts(tesseract) ? 'tesseract' : 'paddle';
  const differences = [
    ...differencesOf(paddle, tesseract),
    ...(isCut ? ['something stands at its very edge, and may go on beyond it'] : []),
    ...[...paddle, ...tesseract].flatMap((reading) => mistakenDollar(reading, symbols)).slice(0, 1),
  ];
  return { by, same: differences.length === 0, differences };
}

function acts(readings: readonly Reading[]): boolean {
  return readings.some(({ kind }) => kind === 'signal' || kind === 'update');
}

/** "$UNI" looks like "SUNI" to any engine. */
function mistakenDollar(reading: Reading, symbols: ReadonlySet<string> | undefined): string[] {
  const symbol = 'symbol' in reading ? (reading.symbol ?? '') : '';
  const rest = symbol.slice(1);
  if (!symbol.startsWith('S') || symbols?.has(rest) !== true) return [];
  return [`coin: ${symbol}, or ${rest} behind a $`];
}

/** What of two readings of the same differs, a line each. */
export function differencesOf(paddle: readonly Reading[], tesseract: readonly Reading[]): string[] {
  if (paddle.length !== tesseract.length)
    return [said('readings', String(paddle.length), String(tesseract.length))];
  return paddle.flatMap((one, index) => {
    const [a, b] = [fieldsOf(one), fieldsOf(tesseract[index])];
    return [...new Set([...a.keys(), ...b.keys()])].flatMap((field) =>
      a.get(field) === b.get(field)
        ? []
        : [said(field, a.get(field) ?? 'nothing', b.get(field) ?? 'nothing')],
    );
  });
}

function said(what: string, paddle: string, tesseract: string): string {
  return `${what}: ${paddle} (${ENGINE_NAMES.paddle}), ${tesseract} (${ENGINE_NAMES.tesseract})`;
}

/** What of a reading tells how it was come to, and not what it says. */
const BESIDES: ReadonlySet<string> = new Set(['provenance', 'inferred', 'evidence', 'why']);

function fieldsOf(reading: Reading | undefined): Map<string, string> {
  return new Map(
    Object.entries(reading ?? {}).flatMap(([field, value]) =>
      BESIDES.has(field) || value === null || value === undefined ? [] : [[field, words(value)]],
    ),
  );
}

function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join(' | ');
  if (typeof value === 'object' && value !== null)
    return Object.values(value)
      .filter((one) => one !== null)
      .map(words)
      .join(' ');
  return String(value);
}
