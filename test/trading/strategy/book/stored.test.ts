import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromJson, type StateJson } from '../../../../src/trading/strategy/book/stateJson.ts';
import { readEvent } from '../../../../src/trading/strategy/book/storedEvent.ts';
import { readOrder, readPosition } from '../../../../src/trading/strategy/book/storedPosition.ts';
import { decide } from '../../../../src/trading/strategy/decide.ts';
import type { Command } from '../../../../src/trading/strategy/model/command.ts';
import { deny } from '../../../../src/trading/strategy/model/denial.ts';
import type { Event } from '../../../../src/trading/strategy/model/event.ts';
import { openLong } from '../desk.ts';
import { settingsOf, signalEvent } from '../given.ts';

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

test.each([
  [
    { count: 2, at: 9 },
    { stage: 'protection_refused', count: 2, since: 9, until: 9 },
  ],
  [
    { count: 2, since: 5, at: 9, bare: true },
    { stage: 'both_refused', since: 5, until: 9 },
  ],
  [
    { count: 2, since: 5, at: null, exit: true },
    { stage: 'exit_asked_again', since: 5 },
  ],
  [null, { stage: 'none' }],
])('refusals that an earlier version stored as %j', (retry, refusals) => {
  const { wayOut: _, ...rest } = openLong().position();
  expect(readPosition({ ...rest, retry }).wayOut).toMatchObject({
    refusals,
    closing: { what: 'nothing' },
  });
});

const SMALLER = { type: 'limit', size: '0.01', price: '50000', timeInForce: 'gtc' } as const;

test.each([
  [{}, { kind: 'none' }],
  [
    { replacing: SMALLER, askedAt: 5, asks: 1 },
    { kind: 'replacing', to: SMALLER, askedAt: 5 },
  ],
  [
    { cancelRequested: true, askedAt: 5, asks: 3 },
    { kind: 'cancelling', over: null, askedAt: 5, asks: 3 },
  ],
  [
    { cancelRequested: true, replacing: SMALLER, askedAt: 5, asks: 3 },
    { kind: 'cancelling', over: SMALLER, askedAt: 5, asks: 2 },
  ],
  [{ cancelRequested: true }, { kind: 'cancelling', over: null, askedAt: 0, asks: 1 }],
])('what an earlier version stored as asked of an order: %j', (before, request) => {
  const { request: _, ...rest } = openLong().order('t-1-1');
  expect(readOrder({ ...rest, ...before })).toEqual({ ...rest, request });
});

test('a market that an earlier journal has as a sentence is a denial with that sentence', () => {
  const event = signalEvent({ market: deny('market', 'BTC is not listed') });
  const before = { ...event, market: { denied: 'BTC is not listed' } };
  expect(readEvent(before)).toEqual(event);
  const act = { act: 'add', positionId: '1', quoteSize: '1', price: null, settings: settingsOf() };
  const added = { type: 'owner', at: 1, by: 'o', act: { ...act, market: { denied: 'no' } } };
  expect(readEvent(added)).toMatchObject({ act: { market: deny('market', 'no') } });
  expect(readEvent(signalEvent({}))).toEqual(signalEvent({}));
});

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
