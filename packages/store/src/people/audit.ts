import { randomUUID } from 'node:crypto';
import type { Tx, User } from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.ts';
import { recordedJson } from '../recorded-text.ts';
import { entityManagerOf } from '../tx.ts';

/** What somebody did to which record. Details hold ids, states and reasons; no content of mail. */
export interface AuditNote {
  /** `step.replayed`, `mail.read`: the record's kind and a past participle. */
  action: string;
  subject: { kind: string; id: string };
  details?: Record<string, unknown>;
}

/** The append-only book of who did what. */
export interface Audit {
  /** In the transaction of what was done. */
  record(tx: Tx, user: User, note: AuditNote): Promise<void>;
  /** On its own: for what only was looked at. */
  note(user: User, note: AuditNote): Promise<void>;
}

export function audit(database: Database): Audit {
  return {
    record: (tx, user, note) => write(entityManagerOf(tx), user, note),
    note: (user, note) => database.ask((manager) => write(manager, user, note)),
  };
}

async function write(manager: EntityManager, user: User, { action, subject, details = {} }: AuditNote): Promise<void> {
  await manager.query(
    `insert into audit_entry (id, actor_id, actor, action, subject_kind, subject_id, details)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [randomUUID(), user.id, user.name, action, subject.kind, subject.id, JSON.stringify(recordedJson(details, 1_000))],
  );
}
