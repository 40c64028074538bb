import type {
  DeliveryState,
  ErrorCode,
  MailAddress,
  OutboundContent,
  OutboundState,
  RecipientRole,
} from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export interface OutboundMessageRow {
  id: string;
  caseId: string | null;
  state: OutboundState;
  kind: OutboundContent['kind'];
  /** As asked for; `frozenSubject` has the subject code too. */
  subject: string;
  content: OutboundContent;
  mimeSha256: string | null;
  mimeSize: number | null;
  messageId: string | null;
  frozenSubject: string | null;
  sender: MailAddress | null;
  errorCode: ErrorCode | null;
  createdAt: Date;
  frozenAt: Date | null;
}

export const OutboundMessageRow = new EntitySchema<OutboundMessageRow>({
  name: 'OutboundMessage',
  tableName: 'outbound_message',
  columns: {
    id: column.id,
    caseId: column.maybe.uuid,
    state: column.filledIn(column.text, "'queued'"),
    kind: column.text,
    subject: column.text,
    content: column.json,
    mimeSha256: column.maybe.text,
    mimeSize: column.maybe.integer,
    messageId: column.maybe.text,
    frozenSubject: column.maybe.text,
    sender: column.maybe.json,
    errorCode: column.maybe.text,
    createdAt: column.now,
    frozenAt: column.maybe.moment,
  },
});

export interface DeliveryRow {
  id: string;
  outboundMessageId: string;
  ordinal: number;
  role: RecipientRole;
  address: string;
  name: string;
  state: DeliveryState;
  reply: string | null;
  settledAt: Date | null;
}

export const DeliveryRow = new EntitySchema<DeliveryRow>({
  name: 'Delivery',
  tableName: 'delivery',
  columns: {
    id: column.id,
    outboundMessageId: column.uuid,
    ordinal: column.integer,
    role: column.text,
    address: column.text,
    name: column.text,
    state: column.filledIn(column.text, "'queued'"),
    reply: column.maybe.text,
    settledAt: column.maybe.moment,
  },
});

export const AcknowledgementDayRow = new EntitySchema<{ addressHash: string; day: string; outboundMessageId: string }>({
  name: 'AcknowledgementDay',
  tableName: 'acknowledgement_day',
  columns: { addressHash: column.key, day: { type: 'date', primary: true }, outboundMessageId: column.uuid },
});
