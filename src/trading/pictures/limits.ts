/** What a picture may be, so that no file costs more than this: a 4K screenshot passes. */
export const MOST_BYTES = 8_000_000;
export const MOST_PIXELS = 16_000_000;
/** Of one message; the first ones are read. */
export const MOST_PICTURES = 4;
/** To fetch one. */
export const FETCH_MS = 5_000;
/** To unpack and read one, with both engines, on a machine that is busy. */
export const READ_MS = 60_000;
/** The process that reads may hold as much; past it, it is ended. */
export const MOST_MEMORY = 1_200_000_000;
