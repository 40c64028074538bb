export { blobLedger } from './blob-ledger/blob-ledger.ts';
export { blobUse } from './blob-ledger/blob-use.ts';
export { type CaseTypeDesk, caseTypeDesk } from './cases/case-type-desk.ts';
export { caseStore } from './cases/cases.ts';
export {
  type ContentTickets,
  contentTickets,
  TICKET_LIFETIME,
  type TicketedContent,
} from './content-tickets/content-tickets.ts';
export { type Database, type DatabaseOptions, openDatabase } from './database.ts';
export { type InboundDesk, inboundDesk } from './desk/inbound-desk.ts';
export { type IntakeDesk, intakeDesk } from './desk/intake-desk.ts';
export { type LegalHold, legalHold } from './desk/legal-hold.ts';
export {
  MOST_DECIDED,
  type QuarantineDecision,
  type QuarantineDesk,
  type QuarantineOutcome,
  quarantineDesk,
} from './desk/quarantine-desk.ts';
export { type ScheduleDesk, scheduleDesk } from './desk/schedule-desk.ts';
export { documentIntakeStore } from './document-intake/document-intake.ts';
export { dossierStore } from './dossier/dossier.ts';
export { arrivalStore } from './inbound-messages/arrivals.ts';
export { inboundMessageStore } from './inbound-messages/inbound-messages.ts';
export { mailImportStore } from './mail-imports/mail-imports.ts';
export { outboundMessageStore } from './outbound-messages/outbound-messages.ts';
export { type Audit, type AuditNote, audit } from './people/audit.ts';
export { type IdempotencyKeys, idempotencyKeys, type KeyedRequest } from './people/idempotency-keys.ts';
export { type NewUser, type SignIns, signIns } from './people/sign-ins.ts';
export type { ToTry } from './profiles/mailbox-to-try.ts';
export { type ProfileDesk, type ProfileForm, profileDesk, type ShownProfile } from './profiles/profile-desk.ts';
export { profileStore } from './profiles/profiles.ts';
export { ENDS_WITH_TERM, type EndWithTerm, type Retention, retention } from './retention/retention.ts';
export { scheduledEmailStore } from './scheduled-emails/scheduled-emails.ts';
export { closedBox } from './secrets/closed-box.ts';
export { type SecretBox, type SecretKey, secretBox } from './secrets/secret-box.ts';
export { serverMessageStore } from './server-messages/server-messages.ts';
export { StatementError } from './statement-error.ts';
export { stepStore } from './steps/steps.ts';
export { sweepLedger } from './steps/sweep-ledger.ts';
export { type TemplateDesk, templateDesk } from './templates/template-desk.ts';
export { templateStore } from './templates/templates.ts';
export {
  type EndedReading,
  type InboundDetail,
  type InboundListItem,
  type InboundListRequest,
  type InboundStates,
  isCursor,
  type MailWay,
  type OutboundListItem,
  type Page,
  type ProfileListItem,
  type QuarantinedDetail,
  type QuarantinedItem,
  type ScheduledListItem,
  type StageStanding,
  type StageTrouble,
  type UncheckedSenders,
  type StepListItem,
  type Views,
  views,
} from './views/index.ts';
export type { FieldProblem, Written } from './written.ts';
