import { HTTPError } from 'discord.js';
import { expect, test } from 'vitest';
import { askWithin } from '../../src/discord/refusals.ts';

const stopping = new AbortController().signal;

/** How many of ten questions are asked when each fails like this. */
async function askedOf(failure: unknown): Promise<number> {
  const ask = askWithin(0, { stopping });
  let asked = 0;
  for (let i = 0; i < 10; i += 1) {
    const question = async () => {
      asked += 1;
      throw failure;
    };
    await expect(ask(question)).rejects.toBe(failure);
  }
  return asked;
}

test('threads that Discord fails on are each asked for; a Discord that does not answer at all is not asked on', async () => {
  const failing = new HTTPError(500, 'Server Error', 'GET', '/channels/1/messages', {});
  expect(await askedOf(failing)).toBe(10);
  const hanging = Object.assign(new Error('This operation was aborted'), { name: 'AbortError' });
  expect(await askedOf(hanging)).toBe(3);
});

test('what passes within the patience is asked for again, what is refused is not', async () => {
  const ask = askWithin(5_000, { stopping });
  let asked = 0;
  const answer = await ask(async () => {
    asked += 1;
    if (asked === 1) throw new Error('a hiccup');
    return 'there';
  });
  expect([answer, asked]).toEqual(['there', 2]);
});
