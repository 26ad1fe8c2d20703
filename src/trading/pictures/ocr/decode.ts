import sharp from 'sharp';
import { MOST_PIXELS } from '../limits.ts';
import type { Pixels } from './pixels.ts';

// Only what is looked for by its first bytes, and none of the many others that libvips knows.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPng',
    'VipsForeignLoadJpeg',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * The first frame, upright, without transparency. Rejects where the file is damaged, or has more
 * pixels than are looked at, which its head tells before anything is unpacked.
 */
export async function decode(file: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(file, {
    limitInputPixels: MOST_PIXELS,
    failOn: 'truncated',
    pages: 1,
  })
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: opaque(data), width: info.width, height: info.height };
}

/** What is behind isn't told: letters are seen on the opposite of their own lightness. */
function opaque(rgba: Uint8Array): Uint8Array {
  let light = 0;
  let seen = 0;
  for (let i = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3] ?? 0;
    light += alpha * (((rgba[i] ?? 0) + (rgba[i + 1] ?? 0) + (rgba[i + 2] ?? 0)) / 3);
    seen += alpha;
  }
  const behind = light > seen * 128 ? 0 : 255;
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let i = 0, to = 0; i < rgba.length; i += 4) {
    const alpha = (rgba[i + 3] ?? 0) / 255;
    for (let c = 0; c < 3; c++) rgb[to++] = (rgba[i + c] ?? 0) * alpha + behind * (1 - alpha);
  }
  return rgb;
}
