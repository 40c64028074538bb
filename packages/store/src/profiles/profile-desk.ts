import { PROFILE_SETTINGS, type ProfileHealth, type ProfileType, type Tx } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { found } from '../record-missing.ts';
import { ProfileRow } from '../rows/settings.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { entityManagerOf } from '../tx.ts';
import { type FieldProblem, fieldProblems, type Written } from '../written.ts';
import { keepSecrets } from './kept-secrets.ts';
import { mailboxToTry, type ToTry, type TryWish } from './mailbox-to-try.ts';
import { clashesOf } from './profile-clashes.ts';
import { healthOf, secretPlace } from './profiles.ts';
import { replaceSecrets, secretsSet } from './secret-settings.ts';

/** A profile as people may see it: its secrets left out, only told to be there. */
export interface ShownProfile {
  id: string;
  type: ProfileType;
  name: string;
  active: boolean;
  settings: Record<string, unknown>;
  /** Paths of the secrets that are set: `externalServer.password`. */
  secretsSet: string[];
  version: number;
  health: ProfileHealth;
}

/** What somebody filled in. A secret that is not there keeps what is on record. */
export interface ProfileForm {
  name: string;
  active: boolean;
  settings: unknown;
}

/** How administrators write integration profiles: secrets go in and never come out. */
export interface ProfileDesk {
  /** @throws PermanentError('record-missing') */
  show(id: string): Promise<ShownProfile>;
  add(tx: Tx, profile: ProfileForm & { id: string; type: ProfileType }): Promise<Written>;
  /** @throws PermanentError('record-missing') */
  change(tx: Tx, profile: ProfileForm & { id: string; version: number }): Promise<Written>;
  /**
   * A mailbox's settings with their secrets opened, to be tried: those on record, or those filled in with what is on record
   * where a secret was left empty and the server is the same. @throws PermanentError('record-missing')
   */
  mailboxToTry(wish: TryWish): Promise<ToTry>;
}

/** Profiles are written one at a time in the whole house, so that what is checked still holds when it is written. */
const ONE_AT_A_TIME = 'lock table integration_profile in share row exclusive mode';

export function profileDesk(database: Database, { secrets }: { secrets: SecretBox }): ProfileDesk {
  return {
    async show(id) {
      const row = found(await database.ask((m) => m.findOneBy(ProfileRow, { id })), 'profile', id);
      const { type, name, active, version } = row;
      const settings = replaceSecrets(type, row.settings, () => undefined) as Record<string, unknown>;
      return {
        id,
        type,
        name,
        active,
        settings,
        secretsSet: secretsSet(type, row.settings),
        version,
        health: healthOf(row),
      };
    },

    mailboxToTry: (wish) => mailboxToTry(database, secrets, wish),

    async add(tx, { id, type, ...form }) {
      const manager = entityManagerOf(tx);
      await manager.query(ONE_AT_A_TIME);
      const checked = await check(tx, { id, type, form, secrets });
      if ('problems' in checked) return { kind: 'invalid', problems: checked.problems };
      await manager.insert(ProfileRow, { id, type, ...checked.columns });
      return { kind: 'written', id, version: 1 };
    },

    async change(tx, { id, version, ...form }) {
      const manager = entityManagerOf(tx);
      await manager.query(ONE_AT_A_TIME);
      const row = found(await manager.findOneBy(ProfileRow, { id }), 'profile', id);
      if (row.version !== version) return { kind: 'changed' };
      const checked = await check(tx, { id, type: row.type, form, secrets, row });
      if ('problems' in checked) return { kind: 'invalid', problems: checked.problems };
      await manager.update(ProfileRow, { id }, { ...checked.columns, version: version + 1, updatedAt: () => 'now()' });
      return { kind: 'written', id, version: version + 1 };
    },
  };
}

interface Checking {
  id: string;
  type: ProfileType;
  form: ProfileForm;
  secrets: SecretBox;
  row?: ProfileRow;
}

type Checked = { problems: FieldProblem[] } | { columns: Pick<ProfileRow, 'name' | 'active' | 'settings'> };

async function check(tx: Tx, { id, type, form, secrets, row }: Checking): Promise<Checked> {
  const name = form.name.trim();
  const problems =
    name === '' || name.length > 200 ? [{ field: 'name', message: 'A name of 1 to 200 characters.' }] : [];
  const kept = keepSecrets(type, form.settings, row, secrets);
  const parsed = PROFILE_SETTINGS[type].safeParse(kept.settings);
  if (!parsed.success) {
    const unreadable = new Set(kept.problems.map(({ field }) => field));
    const refused = fieldProblems(parsed.error, 'settings').filter(({ field }) => !unreadable.has(field));
    return { problems: [...problems, ...kept.problems, ...refused] };
  }
  problems.push(...(await clashesOf(tx, { id, type, active: form.active, settings: parsed.data })));
  if (problems.length > 0) return { problems };
  const settings = replaceSecrets(type, parsed.data, (secret, path) => secrets.seal(secret, secretPlace(id, path)));
  return { columns: { name, active: form.active, settings } };
}
