import { randomUUID } from 'node:crypto';
import { views } from '@zaakpost/store';
import { eicar, freePort, rfc5322Date, sampleAddresses, until } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { comeToRest } from '../house/come-to-rest.ts';
import { explain } from '../house/explain.ts';
import { type Backend, type House, withHouse } from '../house/house.ts';
import { letters } from '../house/letters.ts';
import { expectInvariants, sha256 } from '../house/oracle.ts';
import { type Services, startServices } from '../house/services.ts';
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

/** What programs that watch the house are told. */
async function told(port: number) {
  const [health, metrics] = await Promise.all(
    ['healthz', 'metrics'].map(async (page) => (await fetch(`http://127.0.0.1:${port}/${page}`)).text()),
  );
  const { status, waits } = JSON.parse(health ?? '') as { status: string; waits?: { scan?: string } };
  return {
    status,
    scan: waits?.scan,
    troubled: /^zaakpost_stage_trouble\{.*stage="scan".*\} 1$/mu.test(metrics ?? ''),
  };
}

/** Mail under way to and through the scanners, some of it being scanned at this moment. */
async function mailUnderWay(house: House, mails: Buffer[]): Promise<Buffer[]> {
  await deliver(mails);
  const underWay = `select from step s join inbound_message m on m.id = s.about_id
    where s.stage = 'scan' and s.state <> 'pending' and m.raw_sha256 = any($1)`;
  await until(async () => (await house.sql(underWay, [mails.map(sha256)])).length > 0, {
    ...{ what: 'one of the mails to be scanned', every: 20 },
  });
  return mails;
}

async function expectWaiting(
  house: House,
  scanner: Scanner,
  { what, begin, end }: Fault,
  handedOver: Buffer[],
  port: number,
) {
  const write = letters(house);
  handedOver.push(
    ...(await mailUnderWay(house, [await write.reply(), write.report(), await write.reply(), await write.reply()])),
  );
  await begin(scanner);
  const during = await deliver([await write.reply(), infected(), write.report()]);
  handedOver.push(...during);

  const patience = { every: 200 };
  await until(async () => (await statesOf(house, handedOver)).length === handedOver.length, {
    ...{ what: `all to be fetched while ${scanner} ${what}`, ...patience },
  }).catch((error) => explain(house, error));
  const code = new RegExp(`^${scanner}-(?:away|garbled)$`, 'u');
  await until(async () => code.test((await troubleOf(house)) ?? ''), {
    ...{ what: `the pipeline to tell that ${scanner} ${what}`, ...patience },
  }).catch((error) => explain(house, error));
  await until(async () => (({ scan = '', troubled }) => code.test(scan) && troubled)(await told(port)), {
    ...{ what: `health and metrics to tell that ${scanner} ${what}`, ...patience },
  });
  expect((await statesOf(house, during)).map(({ state }) => state)).toEqual(during.map(() => 'received'));

  await end(scanner);
  await comeToRest(house, handedOver.length, { what: `all to come to rest after ${scanner} ${what}` });
  expect(await troubleOf(house)).toBeNull();
  expect(await told(port)).toEqual({ status: 'ok', scan: undefined, troubled: false });
  await expectInvariants(house, handedOver);
}

test.each<[Scanner, Backend]>([
  ['clamd', 'postgres'],
  ['rspamd', 'redis'],
])('mail waits while %s is away, with the queue on %s, and all of it flows afterwards', async (scanner, backend) => {
  await withHouse(backend, services, async (house) => {
    const handedOver: Buffer[] = [];
    const port = await freePort();
    const between = {
      ...{ SCAN_SECONDS: '3', CLAMD_PORT: `${gates.clamd.port}` },
      RSPAMD_URL: `http://127.0.0.1:${gates.rspamd.port}`,
    };
    await Promise.all([house.startAll(between), house.start('api', [], { PORT: `${port}` })]);

    for (const fault of FAULTS) await expectWaiting(house, scanner, fault, handedOver, port);

    const [kept] = await house.sql<{ count: number }>(
      `select count(*)::int from inbound_message where state = 'quarantined' and reason = 'virus'`,
    );
    expect(kept?.count).toBe(FAULTS.length);
  });
});

test.each<Scanner>(['clamd', 'rspamd'])(
  'a mail over which %s breaks off each time waits alone, and is kept back as unscannable after its tenth time',
  { timeout: 300_000 },
  async (scanner) => {
    await withHouse('postgres', services, async (house) => {
      const write = letters(house);
      const [bad, ...good] = [write.report(), write.report(), await write.reply()];
      const state = async (mail: Buffer) => (await statesOf(house, [mail]))[0]?.state ?? 'underWay';
      const patience = { deadline: 60_000, every: 200 };
      gates[scanner].play({ over: /brief (\S+)\./u.exec(`${bad}`)?.[1] ?? '' });
      await house.startAll({
        CLAMD_PORT: `${gates.clamd.port}`,
        RSPAMD_URL: `http://127.0.0.1:${gates.rspamd.port}`,
      });

      await deliver([bad as Buffer, ...good]);
      await until(
        async () => (await Promise.all(good.map(state))).every((one) => one === 'onCase' || one === 'caseStarted'),
        {
          ...{ what: 'the mails beside it to be filed', ...patience },
        },
      ).catch((error) => explain(house, error));
      await until(async () => (await house.sql(NINE_TIMES)).length > 0, {
        ...{ what: 'it to wait by itself', ...patience },
      }).catch((error) => explain(house, error));
      await until(async () => (await state(bad as Buffer)) === 'quarantined', {
        ...{ what: 'it to be given up', ...patience },
      }).catch((error) => explain(house, error));

      const [kept] = await house.sql<{ reason: string }>(
        `select reason from inbound_message where state = 'quarantined'`,
      );
      expect(kept?.reason).toBe('unscannable');
      await comeToRest(house, 3, { what: 'the mails beside it to be printed', ...patience });
      await expectInvariants(house, [bad as Buffer, ...good]);
    });
    gates[scanner].play('open');
  },
);

/** As if it had been tried for half an hour already. */
const NINE_TIMES = `update step set waits = 9, not_before = clock_timestamp(), offered_at = clock_timestamp() - interval '1 minute'
  where stage = 'scan' and state = 'pending' and waits > 0 returning id`;
