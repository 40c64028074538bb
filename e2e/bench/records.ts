import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { daysLater, hours, officeDayOf } from '@zaakpost/domain';
import { type Database, openDatabase, signIns } from '@zaakpost/store';
import { freePort } from '@zaakpost/testing';
import { startApp } from '../src/house/process.ts';
import { fillArchive, MAILS, mailboxId } from './archive.ts';
import { alone, type Benchmark, type Figure, type Scale } from './benchmark.ts';
import { type Ground, type Place, withGround, withPlace } from './ground.ts';

/** Milliseconds at the API that the slowest of twenty may take. */
const MOST = 150;
const ASKED = 40;

/** The ledger and the search over many mails. */
export const records: Benchmark = {
  name: 'records',
  includes: `the API as a process of its own over ${MAILS.toLocaleString('en')} mails of two years in eight mailboxes, 20 addresses and an import: from the request to the last byte of the answer, signed in, one at a time; the slowest but ${ASKED / 20} of ${ASKED} (p95), of the rounds the median.`,
  run: (scale) => withGround((ground) => withPlace(ground, 'postgres', (place) => overArchive(ground, place, scale))),
};

async function overArchive(ground: Ground, place: Place, { rounds }: Scale): Promise<Figure[]> {
  const database = await openDatabase({ url: place.databaseUrl, statementTime: hours(1) });
  try {
    await fillArchive(database);
    await using api = await signedIn(ground, place, database);
    const figures: Figure[] = [];
    for (const [what, path] of await questions(database)) {
      const seen: number[] = [];
      for (let round = 0; round < rounds; round += 1) seen.push(await p95(() => api.get(path)));
      figures.push(
        alone(what, 'ms', seen.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN, { most: MOST }),
      );
    }
    return figures;
  } finally {
    await database.close();
  }
}

async function signedIn({ folder }: Ground, { databaseUrl }: Place, database: Database) {
  const password = randomBytes(16).toString('hex');
  await signIns(database, { hours: 1 }).setUser({
    ...{ id: randomUUID(), role: 'administrator', password, userName: 'bench', name: 'Bench' },
  });
  const port = await freePort();
  const process = await startApp('api', [], {
    ...{ DATABASE_URL: databaseUrl, QUEUE_BACKEND: 'postgres', BLOB_DIR: join(folder, 'blobs'), LOG_LEVEL: 'warn' },
    ...{ SECRET_KEYS: `bench:${randomBytes(32).toString('base64')}`, PORT: `${port}` },
  });
  const url = `http://127.0.0.1:${port}/api/v1`;
  const answer = await fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName: 'bench', password }),
  });
  const cookie = answer.headers.getSetCookie().map((set) => set.split(';', 1)[0]);
  return {
    async get(path: string): Promise<void> {
      const found = await fetch(`${url}${path}`, { headers: { cookie: cookie.join('; ') } });
      await found.arrayBuffer();
      if (found.status !== 200) throw new Error(`${path} was answered with ${found.status}.`);
    },
    [Symbol.asyncDispose]: async () => void (await process.stop()),
  };
}

async function p95(ask: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < ASKED; n += 1) {
    const began = performance.now();
    await ask();
    took.push(performance.now() - began);
  }
  return took.toSorted((a, b) => a - b)[Math.ceil(ASKED * 0.95) - 1] ?? Number.NaN;
}

async function questions({ ask }: Database): Promise<[what: string, path: string][]> {
  const [mail] = await ask((db) =>
    db.query(
      `select id, raw_sha256 as sha256, message_id as "messageId", unique_id as "uniqueId", received_at as at
         from inbound_message where mailbox_id is not null and received_at < now() - interval '300 days'
        order by received_at desc limit 1`,
    ),
  );
  const today = officeDayOf(new Date());
  const find = (q: string) => `/inbound-messages?q=${encodeURIComponent(q)}`;
  const day = officeDayOf(mail.at);
  return [
    ['ledger, two weeks', '/ledger'],
    ['ledger, 92 days', `/ledger?from=${daysLater(today, -91)}&to=${today}`],
    ['ledger of one mailbox, 92 days', `/ledger?from=${daysLater(today, -91)}&to=${today}&source=${mailboxId(3)}`],
    ['newest mails', '/inbound-messages'],
    ['all that waits', '/inbound-messages?state=waiting'],
    ['what waits too long', '/inbound-messages?overdue=true'],
    ['a mailbox on a day', `/inbound-messages?source=${mailboxId(3)}&from=${day}&to=${day}`],
    ['failed mails of a mailbox', `/inbound-messages?source=${mailboxId(3)}&state=failed`],
    ['by id', find(mail.id)],
    ['by Message-ID', find(mail.messageId)],
    ['by the beginning of a SHA-256', find(mail.sha256.slice(0, 8))],
    ['by unique-id', find(mail.uniqueId)],
    ['by sender', find('burger123456@example.nl')],
    ['by a word of a third of all', find('melding')],
    ['by a word of one in a hundred', find('eikenprocessierups')],
    ['by two words', find('melding eikenprocessierups')],
    ['by a word that is nowhere', find('zzyzx')],
    ['by a number in a subject', find('nummer 4711')],
    ["one mail's whole way", `/inbound-messages/${mail.id}`],
  ];
}
