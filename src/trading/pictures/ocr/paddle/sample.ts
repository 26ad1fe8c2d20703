import type { Pixels } from '../pixels.ts';

/** A rectangle that may be turned: its middle, half its length along `angle` (radians), half its height across. */
export type Slant = { x: number; y: number; halfLength: number; halfHeight: number; angle: number };

/**
 * A rectangle of a picture as what the models take: blue, green and red after each other, each byte
 * brought to `(value / 255 - mean) / deviation`. Where it is made smaller, what falls together is averaged.
 */
export function sample(
  { data, width, height }: Pixels,
  { x, y, halfLength, halfHeight, angle }: Slant,
  size: { width: number; height: number },
  { mean, deviation }: { mean: readonly number[]; deviation: readonly number[] },
): Float32Array {
  const area = size.width * size.height;
  const out = new Float32Array(3 * area);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const step = { along: (2 * halfLength) / size.width, across: (2 * halfHeight) / size.height };
  // So many points of the picture go into one of the sample, each way.
  const along = Math.min(8, Math.max(1, Math.round(step.along)));
  const across = Math.min(8, Math.max(1, Math.round(step.across)));
  const points = along * across;
  const rgb = [0, 0, 0];
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      rgb.fill(0);
      for (let point = 0; point < points; point++) {
        const u = (column + ((point % along) + 0.5) / along) * step.along - halfLength;
        const v = (row + (Math.floor(point / along) + 0.5) / across) * step.across - halfHeight;
        addPoint(x + u * cos - v * sin - 0.5, y + u * sin + v * cos - 0.5);
      }
      for (let c = 0; c < 3; c++) {
        const value = (rgb[c] ?? 0) / points / 255;
        out[(2 - c) * area + row * size.width + column] =
          (value - (mean[c] ?? 0)) / (deviation[c] ?? 1);
      }
    }
  }
  return out;

  /** Between the four pixels around a point; beyond the edge it goes on as at the edge. */
  function addPoint(px: number, py: number): void {
    const cx = Math.min(width - 1, Math.max(0, px));
    const cy = Math.min(height - 1, Math.max(0, py));
    const left = Math.floor(cx);
    const top = Math.floor(cy);
    const right = Math.min(width - 1, left + 1);
    const bottom = Math.min(height - 1, top + 1);
    const [fx, fy] = [cx - left, cy - top];
    const [tl, tr] = [(top * width + left) * 3, (top * width + right) * 3];
    const [bl, br] = [(bottom * width + left) * 3, (bottom * width + right) * 3];
    for (let c = 0; c < 3; c++) {
      const above = (data[tl + c] ?? 0) * (1 - fx) + (data[tr + c] ?? 0) * fx;
      const below = (data[bl + c] ?? 0) * (1 - fx) + (data[br + c] ?? 0) * fx;
      rgb[c] = (rgb[c] ?? 0) + above * (1 - fy) + below * fy;
    }
  }
}
