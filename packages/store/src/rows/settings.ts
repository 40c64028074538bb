import type { EmailTemplate, ProfileHealth, ProfileType, ScheduledEmail } from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export interface ProfileRow extends Omit<ProfileHealth, 'silentSince'> {
  id: string;
  type: ProfileType;
  name: string;
  active: boolean;
  /** With an encrypted envelope in the place of each secret. */
  settings: object;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const ProfileRow = new EntitySchema<ProfileRow>({
  name: 'IntegrationProfile',
  tableName: 'integration_profile',
  columns: {
    id: column.id,
    type: column.text,
    name: column.text,
    active: column.boolean,
    settings: column.json,
    version: column.filledIn(column.integer, '1'),
    lastSuccessAt: column.maybe.moment,
    lastErrorAt: column.maybe.moment,
    lastErrorCode: column.maybe.text,
    failingSince: column.maybe.moment,
    lastMailAt: column.maybe.moment,
    tokenExpiresAt: column.maybe.moment,
    createdAt: column.now,
    updatedAt: column.now,
  },
});

export interface TemplateRow extends EmailTemplate {
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export const TemplateRow = new EntitySchema<TemplateRow>({
  name: 'EmailTemplate',
  tableName: 'email_template',
  columns: {
    id: column.id,
    name: column.text,
    subject: column.text,
    text: column.text,
    html: column.maybe.text,
    senderName: column.maybe.text,
    senderAddress: column.maybe.text,
    version: column.filledIn(column.integer, '1'),
    createdAt: column.now,
    updatedAt: column.now,
  },
});

export interface ScheduledEmailRow extends ScheduledEmail {
  createdAt: Date;
  updatedAt: Date;
}

export const ScheduledEmailRow = new EntitySchema<ScheduledEmailRow>({
  name: 'ScheduledEmail',
  tableName: 'scheduled_email',
  columns: {
    id: column.id,
    caseId: column.uuid,
    templateId: column.uuid,
    recipients: column.json,
    state: column.filledIn(column.text, "'scheduled'"),
    sendAt: column.moment,
    wallTime: column.text,
    zone: column.text,
    version: column.filledIn(column.integer, '1'),
    outboundMessageId: column.maybe.uuid,
    createdBy: column.text,
    createdAt: column.now,
    updatedAt: column.now,
  },
});
