import type { Classification, InboundSource, InboundState, Release, StoredVerdict } from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export interface InboundMessageRow {
  id: string;
  /** Null for what was left on the server. It stays when the bytes go. */
  rawSha256: string | null;
  rawSize: number;
  source: InboundSource;
  mailboxId: string | null;
  uniqueId: string | null;
  sessionId: string | null;
  quitConfirmedAt: Date | null;
  state: InboundState;
  reason: string | null;
  deliveredTo: string | null;
  receivedAt: Date;
  settledAt: Date | null;
  verdict: StoredVerdict | null;
  decodedSha256: string | null;
  decodedSize: number | null;
  classification: Classification | null;
  caseId: string | null;
  /** The earlier row, where a client sent a mail again. */
  duplicateOf: string | null;
  subject: string | null;
  sender: string | null;
  messageId: string | null;
  sentAt: Date | null;
  attachments: number;
  incomplete: boolean;
  /** Raised by every change of state; who decides names the one that they saw. */
  version: number;
  quarantinedAt: Date | null;
  release: Release | null;
  legalHold: boolean;
  /** When the bytes went, after their term. */
  bytesGoneAt: Date | null;
  /** The decoded form whose parts are in `message_blob`. */
  partsOf: string | null;
  /** Made by the database from `source` and `deliveredTo`. */
  sourceKey: string;
  /** Made by the database from `subject` and `sender`, for searches; never read. */
  words?: string;
  cameBack: number;
}

export const InboundMessageRow = new EntitySchema<InboundMessageRow>({
  name: 'InboundMessage',
  tableName: 'inbound_message',
  columns: {
    id: column.id,
    rawSha256: column.maybe.text,
    rawSize: column.integer,
    source: column.json,
    mailboxId: column.maybe.uuid,
    uniqueId: column.maybe.text,
    sessionId: column.maybe.text,
    quitConfirmedAt: column.maybe.moment,
    state: column.filledIn(column.text, "'received'"),
    reason: column.maybe.text,
    deliveredTo: column.maybe.text,
    receivedAt: column.now,
    settledAt: column.maybe.moment,
    verdict: column.maybe.json,
    decodedSha256: column.maybe.text,
    decodedSize: column.maybe.integer,
    classification: column.maybe.json,
    caseId: column.maybe.uuid,
    duplicateOf: column.maybe.uuid,
    subject: column.maybe.text,
    sender: column.maybe.text,
    messageId: column.maybe.text,
    sentAt: column.maybe.moment,
    attachments: column.filledIn(column.integer, '0'),
    incomplete: column.filledIn(column.boolean, 'false'),
    version: column.filledIn(column.integer, '1'),
    quarantinedAt: column.maybe.moment,
    release: column.maybe.json,
    legalHold: column.filledIn(column.boolean, 'false'),
    bytesGoneAt: column.maybe.moment,
    partsOf: column.maybe.text,
    sourceKey: { ...column.text, insert: false, update: false },
    words: { type: 'tsvector', insert: false, update: false, select: false },
    cameBack: column.filledIn(column.integer, '0'),
  },
});
