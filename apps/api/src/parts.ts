import type { Blobs, MailboxTester, Milliseconds, Publisher } from '@zaakpost/domain';
import type { Queues } from '@zaakpost/queue';
import type { Log, Registry } from '@zaakpost/telemetry';
import type { recordsOf } from './records.ts';

/** How the pages are served and sessions are kept. */
export interface WebSettings {
  publicUrl: string;
  /** Another origin, which serves bytes of mail and nothing else; null: they come from the pages' own. */
  contentUrl: string | null;
  /** How many proxies in front of us are to be believed about the client's address. */
  trustedProxies: number;
  sessionHours: number;
  /** The built pages. */
  webFolder: string;
  /** Failed sign-ins per name and client in a quarter of an hour. */
  signInLimit: number;
}

/** What the API is made of. */
export type ApiParts = ReturnType<typeof recordsOf> & {
  blobs: Blobs;
  publisher: Publisher;
  mailboxes: MailboxTester;
  boardQueues: Queues['all'];
  log: Log;
  registry: Registry;
  /** Null: who is on this machine may read the metrics. */
  metricsToken: string | null;
  /** Viruses are looked for with test signatures only, so that none but the test file is found. */
  testSignaturesOnly: boolean;
  /** What must be there to be ready; a check throws when it is not. */
  checks: Record<string, () => Promise<void>>;
  web: WebSettings;
  /** How long mail waits in quarantine before it is deleted by itself. */
  quarantineTerm: Milliseconds;
  /** Compares every answer with its schema: for tests. */
  checkAnswers?: boolean;
};
