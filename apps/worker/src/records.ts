import { folderBlobs } from '@zaakpost/blobs';
import type { WorkerConfig } from '@zaakpost/config';
import {
  blobLedger,
  caseStore,
  documentIntakeStore,
  dossierStore,
  inboundMessageStore,
  openDatabase,
  outboundMessageStore,
  profileStore,
  scheduledEmailStore,
  secretBox,
  serverMessageStore,
  stepStore,
  templateStore,
} from '@zaakpost/store';

/** What stages read and write, whichever they are. @throws ConfigError when the schema is not this code's. */
export async function openRecords({ database: { url, poolSize }, blobs, secretKeys }: WorkerConfig) {
  const database = await openDatabase({ url, poolSize, applicationName: 'zaakpost-worker' });
  await database.requireSchema();
  return {
    steps: stepStore(database),
    blobs: await folderBlobs({ dir: blobs.folder, ledger: blobLedger(database) }),
    inbound: inboundMessageStore(database),
    serverMessages: serverMessageStore(database),
    outbound: outboundMessageStore(database),
    cases: caseStore(database),
    dossier: dossierStore(),
    intake: documentIntakeStore(),
    profiles: profileStore(database, { secrets: secretBox(secretKeys) }),
    templates: templateStore(database),
    scheduled: scheduledEmailStore(database),
    clock: { now: () => new Date() },
    close: () => database.close(),
  };
}

export type Records = Awaited<ReturnType<typeof openRecords>>;
