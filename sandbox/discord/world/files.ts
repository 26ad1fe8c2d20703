import type { APIAttachment } from 'discord.js';
import type { Discord, StoredFile } from '../discord.ts';

/** A file of a multipart request: `index` is the n of its part's name, files[n]. */
export interface UploadedFile {
  index: string;
  filename: string;
  contentType: string;
  bytes: Buffer;
}

/** A file as somebody sends it through the control: text, or bytes in base64. */
export interface SentFile {
  filename: string;
  content: string;
  /** utf8 when absent. */
  encoding?: 'utf8' | 'base64';
  contentType?: string;
}

export const bytesOf = ({ content, encoding = 'utf8' }: SentFile): Buffer =>
  Buffer.from(content, encoding);

/** Keeps an uploaded file and describes it as an attachment that can be fetched over HTTP. */
export function storeFile(
  discord: Discord,
  file: UploadedFile,
  channelId: string,
  described: { filename?: string | null; description?: string | null } = {},
): APIAttachment {
  const stored: StoredFile = {
    id: discord.nextId(),
    filename: (described.filename ?? file.filename).replace(/[^A-Za-z0-9._-]/g, '_'),
    contentType: file.contentType,
    bytes: file.bytes,
  };
  discord.files.set(stored.id, stored);
  const url = `${discord.url}/attachments/${channelId}/${stored.id}/${stored.filename}`;
  return {
    id: stored.id,
    filename: stored.filename,
    size: stored.bytes.length,
    url,
    proxy_url: url,
    content_type: stored.contentType,
    ...pngSize(stored.bytes),
    ...(described.description ? { description: described.description } : {}),
  };
}

/** Width and height from a PNG's first chunk; nothing for any other file. */
function pngSize(bytes: Buffer): { width?: number; height?: number } {
  const isPng = bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47;
  return isPng ? { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) } : {};
}
