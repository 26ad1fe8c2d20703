import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import sharp, { type Sharp } from 'sharp';
import type { Sample } from './corpus.ts';
import { type Look, THEMES } from './looks.ts';

const FONTS: Readonly<Record<Look['font'], { family: string; weight?: number; file: string }>> = {
  roboto: { family: 'Roboto', file: '@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf' },
  bold: {
    family: 'Roboto',
    weight: 700,
    file: '@expo-google-fonts/roboto/700Bold/Roboto_700Bold.ttf',
  },
  sans: { family: 'DejaVu Sans', file: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf' },
  serif: { family: 'DejaVu Serif', file: 'dejavu-fonts-ttf/ttf/DejaVuSerif.ttf' },
  mono: { family: 'DejaVu Sans Mono', file: 'dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf' },
  condensed: {
    family: 'DejaVu Sans Condensed',
    file: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  },
  chinese: {
    family: 'ZCOOL XiaoWei',
    file: '@expo-google-fonts/zcool-xiaowei/400Regular/ZCOOLXiaoWei_400Regular.ttf',
  },
};
const SPACING = 1.6;
const WIDEST_LETTER = 0.62;

/** The picture as a file in its format. The same sample gives the same picture. */
export async function draw({ text, look }: Sample): Promise<Buffer> {
  const { font, size, theme, turned = 0, around, cut, blurred } = look;
  const { paper, ink } = THEMES[theme];
  const lines = wrapped(text, size >= 42 ? 24 : 60);
  const longest = Math.max(...lines.map((line) => line.length));
  const width = Math.round(Math.max(longest * size * WIDEST_LETTER + size * 3, size * 22));
  const above = around === 'messenger' ? size * 4 : size;
  const height = Math.round(above + lines.length * size * SPACING + size * 1.5);
  const { family, weight = 400, file } = FONTS[font];
  const y = (at: number) => above + (at + 0.75) * size * SPACING;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="${paper}"/>
    ${around === 'messenger' ? messenger(size, width, ink) : ''}
    ${around === 'chart' || around === 'strong chart' ? chart(width, height, around === 'chart' ? 0.18 : 0.45) : ''}
    <g transform="rotate(${turned} ${width / 2} ${height / 2})" font-family="${family}" font-weight="${weight}" font-size="${size}" fill="${ink}">
      ${lines.map((line, at) => `<text x="${size * 1.5}" y="${y(at)}">${escaped(line)}</text>`).join('')}
    </g></svg>`;
  const fontFiles = [file, FONTS.roboto.file].map((path) =>
    fileURLToPath(import.meta.resolve(path)),
  );
  const png = new Resvg(svg, { font: { fontFiles, loadSystemFonts: false } }).render().asPng();
  let picture = sharp(png);
  if (blurred !== undefined) {
    const small = await picture
      .resize(Math.round(width / blurred))
      .png()
      .toBuffer();
    picture = sharp(small).resize(width, height, { fit: 'fill' });
  }
  if (cut !== undefined) {
    const lastLine = y(lines.length - 1) - size * 0.35;
    const area = {
      margins: {
        left: size,
        top: Math.round(above * 0.6),
        width: width - 2 * size,
        height: Math.round(height - above * 0.6 - size),
      },
      right: { left: 0, top: 0, width: Math.round(size * 1.5 + longest * size * 0.36), height },
      bottom: { left: 0, top: 0, width, height: Math.round(lastLine) },
    }[cut];
    picture = sharp(await picture.png().toBuffer()).extract(area);
  }
  return inFormat(picture, look.format);
}

function inFormat(picture: Sharp, format: Look['format']): Promise<Buffer> {
  const [kind, quality] = format.split(' ');
  const of = { quality: Number(quality) };
  if (kind === 'jpeg') return picture.jpeg(of).toBuffer();
  if (kind === 'webp') return picture.webp(of).toBuffer();
  return kind === 'gif' ? picture.gif().toBuffer() : picture.png().toBuffer();
}

/** Broken between words, as a narrow screen does. */
function wrapped(text: string, most: number): string[] {
  return text.split('\n').flatMap((line) => {
    const rows = [''];
    for (const word of line.split(' ')) {
      const last = rows.at(-1) ?? '';
      if (last !== '' && last.length + word.length + 1 > most) rows.push(word);
      else rows[rows.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return rows;
  });
}

/** A name with its picture and the time above the words. */
function messenger(size: number, width: number, ink: string): string {
  return `<rect width="${width}" height="${size * 1.6}" fill="#888" opacity="0.25"/>
    <circle cx="${size * 2}" cy="${size * 2.9}" r="${size * 0.8}" fill="#5865f2"/>
    <text x="${size * 3.3}" y="${size * 3.1}" font-family="Roboto" font-size="${size}" fill="#5865f2">Signals</text>
    <text x="${size * 8}" y="${size * 3.1}" font-family="Roboto" font-size="${size * 0.7}" fill="${ink}" opacity="0.6">12:41</text>`;
}

/** Candles behind the words, the same each time. */
function chart(width: number, height: number, opacity: number): string {
  let level = height / 2;
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const candles = Array.from({ length: Math.floor(width / 12) }, (_, at) => {
    const open = level;
    level = Math.min(height - 20, Math.max(20, level + (random() - 0.5) * height * 0.2));
    const [top, bottom] = [Math.min(open, level), Math.max(open, level)];
    const colour = level < open ? '#26a69a' : '#ef5350';
    const x = at * 12;
    return `<path d="M${x + 4} ${top - 8}V${bottom + 8}" stroke="${colour}"/><rect x="${x}" y="${top}" width="8" height="${bottom - top + 1}" fill="${colour}"/>`;
  });
  return `<g opacity="${opacity}">${candles.join('')}</g>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
