/**
 * Brings a provider's text to one alphabet of digits, dashes, quotes and letters, and remembers for
 * every character where it came from.
 *
 * Channels decorate (𝗟𝗢𝗡𝗚, 🅻🅾🅽🅶, ｓｔｏｐ), write digits of their own script (۵۹۵۰۰), number lists with
 * keycaps (1️⃣) and hide zero-width characters between letters. After this step none of that is
 * left, so that the vocabulary and the grammar need to know one form only.
 */

/** `text` is the normalized form; character i of it came from `source[from[i]] … source[to[i]]` (end exclusive). */
type NormalizedText = { text: string; from: readonly number[]; to: readonly number[] };

/**
 * List numbers (1️⃣ ② ❸) become these private characters, one per digit, so that a number used as
 * a bullet is told from a number used as a price.
 */
export const LIST_DIGIT_ZERO = 0xe000;

/** What stands for text that was taken out (a link, a mention): it separates, and means nothing. */
export const GAP = '\u0001';

const DIGIT_ZEROS = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
  0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810,
];

/** Single characters that NFKC leaves alone and that people use for another one. */
const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ...pairs('‐‑‒–—―−⁃➖﹣', '-'),
  ...pairs('〜～∼', '~'),
  ...pairs('‘’ʼ´`', "'"),
  ...pairs('“”„«»「」『』', '"'),
  ...pairs('【〔〖', '['),
  ...pairs('】〕〗', ']'),
  ['×', 'x'],
  ['✕', 'x'],
  ['⨉', 'x'],
  ['٫', '.'],
  ['·', '.'],
  ['٬', ','],
  // Never a decimal or thousands mark, so never glued between digits.
  ['،', ', '],
  ['、', ', '],
  ['・', ', '],
  ['؛', ';'],
  ['؟', '?'],
  ['٪', '%'],
  ['⁄', '/'],
  ['∕', '/'],
  ['➜', '→'],
  ['➡', '→'],
  ['➔', '→'],
  ['⇒', '→'],
  ...pairs('➤►▶▸▹➢➣➥➙➛⇨⟶👉⏩', '→'),
]);

const SMALL_CAPITALS = pairsOf('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz');

function pairs(characters: string, replacement: string): [string, string][] {
  return [...characters].map((character) => [character, replacement]);
}

function pairsOf(characters: string, replacements: string): ReadonlyMap<string, string> {
  const to = [...replacements];
  return new Map([...characters].map((character, index) => [character, to[index] ?? character]));
}

/** Normalizes `source`. Pure, linear in its length, and defined for any string (lone surrogates too). */
export function normalize(source: string): NormalizedText {
  let text = '';
  const from: number[] = [];
  const to: number[] = [];
  const emit = (out: string, start: number, end: number): void => {
    for (let i = 0; i < out.length; i++) {
      from.push(start);
      to.push(end);
    }
    text += out;
  };

  let at = 0;
  while (at < source.length) {
    const plain = endOfPlain(source, at);
    if (plain > at) {
      text += source.slice(at, plain);
      for (; at < plain; at++) {
        from.push(at);
        to.push(at + 1);
      }
      continue;
    }
    const codePoint = source.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(codePoint);
    const end = at + character.length;
    if (codePoint >= 0x2080 && codePoint <= 0x2089 && text.endsWith('0')) {
      // "0.0₅215" counts its zeros: 0.00000215.
      emit('0'.repeat(Math.max(0, codePoint - 0x2080 - 1)), at, end);
      at = end;
      continue;
    }
    if ((character === '-' || character === '=') && source[at + 1] === '>') {
      emit('→', at, at + 2);
      at += 2;
      continue;
    }
    const keycapEnd = endOfKeycap(source, at);
    if (keycapEnd > 0) {
      emit(String.fromCharCode(LIST_DIGIT_ZERO + codePoint - 0x30), at, keycapEnd);
      at = keycapEnd;
      continue;
    }
    if (character === '，' && !(isFullWidthDigit(source[at - 1]) && isFullWidthDigit(source[end])))
      emit(', ', at, end);
    else emit(normalizeCodePoint(codePoint, character), at, end);
    at = end;
  }
  return { text, from, to };
}

/** Where the printable ASCII from `at` on ends that stands for nothing but itself; no arrow, no keycap. */
function endOfPlain(source: string, at: number): number {
  let end = at;
  for (; end < source.length; end++) {
    const code = source.charCodeAt(end);
    if ((code < 0x20 && code !== NEW_LINE) || code >= 0x80) break;
    const next = source.charCodeAt(end + 1);
    if (next === ARROW_HEAD && (code === 0x2d || code === 0x3d)) break;
    if (next >= 0x80 && code >= 0x30 && code <= 0x39) break;
  }
  return end;
}

const NEW_LINE = 0x0a;
const ARROW_HEAD = 0x3e;

/** A digit with U+20E3 behind it, with or without a variation selector between; 0 when there is none. */
function endOfKeycap(source: string, at: number): number {
  const digit = source.charCodeAt(at);
  if (digit < 0x30 || digit > 0x39) return 0;
  const next = source.charCodeAt(at + 1);
  if (next === 0x20e3) return at + 2;
  return next === 0xfe0f && source.charCodeAt(at + 2) === 0x20e3 ? at + 3 : 0;
}

function normalizeCodePoint(codePoint: number, character: string): string {
  if (codePoint < 0x80) return codePoint < 0x20 && character !== '\n' ? ' ' : character;
  if (isInvisible(codePoint)) return '';
  if (isPlainLetter(codePoint)) return REPLACEMENTS.get(character) ?? character;
  const listNumber = listNumberOf(codePoint);
  if (listNumber !== null) {
    return [...String(listNumber)]
      .map((d) => String.fromCharCode(LIST_DIGIT_ZERO + Number(d)))
      .join('');
  }
  const replaced = REPLACEMENTS.get(character) ?? SMALL_CAPITALS.get(character);
  if (replaced) return replaced;
  const zero = DIGIT_ZEROS.find((z) => codePoint >= z && codePoint <= z + 9);
  if (zero !== undefined) return String(codePoint - zero);
  const squared = squaredLetter(codePoint);
  if (squared !== null) return squared;
  if (codePoint >= LIST_DIGIT_ZERO && codePoint <= LIST_DIGIT_ZERO + 9) return ' ';
  if (character === '\u2028' || character === '\u2029') return '\n';
  const compatible = character.normalize('NFKC');
  // A compatibility form may itself be a dash or a space of its own ("﹘", the em space).
  return [...compatible].map((c) => REPLACEMENTS.get(c) ?? (isSpace(c) ? ' ' : c)).join('');
}

function isFullWidthDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '０' && character <= '９';
}

/** Letters that have one form only: Cyrillic, Arabic but for its digits and signs, Chinese, kana, Korean. */
function isPlainLetter(codePoint: number): boolean {
  return (
    (codePoint >= 0x0400 && codePoint <= 0x052f) ||
    (codePoint >= 0x0620 && codePoint <= 0x064a) ||
    (codePoint >= 0x0671 && codePoint <= 0x06d3) ||
    (codePoint >= 0x3041 && codePoint <= 0x30fe) ||
    (codePoint >= 0x4e00 && codePoint <= 0x9fff) ||
    (codePoint >= 0xac00 && codePoint <= 0xd7a3)
  );
}

function isSpace(character: string): boolean {
  return character !== '\n' && /^\s$/u.test(character);
}

/** Zero-width and joining characters, direction marks, variation selectors, tags, Arabic vowel signs and the stretching bar. */
function isInvisible(codePoint: number): boolean {
  return (
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    (codePoint >= 0x202a && codePoint <= 0x202e) ||
    (codePoint >= 0x2060 && codePoint <= 0x206f) ||
    (codePoint >= 0xfe00 && codePoint <= 0xfe0f) ||
    (codePoint >= 0xe0000 && codePoint <= 0xe01ef) ||
    (codePoint >= 0x064b && codePoint <= 0x0652) ||
    codePoint === 0x0640 ||
    codePoint === 0x00ad ||
    codePoint === 0x034f ||
    codePoint === 0x061c ||
    codePoint === 0x180e ||
    codePoint === 0x20e3 ||
    codePoint === 0xfeff
  );
}

/** ① ⑴ ⒈ ❶ ➀ ➊ ⓵ and the keycap ten, as their number. */
function listNumberOf(codePoint: number): number | null {
  if (codePoint >= 0x2460 && codePoint <= 0x2473) return codePoint - 0x2460 + 1;
  if (codePoint >= 0x2474 && codePoint <= 0x2487) return codePoint - 0x2474 + 1;
  if (codePoint >= 0x2488 && codePoint <= 0x249b) return codePoint - 0x2488 + 1;
  if (codePoint >= 0x2776 && codePoint <= 0x2793) return ((codePoint - 0x2776) % 10) + 1;
  if (codePoint >= 0x24f5 && codePoint <= 0x24fe) return codePoint - 0x24f5 + 1;
  if (codePoint === 0x1f51f) return 10;
  return null;
}

/** 🄰 🅐 🅰: letters in boxes and circles that NFKC does not take apart. */
function squaredLetter(codePoint: number): string | null {
  const ranges = [0x1f130, 0x1f150, 0x1f170];
  const start = ranges.find((r) => codePoint >= r && codePoint < r + 26);
  return start === undefined ? null : String.fromCharCode(0x41 + codePoint - start);
}

/** Traditional characters of the trading vocabulary, to the simplified ones that the tables are written in. */
const TRADITIONAL = pairsOf(
  '損盈單倉進場價標現開槓桿點觸發訊號訂補調動達銷減間將線長風險額區時週買賣幣對輕約後離實為產個兩掛設變會勢給獲虧預計擊鎖認觀這還沒來萬從過將種類數據處於內學',
  '损盈单仓进场价标现开杠杆点触发讯号订补调动达销减间将线长风险额区时周买卖币对轻约后离实为产个两挂设变会势给获亏预计击锁认观这还没来万从过将种类数据处于内学',
);

const LETTER_FOLDS: ReadonlyMap<string, string> = new Map([
  ...TRADITIONAL,
  ['ı', 'i'],
  ['đ', 'd'],
  ['ł', 'l'],
  ['ø', 'o'],
  ['ß', 'ss'],
  ['ي', 'ی'],
  ['ى', 'ی'],
  ['ئ', 'ی'],
  ['ك', 'ک'],
  ['ة', 'ه'],
  ['ۀ', 'ه'],
]);

/**
 * The form of a word that the vocabulary is looked up by: lower case, without accents, one form of
 * each Arabic letter, simplified Chinese. "GİRİŞ", "giriş" and "giris" are the same word.
 */
export function fold(word: string): string {
  if (isAscii(word)) return word.toLowerCase();
  const decomposed = word.toLowerCase().normalize('NFD');
  let out = '';
  for (const character of decomposed) {
    const code = character.charCodeAt(0);
    if ((code >= 0x0300 && code <= 0x036f) || (code >= 0x0653 && code <= 0x0655)) continue;
    out += LETTER_FOLDS.get(character) ?? character;
  }
  return out.normalize('NFC');
}

function isAscii(word: string): boolean {
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) >= 0x80) return false;
  return true;
}

/** Cyrillic and Greek letters that look like a Latin one. */
const LATIN_LOOKALIKES: ReadonlyMap<string, string> = pairsOf(
  'АВЕЅІЈКМНОРСТУХаеѕіјорсухкмтнвΑΒΕΖΗΙΚΜΝΟΡΤΥΧο',
  'ABESIJKMHOPCTYXaesijopcyxkmthbABEZHIKMNOPTYXo',
);

/**
 * The word with look-alike letters turned into Latin ones, when that makes it wholly Latin; null
 * when a letter has no Latin double. A word that was Latin already comes back as it is.
 */
export function toLatin(word: string): string | null {
  if (isAscii(word)) return word;
  let out = '';
  for (const character of word) {
    const code = character.charCodeAt(0);
    if (code < 0x80) out += character;
    else {
      const latin = LATIN_LOOKALIKES.get(character);
      if (latin === undefined) return null;
      out += latin;
    }
  }
  return out;
}
