import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Who this is, so that others on the same machine can tell for certain when it is gone: the run of
 * the system and its space of process numbers, the number, when that process began, and a word.
 */
export type ProcessMark = string;

const UNKNOWN = '-';
/** Words of this process that are in use. */
const inUse = new Set<string>();

export function makeProcessMark(): ProcessMark {
  const word = randomBytes(6).toString('hex');
  inUse.add(word);
  return [space() ?? UNKNOWN, process.pid, startOf(process.pid) ?? UNKNOWN, word].join(' ');
}

/** Whoever bore it acts no more. */
export function endProcessMark(mark: ProcessMark): void {
  inUse.delete(mark.split(' ')[3] ?? '');
}

/**
 * Whether whoever bears it is gone for certain. False where that can't be told: on another machine,
 * in another container, and everywhere but on Linux.
 */
export function isGone(mark: ProcessMark): boolean {
  const [where, number, start, word] = mark.split(' ');
  const pid = Number(number);
  if (where === UNKNOWN || start === UNKNOWN || where !== space() || !(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  const startNow = startOf(pid);
  if (startNow === null) return false;
  if (startNow !== start) return true;
  return pid === process.pid && !inUse.has(word ?? '');
}

/** The run of the system, and the space in which its processes are numbered. */
function space(): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/** When a process began, in ticks since the system did; "ended" for one that only waits to be buried. */
function startOf(pid: number): string | null {
  try {
    // After the name, which is in brackets and may hold anything: state, …, the 20th is the start.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return 'ended';
    return rest[18] ?? null;
  } catch {
    return null;
  }
}
