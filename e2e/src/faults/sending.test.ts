import { demoIds, pointOutgoingMail } from '@zaakpost/app-standalone/demo';
import { STAGES } from '@zaakpost/domain';
import { type FaultySmtp, testCertificates, until, withFaultySmtp } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, withHouse } from '../house/house.ts';
import { LOGIN, type Services, startServices } from '../house/services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

test('a mail whose server goes away after the final dot has an unknown outcome, on its case, and is never sent again', () =>
  withHouse('redis', services, (house) =>
    withFaultySmtp({ at: 'dot', how: 'drop' }, async (smtp) => {
      await sendThrough(house, smtp);

      const states = await until(async () => settled(house), {
        what: 'both recipients to be settled',
      });
      await house.sql(`update step set offered_at = now() - interval '1 day' where state = 'pending'`);
      await until(async () => onCase(house), { what: 'the mail to be on its case' });

      expect(states).toEqual(['outcomeUnknown', 'outcomeUnknown']);
      expect(smtp.taken).toHaveLength(2);
    }),
  ));

test('a mail that its server refuses is refused, with what the server said', () =>
  withHouse('redis', services, (house) =>
    withFaultySmtp({ at: 'RCPT', how: { reply: '550 5.1.1 No such user' } }, async (smtp) => {
      await sendThrough(house, smtp);

      const states = await until(async () => settled(house), {
        what: 'both recipients to be settled',
      });

      expect(states).toEqual(['refused', 'refused']);
      expect(await house.sql('select distinct reply from delivery')).toEqual([{ reply: '550 5.1.1 No such user' }]);
    }),
  ));

async function sendThrough(house: House, smtp: FaultySmtp): Promise<void> {
  const { ca } = await testCertificates();
  const server = { host: smtp.host, port: smtp.port, ca, userName: LOGIN.user, password: LOGIN.password };
  await pointOutgoingMail(house.office, server);
  await house.start('worker', [...STAGES]);
  await house.start('scheduler');
  await house.sendFirst();
}

async function settled(house: House): Promise<string[] | null> {
  const rows = await house.sql<{ state: string }>(
    `select state from delivery where outbound_message_id = $1 and state not in ('queued', 'handingOver')`,
    [demoIds.outgoing],
  );
  return rows.length === 2 ? rows.map(({ state }) => state) : null;
}

async function onCase(house: House): Promise<boolean> {
  const rows = await house.sql(
    `select 1 from contact_moment m join document d on d.outbound_message_id = m.outbound_message_id and d.role = 'mailAsPdf'
      where m.outbound_message_id = $1`,
    [demoIds.outgoing],
  );
  return rows.length === 1;
}
