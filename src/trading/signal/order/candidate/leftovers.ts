import type { Level } from '../../levels/level.ts';
import type { Role } from '../../vocabulary/roles.ts';
import { isKind } from '../../words/kinds.ts';
import { isAloneInLine, lineStartsAt } from '../../words/layout/listNumbers.ts';
import { placeOf, type Term } from '../../words/terms/term.ts';
import { firstValue } from '../../words/tokens/numbers.ts';
import type { Frame } from '../frame/frame.ts';

/** A label in the form of a field ("Entry:", "SL:") whose value could not be read: then nothing is taken for granted. */
export function unreadLabel(
  frame: Frame,
  entries: readonly Level[],
  marketWord: boolean,
): 'entry' | 'stop' | null {
  const isField = (term: Term): boolean => {
    if (term.depth > 0) return false;
    // "Stop loss: no SL".
    const before = frame.terms[placeOf(frame.terms, term) - 1];
    if (before?.role === 'no' || before?.role === 'not') return false;
    const next = frame.terms[placeOf(frame.terms, term) + 1];
    const value = frame.terms[placeOf(frame.terms, term) + 2];
    if (
      next?.role === 'no' ||
      value?.role === 'no' ||
      value?.role === 'not' ||
      value?.role === 'later' ||
      value?.role === 'hold'
    )
      return false;
    if (next?.text === ':' && isEmptyValue(frame.terms, next)) return false;
    return next?.text === ':' || next?.text === '=' || next?.kind === 'break';
  };
  const labelled = (role: Role): boolean =>
    frame.labels.some((l) => l.role === role && isField(l.term));
  if (entries.length === 0 && !marketWord && (labelled('entry') || frame.limit.length > 0))
    return 'entry';
  if (frame.stops.length > 0) return null;
  return labelled('stop') || frame.labels.some((l) => isStopUnread(frame.terms, l)) ? 'stop' : null;
}

/** "TP/SL: -- / --": dashes where a price would stand. */
function isEmptyValue(terms: readonly Term[], colon: Term): boolean {
  const value = terms.filter((t) => t.line === colon.line && t.at > colon.at && t.kind !== 'break');
  return value.length > 0 && value.every((t) => t.text === '-' || t.text === '/');
}

/** "Stop 200 points below": a number behind the label that is none of its prices. */
function isStopUnread(terms: readonly Term[], label: Frame['labels'][number]): boolean {
  if (label.role !== 'stop' || label.term.depth > 0) return false;
  const at = placeOf(terms, label.term);
  if (terms[at - 1]?.role === 'no' || terms[at - 1]?.role === 'not') return false;
  const next = terms.slice(at + 1, at + 5).find((t) => t.kind === 'number' || t.role === 'no');
  const { unit } = next?.number ?? {};
  return next?.clause === label.term.clause && (unit === null || unit === 'thousand');
}

/** Without an entry and a word for now, a number near the stop or the targets may be the entry: "trigger: above 0.725". */
export function strayEntry(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
  marketWord: boolean,
): 'entry' | null {
  if (entries.length > 0 || marketWord) return null;
  const levels = [...frame.stops, ...targets]
    .filter((l) => l.kind === 'price')
    .map((l) => firstValue(l.term));
  const near = frame.strays.some((term) =>
    levels.some(
      (level) => level > 0 && firstValue(term) > level / 2 && firstValue(term) < level * 2,
    ),
  );
  return near ? 'entry' : null;
}

/** How many terms may part a price from the list that it belongs to. */
const PARTED = 6;

/** Where the number stands that only words without a meaning for prices part from the one at `at`; -1 for none. */
function numberBefore(terms: readonly Term[], at: number): number {
  for (let i = at - 1; i >= 0 && i >= at - PARTED; i--) {
    const term = terms[i];
    if (!term || term.kind === 'break' || term.clause !== terms[at]?.clause) return -1;
    if (term.kind === 'number') return i < at - 1 ? i : -1;
    const joins = term.kind === 'mark' && ',()&+'.includes(term.text);
    const says = term.kind === 'word' && (term.role === undefined || PARTING.has(term.role));
    if (!joins && !says) return -1;
  }
  return -1;
}

const PARTING: ReadonlySet<Role> = new Set<Role>([
  'and',
  'if',
  'filler',
  'rest',
  'half',
  'third',
  'quarter',
  'some',
  'wholly',
  'later',
  'maybe',
  'hold',
  'first',
  'second',
  'thirdOf',
  'at',
  'to',
]);

/** "TP 3150 xyz 3090", "target 3.30 and if alts behave 3.52": a price that words part from the list it may belong to. */
export function lostLevel(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
): 'entry' | 'targets' | null {
  for (const stray of frame.strays) {
    const last = frame.terms[numberBefore(frame.terms, placeOf(frame.terms, stray))];
    const ratio = last ? firstValue(stray) / firstValue(last) : 0;
    if (ratio < 0.5 || ratio > 2) continue;
    if (targets.some((l) => l.term === last)) return 'targets';
    if (entries.some((l) => l.term === last)) return 'entry';
  }
  return null;
}

/** "50% now at 3150 and the other 50% at 3080": another price to get in at, in the entry's own sentence. */
export function secondPrice(frame: Frame, entries: readonly Level[]): 'entry' | null {
  const [first] = entries;
  if (!first) return null;
  const entry = firstValue(first.term);
  const another = frame.strays.some((term) => {
    const value = firstValue(term);
    return (
      term.clause === first.term.clause &&
      frame.terms[placeOf(frame.terms, term) - 1]?.role === 'at' &&
      value > entry / 2 &&
      value < entry * 2
    );
  });
  return another ? 'entry' : null;
}

/** "Target 1: 0.9.2": what stands behind the label is no number, though it looks like one. */
function isUnread(terms: readonly Term[], label: Term): boolean {
  const rest = terms.slice(placeOf(terms, label) + 1).filter((t) => t.line === label.line);
  const isPrice = ({ number, text }: Term): boolean =>
    number?.unit === null && !(number.whole && text.length <= 2);
  return rest.some((t) => t.kind === 'other' && /^[0-9.,]+$/u.test(t.text)) && !rest.some(isPrice);
}

/** An emoji or a sign of that kind, which may stand for a label. */
function isSign(term: Term | undefined): boolean {
  return term?.kind === 'mark' && (term.text.codePointAt(0) ?? 0) > 0xff;
}

/** A number under a label that the reader doesn't know, close to the entry, while the stop or the targets are missing. */
export function strayLevel(
  frame: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
): 'stop' | 'targets' | null {
  if (frame.labels.some(({ role, term }) => role === 'target' && isUnread(frame.terms, term)))
    return 'targets';
  if (frame.stops.length > 0 && targets.length > 0) return null;
  const near = (term: Term): boolean => {
    const value = firstValue(term);
    return (entries.length > 0 ? entries : frame.stops).some((l) => {
      const entry = firstValue(l.term);
      return entry > 0 && value > entry / 3 && value < entry * 3;
    });
  };
  const labelledStray = frame.strays.some((term) => {
    const before = frame.terms[placeOf(frame.terms, term) - 1];
    return (
      near(term) &&
      (before?.text === ':' ||
        before?.text === '=' ||
        before?.text === ',' ||
        before?.text === '@' ||
        before?.text === '.' ||
        (before?.text === '-' && frame.terms[placeOf(frame.terms, before) - 1]?.kind === 'word') ||
        before?.text === ')' ||
        before?.mark === 'done' ||
        isSign(before) ||
        before?.kind === 'index' ||
        before?.kind === 'word')
    );
  });
  // "Profit: 1.57, 1.52": prices where a result would stand.
  const priced = frame.terms.some((t, i) => {
    const value = t.role === 'result' && frame.terms[i + 1]?.text === ':' && frame.terms[i + 2];
    return value && value.number?.unit === null && !value.number.sign && near(value);
  });
  if (priced && targets.length === 0) return 'targets';
  if (!labelledStray) return null;
  return frame.stops.length === 0 ? 'stop' : 'targets';
}

/** A number near the levels, in a line of theirs, that stands under no label: it may be one of them. */
export function unreadNumber(
  { terms, stops, strays, leftOut }: Frame,
  entries: readonly Level[],
  targets: readonly Level[],
): Term | undefined {
  const levels = [...entries, ...stops, ...targets].filter((l) => l.kind === 'price');
  const lines = new Set(levels.map((l) => l.term.line));
  return [...strays, ...leftOut].find((term) => {
    const value = firstValue(term);
    // "v2" names something; an average entry is told beside its parts, and lies between them.
    const label = terms[placeOf(terms, term) - 1];
    const parts = entries.map((l) => firstValue(l.term));
    const isAverage = value >= Math.min(...parts) && value <= Math.max(...parts);
    const named =
      term.glued ||
      // "(previous 4.85)".
      (term.depth > 0 && label?.role !== undefined && EARLIER.has(label.role)) ||
      (label?.role === 'skip' && (!isKind(label, 'average') || isAverage));
    // "$8900 = 10 $": told again.
    if (levels.some((level) => firstValue(level.term) === value)) return false;
    const near = levels.some(({ term: level }) => {
      // "1,002" beside 0.985 is no thousand.
      return (term.number?.values ?? []).some((one) => {
        const ratio = Number(one.value) / firstValue(level);
        return ratio > 1 / 2 && ratio < 2;
      });
    });
    const alone = isListed(terms, placeOf(terms, term));
    return !named && !isForbidden(terms, term) && (lines.has(term.line) || alone) && near;
  });
}

/** It stands by itself in its line, or first in it with hardly a word behind: "0.3540 (DCA)", "15.0 sold". */
function isListed(terms: readonly Term[], at: number): boolean {
  if (isAloneInLine(terms, at)) return true;
  const line = terms[at]?.line;
  const words = terms.filter((t) => t.line === line && t.kind === 'word').length;
  return lineStartsAt(terms, at) && words <= 1;
}

const EARLIER: ReadonlySet<Role> = new Set<Role>(['past', 'instead', 'result']);

/** "Don't chase above 0.75": no level of the order. */
function isForbidden(terms: readonly Term[], number: Term): boolean {
  const before = terms.slice(Math.max(0, placeOf(terms, number) - 4), placeOf(terms, number));
  const clause = terms.filter((t) => t.clause === number.clause);
  // "Cancel if it loses 0.268 first".
  const cancels = clause.some((t) => t.role === 'cancel') && clause.some((t) => t.role === 'if');
  return cancels || before.some((t) => t.role === 'not' && t.line === number.line);
}
