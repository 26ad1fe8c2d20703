import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredFile } from '../discord.ts';
import { snapshotOfWorld, type World, type WorldSnapshot, worldFromSnapshot } from './world.ts';

/** Milliseconds between a change and its being on disk. */
const writeBehindMs = 200;

interface Saved {
  /** Where the server answered then: the addresses of files begin with it. */
  url: string;
  world: WorldSnapshot;
  /** Uploaded files; their bytes are beside this one, each under its id. */
  files: Omit<StoredFile, 'bytes'>[];
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
  const path = join(dataDir, 'discord.json');
  let saved: Saved;
  let files: StoredFile[];
  try {
    const text = readFileSync(path, 'utf8');
    const { url: before } = JSON.parse(text) as Saved;
    saved = JSON.parse(text.replaceAll(`${before}/`, `${url}/`)) as Saved;
    files = saved.files.map((file) => ({
      ...file,
      bytes: readFileSync(join(dataDir, 'files', file.id)),
    }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !existsSync(path)) return null;
    throw new Error(`${path} cannot be read; remove it to start anew`, { cause: error });
  }
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
  mkdirSync(join(dataDir, 'files'), { recursive: true });
  const written = new Set(files.keys());
  let timer: NodeJS.Timeout | null = null;
  const write = () => {
    timer = null;
    // Bytes go first: what the JSON file names is there.
    for (const { id, bytes } of files.values()) {
      if (written.has(id)) continue;
      writeFileSync(join(dataDir, 'files', id), bytes);
      written.add(id);
    }
    const described = [...files.values()].map(({ bytes: _, ...file }) => file);
    const saved: Saved = { url, world: snapshotOfWorld(world), files: described };
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
