import type { Generated } from 'kysely';
import type { Json, Timestamp } from './columns.ts';

/** Every change ever made; the newest row of a scope is in force. Scope: `defaults`, `limits`, `bot`. */
export type SettingsChangesTable = {
  id: Generated<number>;
  scope: string;
  value: Json<Record<string, unknown>>;
  changed_by: string;
  changed_at: Timestamp;
};

export type AuditTable = {
  id: Generated<number>;
  at: Timestamp;
  user_id: string;
  user_name: string;
  action: string;
  allowed: boolean;
  detail: Json<Record<string, unknown>>;
};

/** When a scheduled job last ran, so that one missed while the bot was down is caught up. */
export type JobsTable = { name: string; last_run_at: Timestamp };

/** Who trades (1) and who listens (2). It belongs to the server: no backup holds it. */
export type LeaseTable = {
  id: 1 | 2;
  /** Rises each time it is taken; every statement that writes checks it (`check_epoch`). */
  epoch: number;
  /** Rises every moment while its holder lives. */
  beat: number;
  /** A `ProcessMark`; null: nobody. */
  holder: string | null;
  taken_at: Timestamp | null;
  renewed_at: Timestamp | null;
};
