import { hostname } from 'node:os';
import { audit, type Database } from '@zaakpost/store';
import { operator } from '../operator.ts';
import type { Tally } from './import-files.ts';

/** One import; its mails are on record under its id. */
interface Run {
  id: string;
  /** How many were given. Names of files may name people, and stay with the mails that were read from them. */
  paths: number;
  stop: AbortSignal;
}

/** Notes who imports, and from which machine, before anything is on record, and afterwards how many mails it came to. */
export async function audited(database: Database, run: Run, importing: () => Promise<Tally>): Promise<Tally> {
  const book = audit(database);
  const subject = { kind: 'import', id: run.id };
  const from = { host: hostname(), paths: run.paths };
  await book.note(operator(), { action: 'import.started', subject, details: from });
  const tally = await importing();
  const { imported, already, unreadable, other, size } = tally;
  const counts = { imported, alreadyOnRecord: already, unreadable, passedOver: other, bytes: size };
  await book.note(operator(), {
    ...{ action: 'import.ended', subject, details: { ...from, ...counts, stopped: run.stop.aborted } },
  });
  return tally;
}
