import { readMailboxTestConfig } from '@zaakpost/config';
import type { MailboxTest } from '@zaakpost/domain';
import { mailboxTester } from '@zaakpost/mailbox';
import { audit, type Database, profileDesk, profileStore, secretBox } from '@zaakpost/store';
import { CommandError } from './failure.ts';
import { operator } from './operator.ts';

/** Tries a mailbox as it is on record, and notes in the audit that it was. */
export async function testMailbox(database: Database, id: string): Promise<MailboxTest> {
  const { secretKeys, allowPrivateHosts } = readMailboxTestConfig();
  const secrets = secretBox(secretKeys);
  const toTry = await profileDesk(database, { secrets }).mailboxToTry({ id });
  if (toTry.kind === 'invalid') {
    const problems = toTry.problems.map(({ field, message }) => `${field}: ${message}`);
    throw new CommandError(`The profile is not whole. ${problems.join(' ')}`);
  }
  const { settings, version } = toTry;
  const profiles = profileStore(database, { secrets });
  const result = await mailboxTester({ allowPrivateHosts }).test(settings, {
    signal: new AbortController().signal,
    renewed: async (token) => {
      if (version !== null) await database.transaction((tx) => profiles.tokenRenewed(tx, { id, version }, token));
    },
  });
  await audit(database).note(operator(), {
    action: 'profile.tested',
    subject: { kind: 'profile', id },
    details: { ok: result.ok },
  });
  return result;
}
