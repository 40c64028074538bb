import type { BlobLedger, BlobRef } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { UNSYNCED } from '../steps/rows.ts';

/** Notes stored bytes. Those of one moment go in one statement: fetching stores many small files at once. */
export function blobLedger(database: Database): BlobLedger {
  let waiting: BlobRef[] = [];
  let flush: Promise<void> | null = null;

  return {
    noted(ref) {
      waiting.push(ref);
      flush ??= Promise.resolve().then(() => {
        const now = waiting;
        waiting = [];
        flush = null;
        return note(database, now);
      });
      return flush;
    },
  };
}

async function note(database: Database, refs: BlobRef[]): Promise<void> {
  // In one order everywhere, so that two statements never wait for each other's rows.
  const unique = [...new Map(refs.map((ref) => [ref.sha256, ref.size]))].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await database.ask((manager) =>
    manager.query(
      // Whoever refers to these bytes commits later, and that commit takes this one to the disk too.
      `with noted as (
         insert into blob (sha256, size) select * from unnest($1::text[], $2::integer[])
           on conflict (sha256) do update set last_put_at = now(), unreferenced_since = null
         returning sha256
       ) select count(*), ${UNSYNCED} from noted`,
      [unique.map(([sha256]) => sha256), unique.map(([, size]) => size)],
    ),
  );
}
