import { GAP } from './normalize.ts';

/** Two or more lines that begin with a time in brackets: a chat, copied. */
export function hasSeveralSpeakers(text: string): boolean {
  return text.split('\n').filter((line) => /^ ?\[\d\d?:\d\d/u.test(line)).length > 1;
}

const SHORTEST_RULE = 6;

/**
 * Blanks out what is not the author speaking: a translation below a dashed rule in another script,
 * and the preview of another message ("Name 1970-01-01 08:00 …"), which comes back as `quoted`.
 */
export function withoutOthersWords(text: string): { text: string; quoted: string | null } {
  const rule = ruleIn(text);
  let own = text;
  let rest = '';
  if (rule && hasHan(text.slice(rule.end)) && !hasHan(text.slice(0, rule.start))) {
    own = text.slice(0, rule.start);
    rest = text.slice(rule.end);
  }
  const translated = TRANSLATED.exec(own);
  if (translated && own.slice(0, translated.index).trim() !== '')
    own = own.slice(0, translated.index);
  own = withoutTranslation(own);
  const inOwn = previewIn(own);
  const inRest = previewIn(rest);
  const quoted = inOwn ? own.slice(inOwn.end) : inRest ? rest.slice(inRest.end) : null;
  if (inOwn) own = own.slice(0, inOwn.start);
  return { text: own, quoted };
}

/**
 * The text without the same told once more in another script below: from one block on all letters are
 * Cyrillic, none before are, it is about as long, and no number of it is new.
 */
function withoutTranslation(text: string): string {
  const blocks = text.split(/\n\s*\n/u);
  if (blocks.length < 2 || !CYRILLIC.test(text)) return text;
  const first = blocks.findIndex((block) => CYRILLIC.test(block));
  const [own, other] = [blocks.slice(0, first).join('\n\n'), blocks.slice(first).join('\n\n')];
  const lettered = blocks.slice(first).every((block) => CYRILLIC.test(block) || !LATIN.test(block));
  const ratio = other.length / own.length;
  if (first < 1 || !lettered || ratio < 0.5 || ratio > 2) return text;
  const told = new Set(own.match(TELLING) ?? []);
  const again = other.match(TELLING) ?? [];
  return again.length > 0 && again.every((part) => told.has(part)) ? own : text;
}

const CYRILLIC = /[\u0400-\u04ff]{3}/u;
const LATIN = /[a-z]{3}/iu;
/** Numbers and tags. */
const TELLING = /[0-9][0-9.,]*|#[a-z0-9]+/giu;

/** "[auto-translated] …": at the beginning of a line, what a bot has made of the author's words. */
const TRANSLATED =
  /\n[^\p{L}\p{N}\n]{0,4}(?:auto(?:matic)?(?:ally)?[- ]?translat|machine[- ]translat|translat(?:ed|ion)[\]):]|translated (?:from|by|with))/iu;

function ruleIn(text: string): { start: number; end: number } | null {
  let run = 0;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '-') run++;
    else {
      if (run >= SHORTEST_RULE) return { start: at - run, end: at };
      run = 0;
    }
  }
  return null;
}

function hasHan(text: string): boolean {
  return /[\u3400-\u9fff]/u.test(text);
}

const EPOCH = '1970-01-01 08:00';

/** Where a relayed preview begins: a name and the time stamp that relays without a time write. */
function previewIn(text: string): { start: number; end: number } | null {
  const stamp = text.indexOf(EPOCH);
  if (stamp < 0) return null;
  // The name before the stamp: one word, or what follows a blanked-out mention.
  const before = text.slice(0, stamp).trimEnd();
  const start = Math.max(
    before.lastIndexOf(' '),
    before.lastIndexOf('\n'),
    before.lastIndexOf(GAP),
    0,
  );
  return { start, end: stamp + EPOCH.length };
}
