/**
 * A checker for StrykerJS that lets a part of the mutants through, by MUTANTS_SAMPLE (a share of 1)
 * and MUTANTS_SEED. Which ones follows from what they are, so that the same seed takes the same
 * again. Those that are left out are reported as "CompileError", which no score counts.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';

type Mutant = {
  id: string;
  fileName: string;
  replacement: string;
  location: { start: { line: number; column: number }; end: { line: number; column: number } };
};

const share = Number(process.env.MUTANTS_SAMPLE ?? '1');
const seed = process.env.MUTANTS_SEED ?? '1';

function isTaken({ fileName, replacement, location }: Mutant): boolean {
  const name = JSON.stringify([seed, path.basename(fileName), location, replacement]);
  return createHash('sha256').update(name).digest().readUInt32BE() < share * 2 ** 32;
}

async function check(mutants: readonly Mutant[]) {
  const resultOf = (mutant: Mutant) =>
    isTaken(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not sampled' };
  return Object.fromEntries(mutants.map((mutant) => [mutant.id, resultOf(mutant)]));
}

export const strykerPlugins = [
  {
    kind: 'Checker',
    name: 'sample',
    factory: () => ({
      init: async () => {},
      check,
      group: async (mutants: readonly Mutant[]) => [mutants.map(({ id }) => id)],
    }),
  },
];
