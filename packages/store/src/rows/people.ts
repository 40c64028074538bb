import type { Role } from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export interface UserRow {
  id: string;
  userName: string;
  /** As shown. */
  name: string;
  role: Role;
  passwordHash: string;
  active: boolean;
  createdAt: Date;
}

export const UserRow = new EntitySchema<UserRow>({
  name: 'UserAccount',
  tableName: 'user_account',
  columns: {
    id: column.id,
    userName: column.text,
    name: column.text,
    role: column.text,
    passwordHash: column.text,
    active: column.filledIn(column.boolean, 'true'),
    createdAt: column.now,
  },
});

export const SessionRow = new EntitySchema<{ tokenSha256: string; userId: string; createdAt: Date; expiresAt: Date }>({
  name: 'Session',
  tableName: 'session',
  columns: { tokenSha256: column.key, userId: column.uuid, createdAt: column.now, expiresAt: column.moment },
});

export const ContentTicketRow = new EntitySchema<{ ticketSha256: string; content: object; expiresAt: Date }>({
  name: 'ContentTicket',
  tableName: 'content_ticket',
  columns: { ticketSha256: column.key, content: column.json, expiresAt: column.moment },
});

export interface IdempotencyKeyRow {
  userId: string;
  key: string;
  requestSha256: string;
  response: { status: number; body: unknown } | null;
  createdAt: Date;
}

export const IdempotencyKeyRow = new EntitySchema<IdempotencyKeyRow>({
  name: 'IdempotencyKey',
  tableName: 'idempotency_key',
  columns: {
    userId: column.id,
    key: column.key,
    requestSha256: column.text,
    response: column.maybe.json,
    createdAt: column.now,
  },
});

export interface AuditEntryRow {
  id: string;
  at: Date;
  actorId: string | null;
  actor: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  details: Record<string, unknown>;
}

export const AuditEntryRow = new EntitySchema<AuditEntryRow>({
  name: 'AuditEntry',
  tableName: 'audit_entry',
  columns: {
    id: column.id,
    at: column.now,
    actorId: column.maybe.uuid,
    actor: column.text,
    action: column.text,
    subjectKind: column.text,
    subjectId: column.text,
    details: column.json,
  },
});
