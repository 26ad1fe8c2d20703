import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the page with what it is served as. */
export type Asset = { contentType: string; bytes: Buffer };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const FOLDER = fileURLToPath(new URL('./browser/', import.meta.url));
const CHARTS = fileURLToPath(
  new URL(
    './dist/lightweight-charts.standalone.production.mjs',
    import.meta.resolve('lightweight-charts/package.json'),
  ),
);

/**
 * The page's file at an address, as it is on disk; null where there is none. Only plain names
 * directly in the folder are looked for.
 */
export async function readAsset(pathname: string): Promise<Asset | null> {
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  const file = name === 'lightweight-charts.mjs' ? CHARTS : path.join(FOLDER, name);
  const contentType = TYPES[path.extname(name)];
  if (!/^[a-zA-Z][\w-]*\.\w+$/.test(name) || contentType === undefined) return null;
  try {
    return { contentType, bytes: await readFile(file) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
