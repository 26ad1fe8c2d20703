import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type ModelOptions, startModel } from '../../../sandbox/model/server.ts';
import { readConfig } from '../../../src/config.ts';
import { createModel } from '../../../src/trading/secondReader/askModel.ts';
import { costOf, mostTokens } from '../../../src/trading/secondReader/budget.ts';

const TEXT = 'He longed SOL. Entry 142 SL 138 TP 150, 160';

async function model(options: ModelOptions = {}) {
  const server = await startModel(options);
  onTestFinished(() => server.stop());
  return { server, model: createModel({ url: `${server.url}/`, model: 'm', key: server.key }) };
}

test('a strict schema is asked for, and the answer comes with its tokens', async () => {
  const { server, model: asked } = await model();
  const reply = await asked.ask(TEXT, 5_000);
  expect(reply).toMatchObject({ answer: { coin: { symbol: 'SOL' }, stop: { number: '138' } } });
  expect(reply.tokens?.in).toBeGreaterThan(0);
  expect(server.asked()[0]).toMatchObject({
    model: 'm',
    response_format: { type: 'json_schema', json_schema: { strict: true } },
  });
});

test('a server that knows no schema is asked for plain JSON, at once and from then on', async () => {
  const { server, model: asked } = await model({ behave: 'old' });
  expect(await asked.ask(TEXT, 5_000)).toHaveProperty('answer');
  expect(await asked.ask(TEXT, 5_000)).toHaveProperty('answer');
  expect(server.asked().map(({ response_format }) => response_format?.type)).toEqual([
    'json_object',
    'json_object',
  ]);
  // Then the schema is told in words.
  expect(server.asked()[0]?.messages[0]?.content).toContain('additionalProperties');
});

test('each fault has its name, and none rejects', async () => {
  const fault = async (options: ModelOptions, deadline = 5_000) =>
    (await model(options)).model.ask(TEXT, deadline);
  expect(await fault({ behave: 'down' })).toMatchObject({ fault: 'down' });
  expect(await fault({ behave: 'malformed' })).toMatchObject({ fault: 'malformed' });
  expect(await fault({ behave: 'slow' }, 50)).toMatchObject({ fault: 'slow' });
  const { server } = await model();
  const asked = (change: object) =>
    createModel({ url: server.url, model: 'm', key: server.key, ...change }).ask(TEXT, 5_000);
  expect(await asked({ key: 'sk-another' })).toMatchObject({ fault: 'wrong_key' });
  expect(await asked({ key: null })).toMatchObject({ fault: 'wrong_key' });
  expect(await asked({ url: 'http://127.0.0.1:59999/v1' })).toMatchObject({ fault: 'down' });
});

test('cost is exact, and the most that a question may cost is more than it does', async () => {
  const prices = { priceIn: '0.15', priceOut: '0.6' };
  expect(costOf({ in: 1_000, out: 100 }, prices)).toBe('0.00021');
  const { model: asked } = await model();
  const { tokens } = await asked.ask(TEXT, 5_000);
  const most = mostTokens(TEXT);
  expect(tokens?.in).toBeLessThanOrEqual(most.in);
  expect(tokens?.out).toBeLessThanOrEqual(most.out);
});

test('the environment switches it on; what is wrong is said, never with the key', () => {
  const env = { SECOND_READER_URL: 'http://127.0.0.1:11434/v1', SECOND_READER_MODEL: 'm' };
  expect(readConfig({}).secondReader).toBeNull();
  expect(readConfig(env).secondReader).toEqual({
    url: env.SECOND_READER_URL,
    model: 'm',
    key: null,
    daily: { calls: 200, cost: '1' },
    priceIn: '0',
    priceOut: '0',
  });
  const problem = (more: Record<string, string>) => {
    try {
      readConfig({ ...env, ...more });
      return '';
    } catch (error) {
      return String(error);
    }
  };
  expect(problem({ SECOND_READER_MODEL: '' })).toContain('SECOND_READER_MODEL is missing');
  expect(problem({ SECOND_READER_URL: 'http://models.example.com/v1' })).toContain('must be https');
  expect(problem({ SECOND_READER_URL: 'https://models.example.com/v1' })).toBe('');
  const said = problem({ SECOND_READER_KEY: 'sk secret' });
  expect(said).toContain('SECOND_READER_KEY');
  expect(said).not.toContain('sk secret');
});

test('a model is tried on a file: agreed, filled, refused, time and tokens', async () => {
  const { server } = await model();
  const folder = await mkdtemp(path.join(tmpdir(), 'pilotfish-model-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const texts = [
    'SOL long\nEntry: 142\nSL: 138\nTP: 150',
    TEXT,
    'He longed SOL. Entry 142 SL 138 TP 150. 145 is interesting',
    'gm',
  ];
  const file = path.join(folder, 'messages.jsonl');
  await writeFile(file, texts.map((text, id) => JSON.stringify({ id, text })).join('\n'));
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/tryModel.ts', file], {
    env: {
      ...process.env,
      SECOND_READER_URL: server.url,
      SECOND_READER_MODEL: 'm',
      SECOND_READER_KEY: server.key,
      SECOND_READER_PRICE_IN: '1',
    },
  });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.slice(0, 3).map(({ id, what }) => [id, what])).toEqual([
    [0, 'agreed'],
    [1, 'filled'],
    [2, 'refused (left_over)'],
  ]);
  expect(lines.at(-1)).toMatchObject({
    counts: { agreed: 1, filled: 1, 'refused (left_over)': 1, 'not asked': 1 },
    tooLateForTrading: 0,
  });
  expect(Number(lines.at(-1).cost)).toBeGreaterThan(0);
});
