import { type CandleDay, clearDay, emptyDay, MINUTES_A_DAY } from './candleDay.ts';

/**
 * One day of candles in few bytes: 8 to 12 a candle for a coin that trades each minute.
 *
 *     1 byte    version, 1
 *     1 byte    decimals of a price
 *     2 bytes   how many candles, big-endian
 *     180 bytes one bit a minute, lowest bit first: whether it has a candle; not where all have one
 *     and for each candle, oldest first, in steps of the last decimal:
 *       open less the close before it, close less open          (zigzag, variable length)
 *       high less the higher of the two, the lower less low     (variable length)
 *       volume                                                  (the upper 3 bytes of a 4-byte float)
 *
 * A variable length is seven bits a byte, the lowest first; all but the last byte have the top bit.
 */
export function packDay(day: CandleDay): Buffer {
  const bitmap = day.count === MINUTES_A_DAY ? 0 : BITMAP_BYTES;
  // Five numbers of at most eight bytes.
  const packed = Buffer.alloc(HEADER_BYTES + bitmap + day.count * 40);
  packed[0] = VERSION;
  packed[1] = day.scale;
  packed.writeUInt16BE(day.count, 2);
  let place = HEADER_BYTES + bitmap;
  const write = (value: number) => {
    let left = value;
    while (left >= 128) {
      packed[place++] = (left % 128) + 128;
      left = Math.floor(left / 128);
    }
    packed[place++] = left;
  };
  let before = 0;
  for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) {
    const open = day.open[minute] as number;
    if (Number.isNaN(open)) continue;
    if (bitmap > 0) {
      const at = HEADER_BYTES + (minute >> 3);
      packed[at] = (packed[at] as number) | (1 << (minute & 7));
    }
    const close = day.close[minute] as number;
    write(zigzag(open - before));
    write(zigzag(close - open));
    write((day.high[minute] as number) - Math.max(open, close));
    write(Math.min(open, close) - (day.low[minute] as number));
    float.setFloat32(0, day.volume[minute] as number);
    for (let byte = 0; byte < 3; byte += 1) packed[place++] = float.getUint8(byte);
    before = close;
  }
  return packed.subarray(0, place);
}

const VERSION = 1;
const HEADER_BYTES = 4;
const BITMAP_BYTES = MINUTES_A_DAY / 8;
const float = new DataView(new ArrayBuffer(4));

/** The four numbers of one candle, in the order in which they are written. */
const numbers = new Float64Array(4);
const OPEN = 0;
const CLOSE = 1;
const HIGH = 2;
const LOW = 3;
/** The same four bytes as an integer and as a float. */
const bits = new Int32Array(1);
const floats = new Float32Array(bits.buffer);

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** What `zigzag` made a value of. */
function signed(value: number): number {
  const half = Math.floor(value / 2);
  return value === half * 2 ? half : -half - 1;
}

/** Reads what `packDay` wrote, into places that are given. Throws RangeError on anything else. */
export function unpackDay(day: number, packed: Uint8Array, made = emptyDay(day)): CandleDay {
  const [version, scale = 0, countHigh = 0, countLow = 0] = packed;
  if (version !== VERSION) throw new RangeError(`candles in an unknown form (${version})`);
  const count = countHigh * 256 + countLow;
  const whole = count === MINUTES_A_DAY;
  if (whole) made.day = day;
  else clearDay(made, day);
  made.scale = scale;
  made.count = count;
  let place = HEADER_BYTES + (whole ? 0 : BITMAP_BYTES);
  const { open, high, low, close, volume } = made;
  let before = 0;
  // Millions are read: nothing here calls anything, and what comes after the end is found at the end.
  for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) {
    if (!whole && !((packed[HEADER_BYTES + (minute >> 3)] as number) & (1 << (minute & 7)))) {
      continue;
    }
    for (let part = 0; part < 4; part += 1) {
      let byte = packed[place++] as number;
      let value = byte;
      for (let weight = 128; byte >= 128; weight *= 128) {
        byte = packed[place++] as number;
        // The top bit said that there is more.
        value += (byte - 1) * weight;
      }
      numbers[part] = value;
    }
    const opened = before + signed(numbers[OPEN] as number);
    const closed = opened + signed(numbers[CLOSE] as number);
    open[minute] = opened;
    close[minute] = closed;
    high[minute] = (opened > closed ? opened : closed) + (numbers[HIGH] as number);
    low[minute] = (opened > closed ? closed : opened) - (numbers[LOW] as number);
    bits[0] =
      ((packed[place] as number) << 24) |
      ((packed[place + 1] as number) << 16) |
      ((packed[place + 2] as number) << 8);
    place += 3;
    volume[minute] = floats[0] as number;
    before = closed;
  }
  if (place !== packed.length) throw new RangeError('candles that break off');
  return made;
}
