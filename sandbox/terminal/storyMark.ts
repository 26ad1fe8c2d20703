import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Remembers in a data folder that its story was told, so that the next start is quiet. */
export type StoryMark = { isTold(): boolean; told(): void };

/** @param folder the sandbox's data folder, which is there */
export function openStoryMark(folder: string): StoryMark {
  const file = path.join(folder, 'story-told');
  return {
    isTold: () => existsSync(file),
    told: () => writeFileSync(file, '', { mode: 0o600 }),
  };
}
