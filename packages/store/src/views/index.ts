import type { Database } from '../database.ts';
import { auditView } from './audit-view.ts';
import { caseView } from './case-view.ts';
import { endedView } from './ended-view.ts';
import { inboundView } from './inbound-view.ts';
import { intakeView } from './intake-view.ts';
import { ledgerView } from './ledger-view.ts';
import { mailboxView } from './mailbox-view.ts';
import { outboundView } from './outbound-view.ts';
import { pipelineView } from './pipeline-view.ts';
import { quarantineView } from './quarantine-view.ts';
import { scheduledView } from './scheduled-view.ts';
import { settingsView } from './settings-view.ts';
import { stepView } from './step-view.ts';

export type { EndedReading } from './ended-view.ts';
export type { InboundDetail, InboundListItem } from './inbound-view.ts';
export type { OutboundListItem } from './outbound-view.ts';
export type { InboundListRequest, InboundStates } from './inbound-filter.ts';
export { isCursor, type Page } from './page.ts';
export type { QuarantinedDetail, QuarantinedItem } from './quarantine-view.ts';
export type { StageStanding, StageTrouble, UncheckedSenders } from './pipeline-view.ts';
export type { ScheduledListItem } from './scheduled-view.ts';
export type { MailWay, StepListItem } from './way-view.ts';
export type { ProfileListItem } from './settings-view.ts';

/** What people look at: read-only, shaped as pages show it, quick over a million mails. */
export const views = (database: Database) => ({
  audit: auditView(database),
  cases: caseView(database),
  ended: endedView(database),
  inbound: inboundView(database),
  intake: intakeView(database),
  ledger: ledgerView(database),
  mailboxes: mailboxView(database),
  outbound: outboundView(database),
  pipeline: pipelineView(database),
  quarantine: quarantineView(database),
  scheduled: scheduledView(database),
  settings: settingsView(database),
  steps: stepView(database),
});

export type Views = ReturnType<typeof views>;
