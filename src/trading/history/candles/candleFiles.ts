import { closeSync, existsSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Candle } from '../../venue/marketData.ts';
import { type CandleDay, DAY_MS, dayOf, makeDay } from './candleDay.ts';
import { packDay } from './compactDay.ts';
import type { CandleSource } from './tape.ts';

/**
 * Candles in a folder, a file a product: `BTC-USD.candles` in the compact form, or `BTC-USD.csv` with
 * lines of "time,open,high,low,close,volume", the time of a minute's start in UNIX seconds or
 * milliseconds, or ISO 8601; a first line of names is passed over.
 *
 * A compact file is one entry after the other: 4 bytes the day (since 1970-01-01), 4 bytes the length
 * of what follows, big-endian, then a day as `packDay` writes it.
 */
export function openCandleFolder(folder: string): CandleSource & { close(): void } {
  const open = new Map<string, Opened | null>();
  const known = (productId: string): Opened | null => {
    let file = open.get(productId);
    if (file === undefined) {
      file = openProduct(folder, productId);
      open.set(productId, file);
    }
    return file;
  };
  return {
    day: (productId, day) => known(productId)?.day(day) ?? null,
    close() {
      for (const file of open.values()) file?.close();
      open.clear();
    },
  };
}

type Opened = { day(day: number): Uint8Array | null; close(): void };

/** Product ids come from a list, but the list may be a stranger's file: no id leads out of the folder. */
const PRODUCT_ID = /^[A-Z0-9][A-Z0-9-]{0,40}$/;

function openProduct(folder: string, productId: string): Opened | null {
  if (!PRODUCT_ID.test(productId)) return null;
  const compact = join(folder, `${productId}.candles`);
  if (existsSync(compact)) return openCompact(compact);
  const csv = join(folder, `${productId}.csv`);
  if (!existsSync(csv)) return null;
  const candles = readCsv(csv);
  return {
    day(day) {
      const own = candles.get(day);
      return own === undefined ? null : packDay(makeDay(day, own));
    },
    close: () => undefined,
  };
}

const ENTRY_HEADER = 8;

function openCompact(path: string): Opened {
  const file = openSync(path, 'r');
  const places = new Map<number, { at: number; length: number }>();
  const header = Buffer.alloc(ENTRY_HEADER);
  for (let at = 0; readSync(file, header, 0, ENTRY_HEADER, at) === ENTRY_HEADER; ) {
    const length = header.readUInt32BE(4);
    places.set(header.readUInt32BE(0), { at: at + ENTRY_HEADER, length });
    at += ENTRY_HEADER + length;
  }
  return {
    day(day) {
      const place = places.get(day);
      if (place === undefined) return null;
      const packed = Buffer.alloc(place.length);
      if (readSync(file, packed, 0, place.length, place.at) < place.length) {
        throw new RangeError(`${path} breaks off`);
      }
      return packed;
    },
    close: () => closeSync(file),
  };
}

/** Writes a product's days as one compact file. */
export function writeCandleFile(
  folder: string,
  productId: string,
  days: readonly CandleDay[],
): void {
  const parts = days.flatMap((day) => {
    const packed = packDay(day);
    const header = Buffer.alloc(ENTRY_HEADER);
    header.writeUInt32BE(day.day, 0);
    header.writeUInt32BE(packed.length, 4);
    return [header, packed];
  });
  writeFileSync(join(folder, `${productId}.candles`), Buffer.concat(parts));
}

function readCsv(path: string): Map<number, Candle[]> {
  const days = new Map<number, Candle[]>();
  for (const [index, line] of readFileSync(path, 'utf8').split(/\r?\n/).entries()) {
    if (line.trim() === '' || (index === 0 && /[a-z]/i.test(line.split(',')[1] ?? ''))) continue;
    const [time = '', open = '', high = '', low = '', close = '', volume = '0'] = line.split(',');
    const at = timeOf(time);
    if (at === null || [open, high, low, close].some((price) => !/^\d+(\.\d+)?$/.test(price))) {
      throw new RangeError(
        `${path}, line ${index + 1}: not a candle; write "time,open,high,low,close,volume"`,
      );
    }
    const own = days.get(dayOf(at)) ?? [];
    days.set(dayOf(at), own);
    own.push({ at, open, high, low, close, volume });
  }
  return days;
}

/** The first year whose milliseconds have more digits than any seconds to come. */
const AS_MILLISECONDS = DAY_MS * 1000;

function timeOf(text: string): number | null {
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isFinite(at)) return null;
  return at < AS_MILLISECONDS ? at * 1000 : at;
}
