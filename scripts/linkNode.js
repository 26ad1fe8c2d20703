// Run by npm after an install, by whatever Node there is. The npm of Debian 12 and 13 (9.2) brings this
// project's own Node and then forgets to link it, so that an older one of the machine would be run.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2] ?? 'node_modules';
const brought = path.join(`node-${process.platform}-${process.arch}`, 'bin', 'node');
const link = path.join(folder, '.bin', 'node');

if (process.platform === 'linux' && existsSync(path.join(folder, brought)) && !existsSync(link)) {
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(path.join('..', brought), link);
}
