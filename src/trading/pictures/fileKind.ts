/** The kinds of picture that are read. */
export type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif';

const SIGNATURES: readonly { kind: PictureKind; at: number; bytes: string }[] = [
  { kind: 'png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { kind: 'jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { kind: 'webp', at: 8, bytes: 'WEBPVP8' },
  { kind: 'gif', at: 0, bytes: 'GIF87a' },
  { kind: 'gif', at: 0, bytes: 'GIF89a' },
];

/** What a file is by its first bytes, whatever it is called; null where it is none that is read. */
export function kindOfFile(file: Uint8Array): PictureKind | null {
  const head = Buffer.from(file.subarray(0, 16)).toString('latin1');
  const found = SIGNATURES.find(({ at, bytes }) => head.startsWith(bytes, at));
  if (found?.kind === 'webp' && !head.startsWith('RIFF')) return null;
  return found?.kind ?? null;
}
