import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromJson, type StateJson } from '../../../src/trading/strategy/book/stateJson.ts';
import { readPosition } from '../../../src/trading/strategy/book/storedPosition.ts';
import { decide } from '../../../src/trading/strategy/decide.ts';
import type { Command } from '../../../src/trading/strategy/model/command.ts';
import type { Event } from '../../../src/trading/strategy/model/event.ts';
import { openLong } from './desk.ts';

/**
 * States as they were stored when an order's request stood in four fields and a position's way out
 * in eight; what came then, and what that version decided and stored in the end.
 */
type Story = {
  name: string;
  core: StateJson;
  positions: readonly { id: string }[];
  then: readonly { event: Event; commands: readonly Command[] }[];
  end: readonly { id: string }[];
};

const stories: Story[] = readFileSync(new URL('stored/beforeWayOut.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

describe.each(stories)('stored before: $name', ({ core, positions, then, end }) => {
  test('it is decided on as if nothing had changed', () => {
    let state = fromJson(core, positions.map(readPosition));
    for (const { event, commands } of then) {
      const decision = decide(state, event);
      expect(plain(decision.commands)).toEqual(commands);
      state = decision.state;
    }
    expect(plain([...state.positions.values()])).toEqual(plain(end.map(readPosition)));
  });

  test('read, stored and read again it is the same', () => {
    const read = positions.map(readPosition);
    expect(plain(read).map(readPosition)).toEqual(read);
  });
});

test('what is stored in no version’s shape is refused with its name, and what is wrong', () => {
  const { wayOut, ...rest } = openLong().position();
  const spoilt = { ...rest, wayOut: { ...wayOut, closing: { what: 'some' } } };
  expect(() => readPosition(spoilt)).toThrow(
    /^The position 1 can't be read as it is stored \(.*closing.*\)\. Restore a backup/,
  );
  expect(() => readPosition(null)).toThrow(/^The position without an id can't be read/);
});

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
