import { expect, test } from 'vitest';
import { storyOf } from '../../src/notices/delivery/readStory.ts';
import type { NoticeRow } from '../../src/trading/store/notices/notices.ts';
import { NOON } from '../trading/strategy/given.ts';

const row = (id: number) =>
  ({
    id,
    created_at: new Date(NOON + id),
    notice: { kind: 'stop_moved', positionId: '1' },
  }) as unknown as NoticeRow;

const story = (first: number | null, last: readonly number[], count: number) => {
  const made = storyOf(first === null ? null : row(first), last.map(row), count);
  return [made.first && made.first.at - NOON, made.last.map(({ at }) => at - NOON), made.between];
};

test('a story is its beginning, its newest steps and how many lie between, none of them twice', () => {
  expect(story(1, [8, 9], 9)).toEqual([1, [8, 9], 6]);
  // All of it is among the newest.
  expect(story(1, [1, 2, 3], 3)).toEqual([1, [2, 3], 0]);
  expect(story(1, [1], 1)).toEqual([1, [], 0]);
  expect(story(null, [], 0)).toEqual([null, [], 0]);
});
