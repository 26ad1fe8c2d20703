import { type Explained, explained } from './areas.ts';

/** What of StrykerJS's report (mutation-testing-report-schema 2) is read. */
export type Report = {
  files: Readonly<
    Record<
      string,
      {
        source: string;
        mutants: readonly {
          mutatorName: string;
          status: string;
          replacement?: string;
          location: { start: { line: number } };
        }[];
      }
    >
  >;
};

export type Survivor = { file: string; line: number; code: string; mutator: string; to: string };
export type Score = {
  noticed: number;
  survivors: readonly Survivor[];
  /** Left alive for a reason. */
  explained: number;
  /** Left out of a sample. */
  leftOut: number;
};

const NOTICED = new Set(['Killed', 'Timeout']);
const ALIVE = new Set(['Survived', 'NoCoverage']);

/** How many mutants were noticed, which were not, and how many of those nobody could notice. */
export function scoreOf({ files }: Report): Score {
  let noticed = 0;
  let leftOut = 0;
  const alive: Survivor[] = [];
  for (const [path, { source, mutants }] of Object.entries(files)) {
    const lines = source.split('\n');
    for (const { status, mutatorName, replacement = '', location } of mutants) {
      if (NOTICED.has(status)) noticed += 1;
      // See sample.ts.
      if (status === 'CompileError') leftOut += 1;
      if (!ALIVE.has(status)) continue;
      const { line } = location.start;
      const code = lines[line - 1]?.trim() ?? '';
      const file = path.replace(/^src\//, '');
      alive.push({ file, line, code, mutator: mutatorName, to: replacement });
    }
  }
  const survivors = alive.filter((one) => !explained.some((why) => isExplained(one, why)));
  return { noticed, survivors, explained: alive.length - survivors.length, leftOut };
}

function isExplained(survivor: Survivor, { file, code, mutator }: Explained): boolean {
  return (
    survivor.file === file &&
    survivor.code === code &&
    (mutator === '*' || survivor.mutator === mutator)
  );
}

/** Noticed of what is not explained away, in percent with one decimal. */
export function percentOf({ noticed, survivors }: Score): string {
  const all = noticed + survivors.length;
  return all === 0 ? '-' : ((100 * noticed) / all).toFixed(1);
}

/** How many mutants were run of how many there are. */
export function takenOf({ noticed, survivors, explained, leftOut }: Score): string {
  const taken = noticed + survivors.length + explained;
  return leftOut === 0 ? 'all' : `${taken} of ${taken + leftOut}`;
}

export function scoreLine(folder: string, score: Score): string {
  const all = score.noticed + score.survivors.length;
  const sampled = score.leftOut === 0 ? '' : `, sampled ${takenOf(score)}`;
  return `${folder}: ${percentOf(score)} % (${score.noticed} of ${all} noticed, ${score.explained} explained${sampled})`;
}
