import { randomUUID } from 'node:crypto';
import { views } from '@zaakpost/store';
import { eicar, rfc5322Date, sampleAddresses, until } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { atRest, expectInvariants, sha256 } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';
import { explain } from '../kill/kill-stage.ts';
import { type ScannerGate, startScannerGate } from './scanner-gate.ts';

/** Servers of this file's own, since it takes them down; a gate before each scanner. */
let services: Services;
let gates: { clamd: ScannerGate; rspamd: ScannerGate };
beforeAll(async () => {
  services = await startServices();
  const [clamd, rspamd] = await Promise.all([
    startScannerGate(services.clamd.port),
    startScannerGate(services.rspamd.port),
  ]);
  gates = { clamd, rspamd };
});
afterAll(async () => {
  await Promise.all([services?.stop(), gates?.clamd.stop(), gates?.rspamd.stop()]);
});

type Scanner = 'clamd' | 'rspamd';

interface Fault {
  what: string;
  begin(scanner: Scanner): Promise<void> | void;
  end(scanner: Scanner): Promise<void> | void;
}

const GARBAGE = {
  clamd: 'stream: fine, thank you\0',
  rspamd: 'HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n{"action":"ok"}',
};

const FAULTS: Fault[] = [
  { what: 'is stopped', begin: (one) => services[one].kill(), end: (one) => services[one].restart() },
  { what: 'hangs', begin: (one) => services[one].freeze(), end: (one) => services[one].thaw() },
  { what: 'resets connections', begin: (one) => gates[one].play('reset'), end: (one) => gates[one].play('open') },
  {
    what: 'answers garbage',
    begin: (one) => gates[one].play({ garbage: GARBAGE[one] }),
    end: (one) => gates[one].play('open'),
  },
];

/** Mail with a virus in it; each is unlike any other. */
const infected = () =>
  Buffer.from(
    [
      `From: Burger <${sampleAddresses.requestor}>`,
      `To: ${sampleAddresses.cases}`,
      'Subject: Factuur',
      `Date: ${rfc5322Date(new Date())}`,
      `Message-ID: <${randomUUID()}@burger.example>`,
      'MIME-Version: 1.0',
      'Content-Type: application/octet-stream; name=factuur.bin',
      'Content-Disposition: attachment; filename=factuur.bin',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(eicar()).toString('base64'),
      '',
    ].join('\r\n'),
  );

async function deliver(mails: Buffer[]): Promise<Buffer[]> {
  for (const mail of mails) await services.dovecot.deliver('gemeente', mail);
  return mails;
}

/** What is on record of these mails: each with its state, whatever it is. */
const statesOf = (house: House, mails: Buffer[]) =>
  house.sql<{ state: string }>('select state from inbound_message where raw_sha256 = any($1)', [mails.map(sha256)]);

const troubleOf = async (house: House) =>
  (await views(house.database).pipeline.stages()).find(({ stage }) => stage === 'scan')?.trouble?.code ?? null;

test.each<Scanner>(['clamd', 'rspamd'])(
  'mail waits while %s is stopped, hangs, resets connections or answers garbage, and all of it flows afterwards',
  { timeout: 500_000 },
  async (scanner) => {
    await withHouse('postgres', services, async (house) => {
      const write = letters(house);
      const handedOver: Buffer[] = [];
      await house.startAll({
        ...{ SCAN_SECONDS: '3', CLAMD_PORT: `${gates.clamd.port}` },
        RSPAMD_URL: `http://127.0.0.1:${gates.rspamd.port}`,
      });

      for (const { what, begin, end } of FAULTS) {
        handedOver.push(...(await deliver([await write.reply(), write.report(), await write.reply()])));
        await begin(scanner);
        const during = await deliver([await write.reply(), infected(), write.report()]);
        handedOver.push(...during);

        const patience = { deadline: 60_000, every: 200 };
        await until(async () => (await statesOf(house, handedOver)).length === handedOver.length, {
          ...{ what: `all to be fetched while ${scanner} ${what}`, ...patience },
        }).catch((error) => explain(house, error));
        const trouble = await until(async () => await troubleOf(house), {
          ...{ what: `the pipeline to tell that ${scanner} ${what}`, ...patience },
        }).catch((error) => explain(house, error));
        expect(trouble).toMatch(new RegExp(`^${scanner}-(?:away|garbled)$`, 'u'));
        expect((await statesOf(house, during)).map(({ state }) => state)).toEqual(during.map(() => 'received'));

        await end(scanner);
        await until(() => atRest(house, handedOver.length), {
          ...{ what: `all to come to rest after ${scanner} ${what}`, deadline: 120_000, every: 500 },
        }).catch((error) => explain(house, error));
        expect(await troubleOf(house)).toBeNull();
        await expectInvariants(house, handedOver);
      }

      const [kept] = await house.sql<{ count: number }>(
        `select count(*)::int from inbound_message where state = 'quarantined' and reason = 'virus'`,
      );
      expect(kept?.count).toBe(FAULTS.length);
    });
  },
);
