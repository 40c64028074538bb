import {
  audit,
  caseStore,
  contentTickets,
  type Database,
  dossierStore,
  idempotencyKeys,
  inboundDesk,
  inboundMessageStore,
  intakeDesk,
  legalHold,
  outboundMessageStore,
  profileDesk,
  profileStore,
  quarantineDesk,
  type SecretBox,
  scheduleDesk,
  scheduledEmailStore,
  signIns,
  stepStore,
  templateStore,
  views,
} from '@zaakpost/store';

interface RecordSettings {
  secrets: SecretBox;
  sessionHours: number;
}

/** Everything in PostgreSQL that the API reads and writes. */
export const recordsOf = (database: Database, { secrets, sessionHours }: RecordSettings) => ({
  database,
  views: views(database),
  audit: audit(database),
  tickets: contentTickets(database),
  sessions: signIns(database, { hours: sessionHours }),
  idempotency: idempotencyKeys(),
  cases: caseStore(database),
  inbound: inboundMessageStore(database),
  outbound: outboundMessageStore(database),
  scheduled: scheduledEmailStore(database),
  templates: templateStore(database),
  profiles: profileStore(database, { secrets }),
  steps: stepStore(database),
  dossier: dossierStore(),
  desk: {
    inbound: inboundDesk,
    intake: intakeDesk,
    quarantine: quarantineDesk(database),
    legalHold: legalHold(database),
    schedule: scheduleDesk,
    profiles: profileDesk(database, { secrets }),
  },
  now: () => new Date(),
});
