import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SampleMail, withTemporaryFolder } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withHouse } from './house/house.ts';
import { expectInvariants } from './house/oracle.ts';
import { type Services, startServices } from './house/services.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

test('mails that are imported go their way, and their ends are printed by kind', () =>
  withHouse('postgres', services, (house) =>
    withTemporaryFolder(async (folder) => {
      await house.startAll();
      const mails = await house.samples(await house.sendFirst());
      await writeSamples(folder, mails);

      const { code, stdout } = await house.zaakpost(['import', '--json', folder]);

      const ends = Map.groupBy(mails, ({ end }) => end);
      expect({ code, ...JSON.parse(stdout) }).toMatchObject({
        ...{ code: 0, imported: mails.length, alreadyOnRecord: 0, unreadable: 0 },
        ends: Object.fromEntries([...ends].map(([end, some]) => [end, some.length])),
      });
      expect(JSON.parse((await house.zaakpost(['import', '--json', folder])).stdout)).toMatchObject({
        ...{ imported: 0, alreadyOnRecord: mails.length },
      });
      await expectInvariants(
        house,
        mails.map(({ raw }) => raw),
      );
    }),
  ));

/** Every other one in an mbox, the rest as files. */
async function writeSamples(folder: string, mails: SampleMail[]): Promise<void> {
  const inMbox = mails.filter(({ raw }, n) => n % 2 === 0 && raw.at(-1) === 0x0a);
  const quoted = inMbox.map(({ raw }) => raw.toString('latin1').replace(/^(>*From )/gmu, '>$1'));
  const mbox = quoted.map((mail) => `From - Mon Nov 23 14:05:00 2026\n${mail}\n`).join('');
  await writeFile(join(folder, 'archief'), mbox, 'latin1');
  await mkdir(join(folder, 'brieven'));
  for (const mail of mails.filter((one) => !inMbox.includes(one))) {
    await writeFile(join(folder, 'brieven', `${mail.name}.eml`), mail.raw);
  }
}
