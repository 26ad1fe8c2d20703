import type { Evidence, EvidenceTable } from '../evidence.ts';
import { awaited, smallPart } from './awaited.ts';
import { atItsTarget } from './ladder.ts';
import { notUnderstood } from './notUnderstood.ts';
import { onlyTold } from './onlyTold.ts';
import type { InstructionScene } from './scene.ts';
import { maybeThing, thing } from './thing.ts';
import { conditional, takenBack, turned } from './turned.ts';
import { inQuotes, whichTrade } from './whose.ts';

/** It is the reason of something else: "because the stop moved". */
const reason: Evidence<InstructionScene> = {
  name: 'only_reason',
  weight: 'ends',
  examples: ['because SOL closed half'],
  find: (scene) => scene.reason,
  say: () => 'it is the reason of something else',
};

/** What speaks against an instruction in its own segment. */
export const INSTRUCTION: EvidenceTable<InstructionScene> = [
  reason,
  conditional,
  atItsTarget,
  takenBack,
  thing,
  turned,
  notUnderstood,
  maybeThing,
  onlyTold,
  awaited,
  smallPart,
  inQuotes,
  whichTrade,
].map((evidence) => [evidence]);
