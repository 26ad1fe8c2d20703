import { EventEmitter, on } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startChild } from '../../sandbox/terminal/child.ts';
import { untilNone } from '../support/bot/botProcess.ts';

// Each starts processes of its own, which take their time on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

/** `npm start` with nothing set but the data folder. */
function startSandbox(dataDir: string) {
  const lines: string[] = [];
  const heard = new EventEmitter();
  const child = startChild('src/start.js', {
    env: {
      ...Object.fromEntries(
        Object.keys(process.env)
          .filter((name) => /^(DISCORD|COINBASE|DATABASE)_/.test(name))
          .map((name) => [name, '']),
      ),
      DATA_DIR: dataDir,
    },
    onLine: (line) => {
      lines.push(line);
      heard.emit('line', line);
    },
  });
  onTestFinished(() => child.stop());
  return {
    child,
    text: () => lines.join('\n'),
    async says(pattern: RegExp) {
      const coming = on(heard, 'line', { signal: AbortSignal.timeout(60_000) });
      if (lines.some((line) => pattern.test(line))) return;
      for await (const [line] of coming) if (pattern.test(line as string)) return;
    },
  };
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-sandbox-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('after its story a start is quiet and serves the page; a second sandbox on one folder says so and ends', async () => {
  const folder = await newFolder();
  await mkdir(path.join(folder, 'sandbox'), { recursive: true });
  await writeFile(path.join(folder, 'sandbox', 'story-told'), '');
  const first = startSandbox(folder);
  await first.says(/The story was told here before: type story to see it again/);
  expect(first.text()).not.toContain('Percy Provider');
  const address = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]{20,}/.exec(first.text())?.[0] ?? '';
  expect(await (await fetch(address)).text()).toContain('<title>Pilotfish sandbox</title>');
  const second = startSandbox(folder);
  expect(await second.child.ended).toBe(1);
  expect(second.text()).toMatch(
    /^Another sandbox is running on the data folder .*\. Go on in its terminal or stop it there, or set DATA_DIR/,
  );
  expect(second.text().split('\n')).toHaveLength(1);

  first.child.process.kill('SIGTERM');
  expect(await first.child.ended).toBe(0);
  expect(first.text()).toContain('Stopped. The next start goes on from the same data.');
});

test('a folder that was left behind by a kill is no other sandbox; one that can not be read is said', async () => {
  const folder = await newFolder();
  await mkdir(path.join(folder, 'sandbox', 'discord'), { recursive: true });
  await writeFile(path.join(folder, 'sandbox', 'in-use.json'), '{"port":1,"word":"x"}');
  const state = path.join(folder, 'sandbox', 'discord', 'discord.json');
  await writeFile(state, '{"url":');
  const { child, text } = startSandbox(folder);
  expect(await child.ended).toBe(1);
  expect(text()).toMatch(
    /The sandbox can't start\. .*discord\.json cannot be read; remove it to start anew/,
  );
  expect(text()).not.toMatch(/^\s+at /m);
  expect(await readFile(state, 'utf8')).toBe('{"url":');
});

test.runIf(process.platform === 'linux')('a data folder where none can be made', async () => {
  const { child, text } = startSandbox('/proc/pilotfish');
  expect(await child.ended).toBe(1);
  expect(text()).toMatch(
    /^The data folder \/proc\/pilotfish\S* can't be used: no folder can be made there/,
  );
});

/** The processes that work on a folder: it is in what they were started with. */
async function processesOn(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const told = ['cmdline', 'environ'].map((name) =>
        readFile(`/proc/${id}/${name}`, 'utf8').catch(() => ''),
      );
      const [command = '', environment = ''] = await Promise.all(told);
      if (!`${command}\0${environment}`.includes(folder) || command === '') return [];
      return [`${id} ${command.replaceAll('\0', ' ').slice(0, 400)}`];
    }),
  );
  return found.flat();
}

test.runIf(process.platform === 'linux')('killed, nothing of it is left behind', async () => {
  const folder = await newFolder();
  await mkdir(path.join(folder, 'sandbox'), { recursive: true });
  await writeFile(path.join(folder, 'sandbox', 'story-told'), '');
  const { child, says } = startSandbox(folder);
  await says(/The story was told here before/);
  onTestFinished(async () => {
    for (const left of await processesOn(folder)) process.kill(Number.parseInt(left, 10));
  });
  // The look-alikes, the bot, its database.
  expect((await processesOn(folder)).length).toBeGreaterThan(4);
  child.process.kill('SIGKILL');
  await child.ended;
  await untilNone(() => processesOn(folder), 40_000);
});
