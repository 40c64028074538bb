import { type Pop3MailboxSettings, PROFILE_SETTINGS } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { found } from '../record-missing.ts';
import { ProfileRow } from '../rows/settings.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { type FieldProblem, fieldProblems } from '../written.ts';
import { keepSecrets } from './kept-secrets.ts';
import { replaceSecrets, secretAt } from './secret-settings.ts';

/** A mailbox on record, or one as it is being filled in, perhaps to take the place of one on record. */
export type TryWish = { id: string } | { id: string | null; settings: unknown };

/** `version`: of the record whose refresh token is tried; null where that is another one, or there is none. */
export type ToTry =
  | { kind: 'ready'; settings: Pop3MailboxSettings; version: number | null }
  | { kind: 'invalid'; problems: FieldProblem[] };

const TYPE = 'pop3Mailbox';
const REFRESH_TOKEN = 'oauth.refreshToken';

/** @throws PermanentError('record-missing'). */
export async function mailboxToTry(database: Database, secrets: SecretBox, wish: TryWish): Promise<ToTry> {
  const { id } = wish;
  const row =
    id === null
      ? undefined
      : found(await database.ask((m) => m.findOneBy(ProfileRow, { id, type: TYPE })), 'mailbox profile', id);
  const filledIn = 'settings' in wish ? wish.settings : replaceSecrets(TYPE, row?.settings ?? {}, () => undefined);
  const { settings, problems } = keepSecrets(TYPE, filledIn, row, secrets);
  const parsed = PROFILE_SETTINGS[TYPE].safeParse(settings);
  if (problems.length > 0) return { kind: 'invalid', problems };
  if (!parsed.success) return { kind: 'invalid', problems: fieldProblems(parsed.error, 'settings') };
  const isOnRecord = row && !secretAt(Object(filledIn), REFRESH_TOKEN);
  return { kind: 'ready', settings: parsed.data, version: isOnRecord ? row.version : null };
}
