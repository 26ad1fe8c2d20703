import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { forgetSecrets } from '../src/crash.ts';

const TOKEN = `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.${'c'.repeat(40)}`;

/** Runs some lines in a process that dies as Pilotfish does; its exit code, and all that it said. */
async function runToDeath(lines: string): Promise<{ code: number; said: string }> {
  const script = `
    import { dieOfUncaught } from './src/crash.ts';
    import { createLog } from './src/log.ts';
    dieOfUncaught(createLog('info'));
    const error = new Error('boom for ${TOKEN} at postgres://user:hunter2@host/db');
    error.config = { headers: { Authorization: 'Bearer ${TOKEN}' }, privateKey: 'PRIVATE' };
    error.cause = Object.assign(new Error('deeper'), { request: { headers: 'Bearer ${TOKEN}' } });
    ${lines}
  `;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      said += data.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

test.each([
  ['an exception', 'setTimeout(() => { throw error; });'],
  ['a rejection', 'void Promise.reject(error);'],
  ['an error event', "new (await import('node:events')).EventEmitter().emit('error', error);"],
])(
  '%s that nobody catches ends the process, says why, and gives no secret away',
  async (_, lines) => {
    const { code, said } = await runToDeath(lines);
    expect(code).toBe(1);
    expect(said).toContain('boom');
    expect(said).toContain('deeper');
    for (const secret of [TOKEN, 'hunter2', 'PRIVATE']) expect(said).not.toContain(secret);
  },
);

test('what is started later inherits no secret', () => {
  const env = {
    COINBASE_PRIVATE_KEY: 'key',
    DISCORD_TOKEN: 'token',
    DATABASE_URL: 'url',
    PATH: '/',
  };
  forgetSecrets(env);
  expect(env).toEqual({ PATH: '/' });
});
