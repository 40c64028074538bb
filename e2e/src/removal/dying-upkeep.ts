import { folderBlobs } from '@zaakpost/blobs';
import { unusedBytes } from '@zaakpost/pipeline';
import { blobLedger, blobUse, ENDS_WITH_TERM, openDatabase, retention } from '@zaakpost/store';

/**
 * What the scheduler does every minute, with every term over: mail in quarantine is deleted, the bytes of ended mail are
 * let go of, what nobody refers to is removed. Dies at a point of the n-th removal; with 0, when nothing is left to do.
 */
const [url = '', dir = '', point = '', nth = '0'] = process.argv.slice(2);
/** Rounds begin at a place of chance: so many pass every row at least twice, to be marked and to be removed. */
const ROUNDS = 6;

const database = await openDatabase({ url, applicationName: 'upkeep' });
const [use, kept] = [blobUse(database), retention(database)];
const stored = await folderBlobs({ dir, ledger: blobLedger(database) });
let removals = 0;

async function reached(where: string): Promise<void> {
  if (where !== point || removals !== Number(nth)) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

const round = unusedBytes({
  use: {
    ...use,
    async removed(ref, options) {
      const gone = await use.removed(ref, options);
      await reached('after the commit');
      return gone;
    },
  },
  blobs: {
    read: stored.read,
    async remove(ref, options) {
      removals += 1;
      await reached('before the file');
      const gone = await stored.remove(ref, options);
      await reached('between file and row');
      return gone;
    },
  },
  ...{ age: 0, most: 1_000, now: () => new Date() },
});

await kept.deleteOverdue(0, 1_000);
for (const end of ENDS_WITH_TERM) await kept.letGo(end, 0, 1_000);
for (let n = 0; n < ROUNDS; n += 1) await round();
await database.close();
