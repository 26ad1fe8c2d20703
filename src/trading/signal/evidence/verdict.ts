import type { Provenance, Reading, Unclear } from '../reading.ts';
import type { Found, Size } from './evidence.ts';
import type { OrderScene } from './orders/scene.ts';
import { story } from './orders/story.ts';

/** What a candidate comes to, with the names of all that was found; the first of them decided. */
export type Verdict = {
  is: 'none' | 'unclear';
  why: string;
  about: NonNullable<Unclear['about']>;
  evidence: readonly string[];
};

/** How much of an order there is, beside what speaks against it. */
export function sizeOf(scene: OrderScene): Size {
  const { structured, labelled, symbol } = scene.order;
  if (structured) return 'whole';
  return labelled > 0 && symbol.kind === 'found' && !story.find(scene) ? 'part' : 'bare';
}

/** What was found first decides; null when nothing speaks against the candidate. */
export function verdict<Scene>(found: readonly Found<Scene>[], size: Size): Verdict | null {
  const [first] = found;
  if (!first) return null;
  const { weight, say, about = 'action' } = first.evidence;
  const weighs = typeof weight === 'string' ? weight : weight[size];
  return {
    is: weighs === 'ends' ? 'none' : 'unclear',
    why: say(first.term, size),
    about,
    evidence: found.map(({ evidence }) => evidence.name),
  };
}

/** A verdict as the reading it makes. */
export function readingOf({ is, why, about, evidence }: Verdict): Reading {
  return is === 'none'
    ? { kind: 'none', why, evidence, provenance: {} }
    : { kind: 'unclear', why, about, evidence, provenance: {} };
}

/** Nothing, by the rule of this name. */
export function none(rule: string, why: string): Reading {
  return { kind: 'none', why, evidence: [rule], provenance: {} };
}

/** Unclear, by the rule of this name, with what could be read all the same. */
export function unclear(
  rule: string,
  why: string,
  about: NonNullable<Unclear['about']>,
  provenance: Provenance = {},
  partial?: Unclear['partial'],
): Unclear {
  return {
    kind: 'unclear',
    why,
    about,
    ...(partial ? { partial } : {}),
    evidence: [rule],
    provenance,
  };
}
