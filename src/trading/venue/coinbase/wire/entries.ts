import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Unreadable } from '../../listed.ts';
import { quoted } from './quoted.ts';

/** The entries of a list that could be read; what is known of the others, and how they came. */
export type Entries<T> = {
  read: readonly T[];
  unreadable: readonly Unreadable[];
  odd: readonly unknown[];
};

/** Reads a list entry by entry: one odd entry hides no other, and is logged once. */
export type EntryReader = <T>(
  /** What an entry is, for the log: "an order". */
  what: string,
  schema: z.ZodType<T>,
  entries: readonly unknown[],
  /** The field that says whose an entry is, or a part of it. */
  idField: string,
) => Entries<T>;

/** The lists are read each minute, and what is odd stays so. */
const REMEMBERED = 1000;

export function createEntryReader(log: Logger): EntryReader {
  const told = new Set<string>();
  return <T>(what: string, schema: z.ZodType<T>, entries: readonly unknown[], idField: string) => {
    const read: T[] = [];
    const unreadable: Unreadable[] = [];
    const odd: unknown[] = [];
    for (const raw of entries) {
      const parsed = schema.safeParse(raw);
      if (parsed.success) {
        read.push(parsed.data);
        continue;
      }
      const id = fieldOf(raw, idField) ?? null;
      const issue = parsed.error.issues[0];
      const problem = `${issue?.path.join('.') || what}: ${issue?.message}`;
      unreadable.push({ id, problem });
      odd.push(raw);
      const key = JSON.stringify([what, id, problem]);
      if (told.has(key)) continue;
      if (told.size >= REMEMBERED) told.clear();
      told.add(key);
      log.warn({ id, problem }, `Coinbase lists ${what} that can't be read; the others are used.`);
    }
    return { read, unreadable, odd };
  };
}

/** A text of an entry that is not as it should be, fit to be shown. */
export function fieldOf(raw: unknown, name: string): string | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const value = (raw as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? quoted(value) : undefined;
}
