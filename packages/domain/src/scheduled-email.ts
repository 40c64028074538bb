/** Waiting: `scheduled`, `held`. Final: `sent` (handed to `send-outbound`), `missed` (a human decides), `cancelled`. */
export type ScheduledEmailState = 'scheduled' | 'held' | 'sent' | 'missed' | 'cancelled';

/** The row owns the moment; the delayed job is only its alarm clock. */
export interface ScheduledEmail {
  id: string;
  caseId: string;
  templateId: string;
  recipients: { role: 'to' | 'cc' | 'bcc'; address: string; name: string }[];
  state: ScheduledEmailState;
  sendAt: Date;
  /** The wall clock that was asked for: `2026-12-01T09:00` in `Europe/Amsterdam`. */
  wallTime: string;
  zone: string;
  /** Raised by every change; an edit names the version it saw. */
  version: number;
  outboundMessageId: string | null;
  createdBy: string;
}

/** An e-mail template: subject and bodies with magic strings. */
export interface EmailTemplate {
  id: string;
  name: string;
  subject: string;
  text: string;
  html: string | null;
  senderName: string | null;
  senderAddress: string | null;
}
