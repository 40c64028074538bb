import { randomUUID } from 'node:crypto';
import { someMessage } from '../seeds.ts';
import type { RunningApi, Visit } from '../with-api.ts';

export type Body = Record<string, unknown>;
export type Outcomes = { results: { id: string; outcome: string }[] };
export type Items = { items: Body[]; nextCursor: string | null };

export const spamMail = ({ parts }: RunningApi) => someMessage(parts, { state: 'quarantined', spam: true });
export const infectedMail = ({ parts }: RunningApi) => someMessage(parts, { state: 'quarantined', infected: true });
export const pathOf = (id: string) => `/api/v1/quarantine/${id}`;

export interface Decision {
  body?: Body;
  version?: string;
  key?: string;
}

/** Releases or deletes as the page does: with the version that is shown. */
export async function decide(
  who: Visit,
  id: string,
  what: 'release' | 'delete',
  more: Decision = {},
): Promise<Response> {
  const { body = { reason: 'echte mail' }, key = randomUUID() } = more;
  const version = more.version ?? (await who.fetch(pathOf(id))).headers.get('etag') ?? '';
  return who.send('POST', `${pathOf(id)}/${what}`, body, { 'if-match': version, 'idempotency-key': key });
}

export const rowOf = async ({ parts }: RunningApi, id: string) =>
  (
    await parts.database.ask((m) =>
      m.query('select state, reason, release, settled_at from inbound_message where id = $1', [id]),
    )
  )[0];

export const scansOf = ({ parts }: RunningApi, id: string): Promise<Body[]> =>
  parts.database.ask((m) => m.query(`select state from step where about_id = $1 and stage = 'scan'`, [id]));

export const auditOf = async ({ parts }: RunningApi, id: string): Promise<Body[]> =>
  parts.database.ask((m) =>
    m.query('select actor, action, details from audit_entry where subject_id = $1 order by at', [id]),
  );
