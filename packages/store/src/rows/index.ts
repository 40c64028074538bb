import { BlobRow } from './blob.ts';
import { CaseRow, CaseTypeRow } from './case.ts';
import { ContactMomentRow, DocumentRow, IntakeDocumentRow } from './dossier.ts';
import { InboundMessageRow } from './inbound-message.ts';
import { AcknowledgementDayRow, DeliveryRow, OutboundMessageRow } from './outbound-message.ts';
import { AuditEntryRow, ContentTicketRow, IdempotencyKeyRow, SessionRow, UserRow } from './people.ts';
import { ProfileRow, ScheduledEmailRow, TemplateRow } from './settings.ts';

/** Every record table that TypeORM maps. The step table is not among them: no ORM on that path. */
export const ROWS = [
  BlobRow,
  CaseTypeRow,
  CaseRow,
  InboundMessageRow,
  OutboundMessageRow,
  DeliveryRow,
  AcknowledgementDayRow,
  ContactMomentRow,
  DocumentRow,
  IntakeDocumentRow,
  ProfileRow,
  TemplateRow,
  ScheduledEmailRow,
  UserRow,
  SessionRow,
  ContentTicketRow,
  IdempotencyKeyRow,
  AuditEntryRow,
];
