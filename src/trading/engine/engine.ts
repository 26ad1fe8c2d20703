import { setImmediate } from 'node:timers/promises';
import type { Compilable, Kysely } from 'kysely';
import type { Logger } from 'pino';
import { type Committed, type Decided, writingDecisions } from '../store/core/commit.ts';
import { type Intent, newestIntents } from '../store/core/intents.ts';
import {
  createDatabaseHealth,
  type DatabaseHealth,
  DatabaseLost,
} from '../store/server/databaseTrouble.ts';
import type { Database } from '../store/tables.ts';
import { decide } from '../strategy/decide.ts';
import type { Decision } from '../strategy/model/command.ts';
import type { Event } from '../strategy/model/event.ts';
import type { State } from '../strategy/model/state.ts';
import { createSureCommits } from './sureCommits.ts';

/** Statements that belong to the commit of these decisions. */
type Also = (decisions: readonly Decision[]) => readonly Compilable[];

type Submission = {
  events: readonly Event[];
  also: Also | undefined;
  resolve(decisions: readonly Decision[]): void;
  reject(error: unknown): void;
};

/** So many submissions are one commit at the most. */
const MOST_TOGETHER = 50;

/** The loop around the core: event → decide → commit → act. */
export type Engine = {
  /** Decides on one event and commits it; resolves once that is on disk. Effects follow by themselves. */
  submit(event: Event): Promise<Decision>;
  /**
   * Decides on several events as one commit, in order; `also` gives what else it writes. While the
   * database is in trouble this waits: a commit is tried again each second. Nothing of it happened
   * when this rejects, but with DatabaseLost: then nobody here knows.
   */
  submitAll(events: readonly Event[], also?: Also): Promise<readonly Decision[]>;
  /** The state as last committed. */
  state(): State;
  /**
   * The state as it will be once all that was submitted is committed: the same as `state` but while a
   * commit is under way, or waits for a database in trouble. Deciding is pure and keeps its order, so
   * the commits come to just this, unless the database refuses one of them for good.
   */
  ahead(): State;
  /** Called after each commit, in order; must not throw and must not wait. */
  onCommit(listener: (committed: Committed) => void): void;
  /** Called after each commit, whatever was in it; must not throw and must not wait. */
  onWritten(listener: () => void): void;
  /** Resolves when everything submitted so far is decided and committed. */
  idle(): Promise<void>;
  /** Resolves when another instance has taken over: every later submit rejects with DatabaseLost. */
  lost: Promise<void>;
};

/**
 * Runs the core over Postgres. Events are decided one at a time, and nothing is acted on before it
 * is committed; a decision that changes nothing is not written down. What comes while a commit is
 * under way does not wait for as many commits: it is all of the next.
 */
export function createEngine(parts: {
  db: Kysely<Database>;
  initial: State;
  log: Logger;
  /** Resolves when another instance may act: nothing is decided from then on. */
  leaseLost?: Promise<void>;
  health?: DatabaseHealth;
  /** Aborted when the bot stops: a database in trouble is not waited for any more. */
  stopping?: AbortSignal;
}): Engine {
  const { db, log } = parts;
  const stopping = new AbortController();
  const commit = createSureCommits({
    db,
    health: parts.health ?? createDatabaseHealth(),
    stopping: AbortSignal.any([stopping.signal, ...(parts.stopping ? [parts.stopping] : [])]),
  });
  let isLost = false;
  let tellLost: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    tellLost = resolve;
  });
  const stopDeciding = () => {
    isLost = true;
    stopping.abort();
    tellLost();
  };
  void parts.leaseLost?.then(stopDeciding);
  let state = parts.initial;
  /** What is not committed yet, the oldest first. */
  let uncommitted: (readonly Event[])[] = [];
  /** What that comes to; null while nobody has asked. */
  let foreseen: State | null = null;
  /** What waits for its turn, the oldest first. */
  const waiting: Submission[] = [];
  let working: Promise<void> | null = null;
  const listeners: ((committed: Committed) => void)[] = [];
  const written: (() => void)[] = [];

  const submitAll: Engine['submitAll'] = (events, also) => {
    uncommitted.push(events);
    if (foreseen !== null) foreseen = after(foreseen, events);
    return new Promise((resolve, reject) => {
      waiting.push({ events, also, resolve, reject });
      working ??= work();
    });
  };

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      // What comes in the same moment, or while a commit is under way, is one commit.
      await setImmediate();
      const together = waiting.splice(0, MOST_TOGETHER);
      if (!(await commitAll(together, together.length === 1))) {
        for (const one of together) {
          // Whoever was refused hears of it before the next is decided on.
          await setImmediate();
          await commitAll([one], true);
        }
      }
    }
    working = null;
  }

  /**
   * Decides on what was submitted, in order, and commits it as one. Each hears what came of it; with
   * false, where one of several can't be written and it is not the `last` try, nobody does.
   */
  async function commitAll(together: readonly Submission[], last: boolean): Promise<boolean> {
    try {
      const decided = await decideAndCommit(together);
      for (const [i, { resolve }] of together.entries()) resolve(decided[i] ?? []);
      return true;
    } catch (error) {
      if (!last && !isLost) return false;
      for (const { events, reject } of together) {
        isOver(events, false);
        reject(error);
      }
      return true;
    }
  }

  async function decideAndCommit(
    together: readonly Submission[],
  ): Promise<readonly (readonly Decision[])[]> {
    if (isLost)
      throw new DatabaseLost('another instance has taken over: nothing is decided here any more');
    const effective: Decided[] = [];
    let next = state;
    const decisions = together.map(({ events }) =>
      events.map((event) => {
        const decision = decide(next, event);
        if (decision.state !== next || decision.commands.length > 0) {
          effective.push({ event, decision });
        }
        next = decision.state;
        return decision;
      }),
    );

    let committed: Committed[] = [];
    const isToWrite = effective.length > 0 || together.some(({ also }) => also !== undefined);
    if (isToWrite) {
      const { statements, intents, asked } = writingDecisions(db, effective, {
        before: state,
        after: next,
      });
      const count = asked.reduce((sum, n) => sum + n, 0);
      const along = together.flatMap(({ also }, i) => also?.(decisions[i] ?? []) ?? []);
      try {
        const rows = await commit([...statements, ...along], {
          answer: (results) =>
            intents === null ? [] : (results[statements.indexOf(intents)]?.rows as Intent[]),
          reread: () => newestIntents(db, count),
        });
        committed = effective.map((decided, i) => ({
          ...decided,
          intents: rows.splice(0, asked[i] ?? 0),
        }));
      } catch (error) {
        if (error instanceof DatabaseLost) stopDeciding();
        throw error;
      }
    }
    state = next;
    for (const { events } of together) isOver(events, true);

    for (const one of committed) {
      for (const listener of listeners) {
        try {
          listener(one);
        } catch (error) {
          log.error({ error, event: one.event.type }, 'a listener failed after the commit');
        }
      }
    }
    if (isToWrite) for (const listener of written) listener();
    return decisions;
  }

  function isOver(events: readonly Event[], happened: boolean): void {
    uncommitted = uncommitted.filter((one) => one !== events);
    if (uncommitted.length === 0 || !happened) foreseen = null;
  }

  return {
    submit: async (event) => {
      const [decision] = await submitAll([event]);
      if (!decision) throw new Error('one event gives one decision');
      return decision;
    },
    submitAll,
    state: () => state,
    ahead() {
      if (uncommitted.length === 0) return state;
      foreseen ??= uncommitted.reduce(after, state);
      return foreseen;
    },
    lost,
    onCommit: (listener) => listeners.push(listener),
    onWritten: (listener) => written.push(listener),
    idle: async () => {
      while (working !== null) await working;
    },
  };
}

const after = (state: State, events: readonly Event[]): State =>
  events.reduce((before, event) => decide(before, event).state, state);
