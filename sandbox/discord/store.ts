import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredFile } from './discord.ts';
import { snapshotOfWorld, type World, type WorldSnapshot, worldFromSnapshot } from './world.ts';

/** Milliseconds between a change and its being on disk. */
const writeBehindMs = 100;

interface Saved {
  /** Where the server answered then: the addresses of files begin with it. */
  url: string;
  world: WorldSnapshot;
  files: (Omit<StoredFile, 'bytes'> & { base64: string })[];
}

export interface Store {
  /** Schedules a write. */
  changed(): void;
  /** Writes what is not written yet. */
  close(): void;
}

/**
 * What was saved in a folder, with file addresses moved to where the server answers now; null when
 * nothing was.
 */
export function loadWorld(
  dataDir: string,
  url: string,
): { world: World; files: Map<string, StoredFile> } | null {
  let text: string;
  try {
    text = readFileSync(join(dataDir, 'discord.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const { url: before } = JSON.parse(text) as Saved;
  const saved = JSON.parse(text.replaceAll(`${before}/`, `${url}/`)) as Saved;
  const files = saved.files.map(({ base64, ...file }) => ({
    ...file,
    bytes: Buffer.from(base64, 'base64'),
  }));
  return {
    world: worldFromSnapshot(saved.world),
    files: new Map(files.map((file) => [file.id, file])),
  };
}

/** Keeps a world in a folder: one JSON file, written whole and put in place by a rename. */
export function createStore(
  dataDir: string,
  url: string,
  world: World,
  files: Map<string, StoredFile>,
): Store {
  mkdirSync(dataDir, { recursive: true });
  let timer: NodeJS.Timeout | null = null;
  const write = () => {
    timer = null;
    const saved: Saved = {
      url,
      world: snapshotOfWorld(world),
      files: [...files.values()].map(({ bytes, ...file }) => ({
        ...file,
        base64: bytes.toString('base64'),
      })),
    };
    const path = join(dataDir, 'discord.json');
    writeFileSync(`${path}.new`, JSON.stringify(saved));
    renameSync(`${path}.new`, path);
  };
  return {
    changed: () => {
      timer ??= setTimeout(write, writeBehindMs);
    },
    close: () => {
      if (timer !== null) clearTimeout(timer);
      write();
    },
  };
}
