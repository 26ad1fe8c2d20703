import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';

const FONT = fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));

/** Lines of text as a PNG, as a phone shows them. */
export function drawn(
  lines: readonly string[],
  { size = 20, ink = '#dbdee1', paper = '#313338' } = {},
): Buffer {
  const height = Math.ceil((lines.length + 1) * size * 1.6);
  const texts = lines.map(
    (line, at) =>
      `<text x="${size}" y="${(at + 1) * size * 1.6}" font-size="${size}" fill="${ink}">${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size * 24}" height="${height}"><rect width="100%" height="100%" fill="${paper}"/>${texts.join('')}</svg>`;
  const font = { fontFiles: [FONT], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { font }).render().asPng();
}

/** A PNG whose head says that it is so large, of one colour: some kilobytes that unpack to gigabytes. */
export function bomb(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(Math.min(64_000_000, height * (1 + Math.ceil(width / 8)))));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
