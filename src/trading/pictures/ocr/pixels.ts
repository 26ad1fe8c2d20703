/** A picture without transparency: red, green and blue, a byte each, row by row. */
export type Pixels = { data: Uint8Array; width: number; height: number };
