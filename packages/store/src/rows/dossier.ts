import type { CaseDocument, ContactMoment, IntakeDocument } from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export const ContactMomentRow = new EntitySchema<ContactMoment & { createdAt: Date }>({
  name: 'ContactMoment',
  tableName: 'contact_moment',
  columns: {
    id: column.id,
    caseId: column.uuid,
    direction: column.text,
    channel: column.text,
    who: column.text,
    subject: column.text,
    summary: column.text,
    at: column.moment,
    inboundMessageId: column.maybe.uuid,
    outboundMessageId: column.maybe.uuid,
    why: column.maybe.json,
    flags: column.json,
    createdAt: column.now,
  },
});

export const DocumentRow = new EntitySchema<CaseDocument & { ordinal: number }>({
  name: 'Document',
  tableName: 'document',
  columns: {
    id: column.id,
    caseId: column.uuid,
    role: column.text,
    ordinal: column.integer,
    filename: column.text,
    contentType: column.text,
    sha256: column.text,
    size: column.integer,
    inboundMessageId: column.maybe.uuid,
    outboundMessageId: column.maybe.uuid,
    createdAt: column.now,
  },
});

export interface IntakeDocumentRow extends IntakeDocument {
  ordinal: number;
  settledAt: Date | null;
}

export const IntakeDocumentRow = new EntitySchema<IntakeDocumentRow>({
  name: 'IntakeDocument',
  tableName: 'intake_document',
  columns: {
    id: column.id,
    inboundMessageId: column.uuid,
    ordinal: column.integer,
    state: column.filledIn(column.text, "'waiting'"),
    filename: column.text,
    contentType: column.text,
    sha256: column.text,
    size: column.integer,
    caseId: column.maybe.uuid,
    reason: column.maybe.text,
    createdAt: column.now,
    settledAt: column.maybe.moment,
  },
});
