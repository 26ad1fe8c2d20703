import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// The entry point, in JavaScript that an old Node can read: it only checks that this Node is new
// enough and hands over. npm puts the Node of this project's own dependencies first in the path.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Pilotfish needs Node 22.18 or newer; this is ${process.versions.node}. Start it with "npm start" after "npm ci", which brings a Node of its own on Linux and Windows; elsewhere install a newer one from https://nodejs.org.\n`,
  );
  process.exit(1);
}

// Before anything else is loaded: in the hour that a machine's own zone repeats in autumn, node-cron
// finds no next minute, spins, and runs nothing. Whatever it is told of zones, it reckons in this one.
process.env.TZ = 'UTC';

// Code that has not run for a while would be thrown away, and a signal that comes after an hour of
// silence would wait for it to be made again.
setFlagsFromString('--no-flush-bytecode');

// What was read and compiled once is read again in half the time; a start after a crash is short. In this
// project's own folder, where nobody else can put code: where it can't be written, nothing is kept.
nodeModule.enableCompileCache?.(
  fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)),
);

const loaded = await import('./main.ts').catch((error) => {
  const isMissing =
    error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  if (!isMissing || !/Cannot find package/.test(error.message)) throw error;
  process.stderr.write(
    'What Pilotfish is made of is not installed here. Run "npm ci" in this folder once, then "npm start".\n',
  );
  process.exit(1);
});
await loaded.main(process.argv[2]);
