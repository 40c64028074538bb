import { describe, expect, it } from 'vitest';
import { someBlob, withMigratedDatabase } from '../migrated-database.ts';
import { blobLedger } from './blob-ledger.ts';

describe('the blob ledger', () => {
  it('notes many at once, each once, and when it was last put', () =>
    withMigratedDatabase(async (database) => {
      const ledger = blobLedger(database);
      const refs = Array.from({ length: 50 }, (_, n) => someBlob(n));
      await Promise.all([...refs, ...refs].map((ref) => ledger.noted(ref)));
      await database.ask((m) => m.query(`update blob set last_put_at = 'epoch'`));

      await ledger.noted(refs[7] ?? someBlob());

      const rows = await database.ask((m) => m.query(`select size from blob where last_put_at > 'epoch'`));
      expect(rows).toEqual([{ size: 7 }]);
      expect(await database.ask((m) => m.query('select count(*)::int as n from blob'))).toEqual([{ n: 50 }]);
    }));

  it('tells everyone of a batch that it could not be noted', () =>
    withMigratedDatabase(async (database) => {
      const ledger = blobLedger(database);

      const noted = await Promise.allSettled([ledger.noted({ sha256: 'no hash', size: 1 }), ledger.noted(someBlob())]);

      expect(noted.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      await ledger.noted(someBlob());
    }));
});
