import { PermanentError, type ProfileType, SECRET_SETTINGS } from '@zaakpost/domain';
import type { ProfileRow } from '../rows/settings.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import type { FieldProblem } from '../written.ts';
import { secretPlace } from './profiles.ts';
import { putSecret, secretAt, serversOf } from './secret-settings.ts';

interface Kept {
  settings: unknown;
  problems: FieldProblem[];
}

/**
 * The settings that were filled in, with each secret that was left empty taken from the record: not for another server, or a
 * secret that never comes out could be sent to whoever names their own.
 */
export function keepSecrets(
  type: ProfileType,
  filledIn: unknown,
  row: ProfileRow | undefined,
  secrets: SecretBox,
): Kept {
  if (typeof filledIn !== 'object' || filledIn === null) return { settings: filledIn, problems: [] };
  const settings = structuredClone(filledIn);
  const problems: FieldProblem[] = [];
  for (const path of SECRET_SETTINGS[type]) {
    const envelope = row && secretAt(row.settings, path);
    if (!row || envelope === undefined || secretAt(settings, path)) continue;
    if (serversOf(settings, path) !== serversOf(row.settings, path)) {
      problems.push({ field: `settings.${path}`, message: 'Set it again: what is on record is for another server.' });
      continue;
    }
    try {
      putSecret(settings, path, secrets.open(envelope, secretPlace(row.id, path)));
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      problems.push({ field: `settings.${path}`, message: 'What is on record cannot be read any more: set it again.' });
    }
  }
  return { settings, problems };
}
