import type { Recipient } from './outbound.ts';

export type ScheduledEmailState = 'scheduled' | 'held' | 'sent' | 'missed' | 'cancelled';

export interface ScheduledEmail {
  id: string;
  caseNumber: number;
  caseSubject: string;
  template: { id: string; name: string };
  recipients: (Recipient & { role: 'to' | 'cc' | 'bcc' })[];
  state: ScheduledEmailState;
  sendAt: string;
  wallTime: string;
  zone: string;
  version: number;
  createdBy: string;
}

export interface ScheduledEmailPreview {
  subject: string;
  text: string;
  html: string | null;
  recipients: Recipient[];
  missing: string[];
}
