import type { Kysely } from 'kysely';
import {
  isAboutPosition,
  type NoticeRow,
  noticesOfPosition,
} from '../../trading/store/notices/notices.ts';
import type { Database } from '../../trading/store/tables.ts';
import type { Step, Story } from '../words/story.ts';

/** More steps than these are never all on a card. */
const NEWEST_STEPS = 60;

/** What happened to a position so far, as its card tells it. */
export async function readStory(db: Kysely<Database>, positionId: string): Promise<Story> {
  const { first, last, count } = await noticesOfPosition(db, positionId, NEWEST_STEPS);
  return storyOf(first, last, count);
}

/** The rows of a position's notices as the story its card tells. */
export function storyOf(first: NoticeRow | null, last: readonly NoticeRow[], count: number): Story {
  const step = (row: NoticeRow): Step[] =>
    isAboutPosition(row.notice) ? [{ at: row.created_at.getTime(), notice: row.notice }] : [];
  const rest = last.filter((row) => row.id !== first?.id);
  return {
    first: (first && step(first)[0]) ?? null,
    last: rest.flatMap(step),
    between: count - rest.length - (first === null ? 0 : 1),
  };
}
