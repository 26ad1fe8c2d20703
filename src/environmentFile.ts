import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError, SETTING_NAMES } from './config.ts';

/**
 * Adds the settings of a .env file to the environment; what is set there already stays. Throws
 * ConfigError, a line a problem and never with a value, for what an editor or a keyboard has made
 * unreadable, and for a name that is a setting's but for a letter.
 */
export function loadEnvironmentFile(file: string, env: NodeJS.ProcessEnv): void {
  if (!existsSync(file)) return;
  const text = decoded(readFileSync(file));
  const values = parseEnv(text);
  const problems = [
    ...Object.entries(values).flatMap(([name, value]) => problemOf(name, String(value ?? ''))),
    ...commentedOut(text),
  ];
  if (problems.length > 0) {
    throw new ConfigError(
      `Pilotfish can't start: ${file} can't be understood.\n${problems.map((one) => `  - ${one}`).join('\n')}\n.env.example has each name as it is written.`,
    );
  }
  for (const [name, value] of Object.entries(values)) env[name] ??= value;
}

/** Editors on Windows put a mark in front, or write two bytes a letter. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const text =
    first === 0xff && second === 0xfe
      ? bytes.toString('utf16le')
      : first === 0xfe && second === 0xff
        ? Buffer.from(bytes.subarray(0, bytes.length & ~1))
            .swap16()
            .toString('utf16le')
        : bytes.toString('utf8');
  return text.replace(/^\uFEFF/, '');
}

const NAMES: ReadonlySet<string> = new Set(SETTING_NAMES);

function problemOf(name: string, value: string): string[] {
  const plain = name.normalize('NFKC');
  if (plain !== name && NAMES.has(plain.toUpperCase())) {
    return [`${plain.toUpperCase()} is written in full-width letters: type it with plain ones.`];
  }
  if (NAMES.has(name)) {
    return /[\uFF01-\uFF5E\u3000]/.test(value)
      ? [
          `the value of ${name} has full-width letters in it: type it with plain ones, or copy it again.`,
        ]
      : [];
  }
  const meant = SETTING_NAMES.find((known) => isNearly(plain.toUpperCase(), known));
  return meant === undefined ? [] : [`${shown(name)} is no setting; is ${meant} meant?`];
}

/** A channel's name as Discord shows it begins with what begins a comment here. */
function commentedOut(text: string): string[] {
  return [...text.matchAll(/^[^\S\n]*(?:export[^\S\n]+)?(\w+)[^\S\n]*=#\S/gm)]
    .map(([, name = '']) => name)
    .filter((name) => NAMES.has(name))
    .map(
      (name) =>
        `${name} is empty: what stands behind a # is a comment. ${name.endsWith('_ID') ? 'An id is a number (in Discord: right-click, Copy ID).' : 'Put the value in quotation marks.'}`,
    );
}

/** A name as it is typed may be anything; a short part of it is enough to find it. */
function shown(name: string): string {
  return JSON.stringify(name.slice(0, 40));
}

/** But for what divides the words, or two letters that are wrong, missing or too many. */
function isNearly(typed: string, known: string): boolean {
  const bare = (name: string) => name.replaceAll(/[^A-Z0-9]/g, '');
  return bare(typed) === bare(known) || distance(typed, known) <= 2;
}

/** How many letters have to be put in, taken out or changed. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
