import type { Compilable, Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Reading } from '../signal/reading.ts';
import { plainWords } from '../signal/text/plainWords.ts';
import type { WorkedMessage } from '../store/messages/inbox.ts';
import { addingReadings, type NewReading, type ReadingOutcome } from '../store/messages/signals.ts';
import type { Database } from '../store/tables.ts';
import type { Decision } from '../strategy/model/command.ts';
import type { Source, WrittenAs } from '../strategy/model/event.ts';
import type { Notice } from '../strategy/model/notice.ts';
import type { Settings } from '../strategy/settings/settings.ts';

type Became = Pick<NewReading, 'rule' | 'why' | 'positionId'> & { outcome: ReadingOutcome };

/** What became of a reading, for the list of signals. */
export function outcomeOf(reading: Reading, decision: Decision | undefined): Became {
  const nothing = { rule: null, why: null, positionId: null };
  if (reading.kind === 'unclear' || reading.kind === 'none') {
    return { ...nothing, outcome: reading.kind, why: reading.why };
  }
  const outcome = decision?.outcome;
  if (!outcome) return { ...nothing, outcome: 'noted' };
  switch (outcome.outcome) {
    case 'taken':
      return { ...nothing, outcome: 'taken', positionId: outcome.positionId };
    case 'applied':
      return { ...nothing, outcome: 'applied', positionId: outcome.positionIds[0] ?? null };
    case 'denied':
      return { ...nothing, outcome: 'denied', rule: outcome.rule, why: outcome.why };
    case 'noted':
      return { ...nothing, outcome: 'noted', why: outcome.why };
  }
}

/** What a message's readings became, as statements; `decisions` by the index of their reading. */
export function recordingReadings(
  db: Kysely<Database>,
  row: WorkedMessage,
  readings: readonly Reading[],
  decisions: ReadonlyMap<number, Decision>,
  at: number,
  log: Logger,
): Compilable[] {
  const rows = readings.map((reading, readingIndex) => {
    const became = outcomeOf(reading, decisions.get(readingIndex));
    log.info(
      {
        messageId: row.message_id,
        author: row.author_name,
        kind: reading.kind,
        reading: { ...reading, provenance: undefined },
        outcome: became.outcome,
        why: became.why,
      },
      'message read',
    );
    return {
      ...became,
      inboxSeq: row.seq,
      messageId: row.message_id,
      revision: row.revision,
      readingIndex,
      watchId: row.watch_id,
      reading,
      at,
    };
  });
  return rows.length === 0 ? [] : [addingReadings(db, rows)];
}

/** What the owner is asked about a reading; null where it is clear. */
export function questionOf(
  row: WorkedMessage,
  source: Source,
  reading: Reading,
  { follow }: Pick<Settings, 'follow'>,
  written: WrittenAs | undefined,
): Notice | null {
  if (reading.kind !== 'unclear') return null;
  if (written !== undefined && (follow === 'known' || written.picture))
    return { kind: 'format_asked', source, reading, ...written, would: null, expiresAt: null };
  return {
    kind: 'signal_unclear',
    source,
    why: reading.why,
    text: plainWords(row.body),
    ...(reading.about && { about: reading.about }),
    ...(reading.partial && { partial: reading.partial }),
  };
}
