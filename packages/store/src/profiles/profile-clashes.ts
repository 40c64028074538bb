import type { ProfileType, Tx } from '@zaakpost/domain';
import { entityManagerOf } from '../tx.ts';
import type { FieldProblem } from '../written.ts';

interface Candidate {
  id: string;
  type: ProfileType;
  active: boolean;
  settings: object;
}

/** What a profile that is valid by itself may not be beside the other records. */
export async function clashesOf(tx: Tx, profile: Candidate): Promise<FieldProblem[]> {
  const { address, caseTypeId, acknowledgementTemplateId } = profile.settings as Record<string, unknown>;
  const problems: FieldProblem[] = [];
  const note = (field: string, message: string) => problems.push({ field, message });
  if (profile.active && ONE_ACTIVE.has(profile.type) && (await anotherActive(tx, profile))) {
    note('active', 'Another profile of this type is active: switch that one off first.');
  }
  if (profile.active && profile.type === 'incomingMail' && (await anotherForAddress(tx, profile.id, address))) {
    note('settings.address', 'Another active profile handles this address already.');
  }
  if (await isAbsent(tx, 'case_type', caseTypeId)) note('settings.caseTypeId', 'There is no such case type.');
  if (await isAbsent(tx, 'email_template', acknowledgementTemplateId)) {
    note('settings.acknowledgementTemplateId', 'There is no such template.');
  }
  return problems;
}

const ONE_ACTIVE = new Set<ProfileType>(['outgoingMail', 'mailReception', 'scheduledEmail']);

const any = async (tx: Tx, sql: string, parameters: unknown[]): Promise<boolean> =>
  (await entityManagerOf(tx).query(sql, parameters)).length > 0;

const anotherActive = (tx: Tx, { id, type }: Candidate) =>
  any(tx, 'select 1 from integration_profile where type = $2 and active and id <> $1', [id, type]);

const anotherForAddress = (tx: Tx, id: string, address: unknown) =>
  any(
    tx,
    `select 1 from integration_profile
      where type = 'incomingMail' and active and id <> $1 and lower(settings ->> 'address') = lower($2)`,
    [id, address],
  );

const isAbsent = async (tx: Tx, table: 'case_type' | 'email_template', id: unknown) =>
  typeof id === 'string' && !(await any(tx, `select 1 from ${table} where id = $1`, [id]));
