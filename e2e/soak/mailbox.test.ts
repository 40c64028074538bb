import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { profileDesk } from '@zaakpost/store';
import { until } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, withHouse } from '../src/house/house.ts';
import type { AppProcess } from '../src/house/process.ts';
import { LOGIN as OTHER, type Services, startServices } from '../src/house/services.ts';
import { LOGIN, type ManyMails, serveManyMails } from './many-mails.ts';

let services: Services;
beforeAll(async () => {
  services = await startServices();
});
afterAll(() => services?.stop());

const MAILS = 100_000;
/** Mails that come into another mailbox meanwhile, one after the other. */
const MEANWHILE = 20;
const MOST_WAIT = 60_000;
/** What is left when the first worker is killed: the second one has long enough to come to its level and stay there. */
const KILLED_AT = 0.8 * MAILS;
/** How much more the second may hold in the last third than in the one before, and each at any time, in megabytes. */
const MOST_GROWTH = 40;
const MOST_RESIDENT = 500;

test(`${MAILS} waiting mails are fetched in constant memory, while another mailbox is served, and over a restart`, async () => {
  const full = await serveManyMails(MAILS);
  try {
    await withHouse('redis', services, async (house) => {
      await addMailbox(house, full);
      // The 100,000 scans that wait are offered again as often as in production, and not every second.
      await house.start('scheduler', [], { SWEEP_SECONDS: '15' });
      const started = performance.now();
      const waits = meanwhile(house);
      const worker = await house.start('worker', ['fetch-pop3']);
      const first = await watched({ house, worker, full }, KILLED_AT);
      const before = await onRecord(house);
      await worker.kill();
      const second = await watched({ house, worker: await house.start('worker', ['fetch-pop3']), full }, 0);

      const took = Math.round((performance.now() - started) / 1_000);
      console.log(
        `${took} s; ${summary(first)}; then ${summary(second)}; the other mailbox waited ${spread(await waits)}`,
      );
      expect(before).toBeGreaterThanOrEqual(MAILS - KILLED_AT);
      expect(await rowsOf(house)).toEqual({ rows: MAILS, distinct: MAILS, scans: MAILS });
      expect(Math.max(...(await waits))).toBeLessThan(MOST_WAIT);
      expect(floor(second, 0.7) - floor(second, 0.4)).toBeLessThan(MOST_GROWTH);
      expect(Math.max(...[...first, ...second].map(({ megabytes }) => megabytes))).toBeLessThan(MOST_RESIDENT);
    });
  } finally {
    await full.close();
  }
});

/** Looks at the worker's memory every second until no more than so many are left. */
async function watched(
  { house, worker, full }: { house: House; worker: AppProcess; full: ManyMails },
  most: number,
): Promise<Curve> {
  const curve: Curve = [];
  const looked = async () => {
    curve.push({ left: full.left(), megabytes: await residentMegabytes(worker) });
    return full.left() <= most;
  };
  await until(looked, { what: `${most} left`, deadline: 3_600_000, every: 1_000 }).catch((error) => {
    throw new Error(`${error.message}\n${house.logs()}`);
  });
  return curve;
}

/** Settings of their own, straight into the records, as an administrator would write them. */
async function addMailbox({ office }: House, { port, ca }: { port: number; ca: string }): Promise<void> {
  const settings = { protocol: 'pop3s', host: 'localhost', port, ca, ...LOGIN, pollSeconds: 1 };
  const form = { id: randomUUID(), type: 'pop3Mailbox', name: 'Vol', active: true, settings } as const;
  await office.database.transaction((tx) => profileDesk(office.database, office).add(tx, form));
}

/** Delivers to the other mailbox and waits for each; gives how long each took, in milliseconds. */
async function meanwhile(house: House): Promise<number[]> {
  const took: number[] = [];
  for (let n = 1; n <= MEANWHILE; n += 1) {
    const started = performance.now();
    await house.services.dovecot.deliver(OTHER.user, `Subject: tussendoor ${n}\r\n\r\n${randomUUID()}\r\n`);
    await until(
      async () => {
        const [row] = await house.sql<{ count: number }>(
          `select count(*)::int as count from inbound_message where unique_id not like 'uid-%'`,
        );
        return (row?.count ?? 0) >= n;
      },
      { what: `mail ${n} of the other mailbox`, deadline: 300_000, every: 250 },
    );
    took.push(performance.now() - started);
    await pause(5_000);
  }
  return took;
}

const onRecord = async (house: House): Promise<number> => {
  const [row] = await house.sql<{ count: number }>(
    `select count(*)::int as count from server_message where unique_id like 'uid-%' and stored_at is not null`,
  );
  return row?.count ?? 0;
};

const rowsOf = async (house: House) => {
  const [row] = await house.sql(
    `select count(*)::int as rows, count(distinct unique_id)::int as distinct,
            (select count(*)::int from step join inbound_message mail on mail.id = step.about_id
              where step.stage = 'scan' and mail.unique_id like 'uid-%') as scans
       from inbound_message where unique_id like 'uid-%'`,
  );
  return row;
};

async function residentMegabytes({ child }: AppProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1]) / 1_024;
}

type Curve = { left: number; megabytes: number }[];

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What it holds after a collection, within three tenths of the time: between two of them rubbish comes and goes. */
const floor = (curve: Curve, from: number) =>
  Math.min(...curve.slice(curve.length * from, curve.length * (from + 0.3)).map(({ megabytes }) => megabytes));

function summary(curve: Curve): string {
  const points = Array.from({ length: 11 }, (_, n) => curve[Math.floor((n * (curve.length - 1)) / 10)]);
  return `left: resident: ${points.map((point) => `${point?.left}: ${point?.megabytes.toFixed(0)} MB`).join(', ')}`;
}

const spread = (waits: number[]) => `${median(waits).toFixed(0)} ms, ${Math.max(...waits).toFixed(0)} at most`;
