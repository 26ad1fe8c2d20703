import { FETCH_MS, MOST_BYTES } from './limits.ts';

/** Where Discord keeps what is attached, and what it shows of an embed. */
const HOSTS: ReadonlySet<string> = new Set([
  'cdn.discordapp.com',
  'media.discordapp.net',
  'images-ext-1.discordapp.net',
  'images-ext-2.discordapp.net',
]);

/**
 * A picture's bytes from Discord's own hosts, or from the origin of the Discord that is used instead
 * of the real one. No other address is asked, also not by a redirect; nothing is sent along. Too many
 * bytes, or too slow ones, are a fault in a sentence. Never rejects.
 */
export async function fetchPicture(
  url: string,
  discordOrigin: string | null,
  { stopping, deadlineMs = FETCH_MS }: { stopping?: AbortSignal; deadlineMs?: number } = {},
): Promise<Uint8Array | { fault: string }> {
  if (!isDiscords(url, discordOrigin)) return { fault: 'it is not kept at Discord' };
  const late = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: stopping ? AbortSignal.any([late, stopping]) : late,
      headers: { accept: 'image/png, image/jpeg, image/webp, image/gif' },
    });
    if (!response.ok) return { fault: `Discord answers with status ${response.status}` };
    return await bytesOf(response);
  } catch (error) {
    if (late.aborted) return { fault: `Discord did not give it within ${deadlineMs / 1_000} s` };
    const { cause } = error as { cause?: { code?: unknown } };
    return { fault: `it can't be fetched (${String(cause?.code ?? 'no connection')})` };
  }
}

function isDiscords(url: string, discordOrigin: string | null): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, origin } = new URL(url);
  if (discordOrigin !== null) return origin === discordOrigin;
  return protocol === 'https:' && port === '' && HOSTS.has(hostname);
}

async function bytesOf(response: Response): Promise<Uint8Array | { fault: string }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MOST_BYTES) return { fault: `it has more than ${MOST_BYTES / 1_000_000} MB` };
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
