import { createHash } from 'node:crypto';
import { until } from '@zaakpost/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BACKENDS, type House, withHouse } from './house/house.ts';
import { type Services, startServices } from './house/services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.each(BACKENDS)('the sample mails, through Dovecot, on %s', (backend) => {
  test('each reach the end they must, with what belongs to it', () =>
    withHouse(backend, services, async (house) => {
      const processes = await house.startAll();
      const messageId = await house.sendFirst();
      const mails = await house.samples(messageId);
      for (const mail of mails) await services.dovecot.deliver('gemeente', mail.raw);

      const ends = await until(async () => (await restful(house, mails.length)) && endsOf(house), {
        what: `every mail to come to rest\n${processes.map((one) => one.log().slice(-3_000)).join('\n')}`,
        deadline: 90_000,
        every: 250,
      });

      expect(Object.fromEntries(mails.map((mail) => [mail.name, ends.get(sha256(mail.raw))]))).toEqual(
        Object.fromEntries(mails.map((mail) => [mail.name, mail.end])),
      );
      expect(await services.dovecot.count('gemeente')).toBe(0);
      await expectOneOfEach(house);
    }));
});

/** Nothing is on its way any more. */
async function restful(house: House, mails: number): Promise<boolean> {
  const [row] = await house.sql<{ mails: number; open: number; failed: number }>(
    `select (select count(*)::int from inbound_message) as mails,
            (select count(*)::int from step where state in ('pending', 'running')) as open`,
  );
  return row?.mails === mails && row.open === 0;
}

async function endsOf(house: House): Promise<Map<string, string>> {
  const rows = await house.sql<{ raw_sha256: string; state: string }>('select raw_sha256, state from inbound_message');
  return new Map(rows.map((row) => [row.raw_sha256, row.state]));
}

async function expectOneOfEach(house: House): Promise<void> {
  const filed = await house.sql<{ moments: number; pdfs: number; originals: number }>(
    `select (select count(*)::int from contact_moment m where m.inbound_message_id = i.id) as moments,
            (select count(*)::int from document d where d.inbound_message_id = i.id and d.role = 'mailAsPdf') as pdfs,
            (select count(*)::int from document d where d.inbound_message_id = i.id and d.role = 'mailAsEml') as originals
       from inbound_message i where state in ('onCase', 'caseStarted', 'needsConfirmation')`,
  );
  expect(filed.length).toBeGreaterThan(0);
  expect(filed.filter((one) => one.moments !== 1 || one.pdfs !== 1 || one.originals !== 1)).toEqual([]);
}
