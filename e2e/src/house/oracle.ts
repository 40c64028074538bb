import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INBOUND_FINAL, INBOUND_WAITING } from '@zaakpost/domain';
import { type ReceivedMail, until } from '@zaakpost/testing';
import { expect } from 'vitest';
import type { House } from './house.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const ON_THE_WAY = ['received', 'scanned', 'classified'];

/** Nothing is on its way any more: every step is over, and every mail in a state where it stays. */
export async function atRest(house: House, mails: number): Promise<boolean> {
  const [row] = await house.sql<{ mails: number; open: number; moving: number }>(
    `select (select count(*)::int from inbound_message) as mails,
            (select count(*)::int from step where state in ('pending', 'running') and stage <> 'fetch-pop3') as open,
            (select count(*)::int from inbound_message where state = any($1)) as moving`,
    [ON_THE_WAY],
  );
  return row?.mails === mails && row.open === 0 && row.moving === 0;
}

/** What was handed over: the mails, or the SHA-256 of those too large to keep. */
type Handed = readonly (Buffer | string)[];

/** The invariants that hold after any fault. */
export async function expectInvariants(house: House, handedOver: Handed): Promise<void> {
  await expectNoLoss(house, handedOver);
  await expectNoSilentEnd(house);
  await expectOneEffect(house);
  await expectOneHandOver(house);
  await expectFailClosed(house);
}

/** I1: every mail that was handed over is there as the same bytes, in one row. */
async function expectNoLoss(house: House, handedOver: Handed): Promise<void> {
  const rows = await house.sql<{ sha: string }>('select raw_sha256 as sha from inbound_message');
  expect(rows.map(({ sha }) => sha).sort()).toEqual(
    handedOver.map((mail) => (typeof mail === 'string' ? mail : sha256(mail))).sort(),
  );
  for (const { sha } of rows) {
    const bytes = await readFile(join(house.blobFolder, sha.slice(0, 2), sha.slice(2, 3), sha)).catch(() => null);
    expect(bytes === null ? 'no such blob' : sha256(bytes)).toBe(sha);
  }
}

/** I2: each is in a state that people can see. */
async function expectNoSilentEnd(house: House): Promise<void> {
  const states = await house.sql<{ state: string }>('select distinct state from inbound_message');
  const visible: string[] = [...INBOUND_FINAL, ...INBOUND_WAITING].filter((state) => !ON_THE_WAY.includes(state));
  expect(states.map(({ state }) => state).filter((state) => !visible.includes(state))).toEqual([]);
}

/** I4: nothing is on a case without a clean verdict on exactly its bytes, those of each attachment included. */
async function expectFailClosed(house: House): Promise<void> {
  const open = await house.sql(
    `select i.id, i.state, i.verdict
       from inbound_message i
      where exists (select from contact_moment m where m.inbound_message_id = i.id
                    union all select from document d where d.inbound_message_id = i.id
                    union all select from intake_document d where d.inbound_message_id = i.id)
        and not coalesce(i.verdict ->> 'sha256' = i.raw_sha256 and i.verdict #>> '{virus,outcome}' = 'clean'
                         and i.verdict #>> '{spam,action}' not in ('reject', 'unscannable'), false)`,
  );
  expect(open).toEqual([]);
  const unscanned = await house.sql(
    `select d.id from document d join inbound_message i on i.id = d.inbound_message_id
      where d.role = 'attachment'
        and not i.verdict -> 'parts' @> jsonb_build_array(jsonb_build_object('sha256', d.sha256, 'outcome', 'clean'))`,
  );
  expect(unscanned).toEqual([]);
}

/** I3, inbound: one contact moment, one PDF, one original, one copy of each attachment. */
async function expectOneEffect(house: House): Promise<void> {
  const wrong = await house.sql(
    `select i.id, i.subject, m.count as moments, d.pdfs, d.originals, d.attachments, i.attachments as expected
       from inbound_message i
       cross join lateral (select count(*)::int as count from contact_moment where inbound_message_id = i.id) m
       cross join lateral (
         select count(*) filter (where role = 'mailAsPdf')::int as pdfs,
                count(*) filter (where role = 'mailAsEml')::int as originals,
                count(*) filter (where role = 'attachment')::int as attachments
           from document where inbound_message_id = i.id) d
      where i.state in ('onCase', 'caseStarted', 'needsConfirmation')
        and (m.count, d.pdfs, d.originals, d.attachments) <> (1, 1, 1, i.attachments)`,
  );
  expect(wrong).toEqual([]);
}

/** I3, outbound: no recipient got a mail twice, and none is called sent that did not get it. */
async function expectOneHandOver(house: House): Promise<void> {
  const rows = await house.sql<{ message_id: string; address: string; state: string }>(
    `select o.message_id, d.address, d.state from delivery d join outbound_message o on o.id = d.outbound_message_id
      where o.message_id is not null`,
  );
  const delivered = () => countByKey(house.services.postfix.delivered.received);
  const called = rows.filter(({ state }) => state === 'sent').map((row) => keyOf(row.message_id, row.address));
  // What Postfix took is in its queue first; its own delivery comes a moment later.
  await until(() => called.every((key) => delivered().has(key)), { what: 'Postfix to deliver its queue' }).catch(
    () => {},
  );
  const got = delivered();
  for (const { message_id, address, state } of rows) {
    const copies = got.get(keyOf(message_id, address)) ?? 0;
    expect({ state, copies, address }).toEqual({
      state: expect.stringMatching(/^(?:sent|outcomeUnknown|bounced)$/u),
      copies: state === 'outcomeUnknown' ? expect.toSatisfy((n: number) => n <= 1) : 1,
      address,
    });
  }
}

const keyOf = (messageId: string, address: string) => `${messageId} ${address}`;

function countByKey(mails: readonly ReceivedMail[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { raw, to } of mails) {
    const messageId = /^message-id:\s*(\S+)/imu.exec(raw.toString('latin1'))?.[1] ?? '';
    for (const address of to) counts.set(keyOf(messageId, address), (counts.get(keyOf(messageId, address)) ?? 0) + 1);
  }
  return counts;
}
