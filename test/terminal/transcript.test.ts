import type { APIMessage } from 'discord.js';
import { expect, test } from 'vitest';
import { createTranscript } from '../../sandbox/terminal/transcript.ts';

function message(content: string): APIMessage {
  return {
    id: '1',
    content,
    embeds: [],
    author: { id: '2', username: 'pilotfish', bot: true },
  } as unknown as APIMessage;
}

test('of an edited message only what it says anew is shown, and which one it is', () => {
  let written = '';
  const transcript = createTranscript((text) => {
    written += text;
  });
  transcript.message('pilotfish', message('position 1\nsignal taken'));
  written = '';
  transcript.edited('pilotfish', message('position 1\nsignal taken\nbought 0.5 SOL'));
  expect(written).toMatch(/#pilotfish.* position 1 \(edited\)\n +bought 0\.5 SOL\n$/);
  written = '';
  transcript.edited('pilotfish', message('position 1\nsignal taken\nbought 0.5 SOL'));
  expect(written).toBe('');
});
