import type { Database } from '../database.ts';
import { ProfileRow } from '../rows/settings.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { entityManagerOf } from '../tx.ts';
import { secretPlace } from './profiles.ts';
import { replaceSecrets } from './secret-settings.ts';

/**
 * Seals every stored secret with the newest key where an older one was used; after it the older key can go. Gives the
 * number of profiles that were changed.
 *
 * @throws PermanentError('secret-unreadable') when a key is missing; nothing was changed then.
 */
export function resealSecrets(database: Database, { secrets }: { secrets: SecretBox }): Promise<number> {
  return database.transaction(async (tx) => {
    const manager = entityManagerOf(tx);
    const rows = await manager.find(ProfileRow, { lock: { mode: 'pessimistic_write' }, order: { id: 'ASC' } });
    let changed = 0;
    for (const row of rows) {
      let old = false;
      const settings = replaceSecrets(row.type, row.settings, (envelope, path) => {
        if (!secrets.isOld(envelope)) return envelope;
        old = true;
        return secrets.seal(secrets.open(envelope, secretPlace(row.id, path)), secretPlace(row.id, path));
      });
      if (!old) continue;
      await manager.update(ProfileRow, { id: row.id }, { settings });
      changed++;
    }
    return changed;
  });
}
