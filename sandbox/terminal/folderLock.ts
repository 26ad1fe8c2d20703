import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import path from 'node:path';

/** Ends the hold on a folder. */
export type FolderLock = { release(): void };

const ANSWER_WITHIN_MS = 2_000;

/**
 * Takes a folder for this process alone; null when another that lives has it. Who holds it listens
 * on a port that a file in the folder names, and answers with a word that the file holds too, so a
 * file that a killed process left behind says nothing.
 */
export async function lockFolder(folder: string): Promise<FolderLock | null> {
  const file = path.join(folder, 'in-use.json');
  if (await isHeld(file)) return null;
  const word = randomBytes(16).toString('hex');
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(word);
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  writeFileSync(file, JSON.stringify({ port, word }), { mode: 0o600 });
  return {
    release() {
      server.close();
      rmSync(file, { force: true });
    },
  };
}

async function isHeld(file: string): Promise<boolean> {
  let said: { port?: unknown; word?: unknown };
  try {
    said = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
  const { port, word } = said;
  if (typeof port !== 'number' || typeof word !== 'string') return false;
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let heard = '';
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      heard += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard === word));
  });
}
