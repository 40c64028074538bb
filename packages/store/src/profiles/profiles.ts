import {
  type IntegrationProfile,
  PermanentError,
  PROFILE_SETTINGS,
  type ProfileHealth,
  type Profiles,
  type ProfileType,
  pop3MailboxSettings,
  type SettingsOf,
  silentSince,
} from '@zaakpost/domain';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.ts';
import { ProfileRow } from '../rows/settings.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { entityManagerOf } from '../tx.ts';
import { replaceSecrets } from './secret-settings.ts';

/** Integration profiles with their secrets opened, behind domain's port. Not for the API's answers. */
export function profileStore(database: Database, { secrets }: { secrets: SecretBox }): Profiles {
  return {
    async load(type, id) {
      const row = await database.ask((m) => m.findOneBy(ProfileRow, { id, type }));
      if (!row) throw new PermanentError('profile-missing', { message: `There is no ${type} profile ${id}.` });
      return row.active ? opened(row, type, secrets) : null;
    },

    async active(type) {
      const rows = await database.ask((m) =>
        m.find(ProfileRow, { where: { type, active: true }, order: { createdAt: 'ASC', id: 'ASC' } }),
      );
      return rows.map((row) => opened(row, type, secrets));
    },

    async health(id, outcome, tx) {
      const note = (m: EntityManager) => m.update(ProfileRow, { id }, healthColumns(outcome));
      // A transaction that waits for a second connection would starve the pool when all mailboxes fail at once.
      await (tx ? note(entityManagerOf(tx)) : database.ask(note));
    },

    async tokenRenewed(tx, { id, version }, { expiresAt, refreshToken }) {
      const manager = entityManagerOf(tx);
      await manager.update(ProfileRow, { id }, { tokenExpiresAt: expiresAt });
      if (refreshToken === null) return;
      const sealed = secrets.seal(refreshToken, secretPlace(id, 'oauth.refreshToken'));
      await manager.query(
        `update integration_profile set settings = jsonb_set(settings, '{oauth,refreshToken}', to_jsonb($3::text))
          where id = $1 and version = $2 and settings -> 'oauth' ? 'refreshToken'`,
        [id, version, sealed],
      );
    },

    async mailCame(tx, id) {
      await entityManagerOf(tx).update(ProfileRow, { id }, { lastMailAt: () => 'now()' });
    },
  };
}

const healthColumns = (outcome: { ok: true } | { ok: false; code: string }) =>
  outcome.ok
    ? { lastSuccessAt: () => 'now()', failingSince: null }
    : {
        lastErrorAt: () => 'now()',
        lastErrorCode: outcome.code.slice(0, 100),
        failingSince: () => 'coalesce(failing_since, now())',
      };

function opened<T extends ProfileType>(row: ProfileRow, type: T, secrets: SecretBox): IntegrationProfile<T> {
  const settings = replaceSecrets(type, row.settings, (envelope, path) =>
    secrets.open(envelope, secretPlace(row.id, path)),
  );
  return {
    id: row.id,
    type,
    name: row.name,
    active: row.active,
    // Parsed again, so that a setting that came later has its default.
    settings: PROFILE_SETTINGS[type].parse(settings) as SettingsOf<T>,
    version: row.version,
    health: healthOf(row),
  };
}

/** What a secret is sealed for: this profile and this setting. */
export const secretPlace = (profileId: string, path: string): string => `integration_profile:${profileId}:${path}`;

type HealthRow = Pick<ProfileRow, 'type' | 'active' | 'settings' | 'createdAt'> & Omit<ProfileHealth, 'silentSince'>;

/** When it last worked, what is wrong since when, and whether a mailbox has fallen silent. */
export const healthOf = (row: HealthRow): ProfileHealth => ({
  lastSuccessAt: row.lastSuccessAt,
  lastErrorAt: row.lastErrorAt,
  lastErrorCode: row.lastErrorCode,
  failingSince: row.failingSince,
  lastMailAt: row.lastMailAt,
  silentSince:
    row.type === 'pop3Mailbox' ? silentSince({ ...row, silentAfterHours: allowedSilence(row) }, new Date()) : null,
  tokenExpiresAt: row.tokenExpiresAt,
});

// What was stored before there was the setting has its default.
const allowedSilence = ({ settings }: HealthRow) =>
  pop3MailboxSettings.shape.silentAfterHours.parse((settings as { silentAfterHours?: unknown }).silentAfterHours);
