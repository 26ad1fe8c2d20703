import type { MessageVersion, PastMessage } from '../pastMessage.ts';

/** Something a channel brought: a message, an edit of one (`revision` 1 and on), a deletion. */
export type Happening = {
  /** When it happened in the channel, UTC milliseconds. */
  at: number;
  /** When it is acted on: at the first full minute after it and the delay. */
  actAt: number;
  message: PastMessage;
} & ({ kind: 'text'; revision: number; version: MessageVersion } | { kind: 'deleted' });

const MINUTE_MS = 60_000;

/**
 * All that happened in [from, to), in order of time; of one moment in the order of their ids. Acted
 * on at full minutes only, so that each candle lies wholly before a decision or wholly after it.
 */
export function happeningsOf(
  messages: readonly PastMessage[],
  { from, to, delayMs }: { from: number; to: number; delayMs: number },
): Happening[] {
  const happenings: Happening[] = [];
  const actAt = (at: number) => Math.ceil((at + delayMs) / MINUTE_MS) * MINUTE_MS;
  for (const message of messages) {
    const [{ at: postedAt }] = message.versions;
    if (postedAt < from || postedAt >= to) continue;
    for (const [revision, version] of message.versions.entries()) {
      const { at } = version;
      if (at >= to) continue;
      happenings.push({ at, actAt: actAt(at), message, kind: 'text', revision, version });
    }
    const { deletedAt } = message;
    if (deletedAt === undefined || deletedAt >= to) continue;
    happenings.push({ at: deletedAt, actAt: actAt(deletedAt), message, kind: 'deleted' });
  }
  return happenings.sort((a, b) => a.at - b.at || compareIds(a, b) || a.actAt - b.actAt);
}

/** Discord's ids are numbers that grow with time; others are told apart as text. */
function compareIds({ message: a }: Happening, { message: b }: Happening): number {
  const [x, y] = [a.messageId, b.messageId];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
