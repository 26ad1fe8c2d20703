import { expect, test } from 'vitest';
import { createLog } from '../src/log.ts';

function linesOf(write: (log: ReturnType<typeof createLog>) => void): string[] {
  let text = '';
  write(createLog('info', true, (more) => (text += more)));
  return text.split('\n').map((line) => line.replace(/^\d\d:\d\d:\d\d/, '12:30:05'));
}

test('in a terminal a thing is a line, and an address stands by itself', () => {
  expect(
    linesOf((log) => {
      log.info('connected to Discord');
      log.info({ invite: 'https://discord.com/oauth2/authorize?client_id=1' }, 'add the bot');
      log.warn({ err: new Error('no\nanswer'), productId: 'BTC-USD' }, 'no price');
    }),
  ).toEqual([
    '12:30:05       connected to Discord',
    '12:30:05       add the bot',
    '  https://discord.com/oauth2/authorize?client_id=1',
    '12:30:05 warn  no price (err no answer, productId BTC-USD)',
    '',
  ]);
});

test('a secret is as little in it as in the lines of JSON', () => {
  const lines = linesOf((log) =>
    log.info({ token: 'abc.def', key: { privateKey: 'hush' } }, 'ready'),
  );
  expect(lines.join()).not.toMatch(/abc\.def|hush/);
});
