import { join } from 'node:path';
import { freePort, rawSmtp, sampleAddresses } from '@zaakpost/testing';
import { startApp } from '../src/house/process.ts';
import { type Benchmark, compared, type Figure, type Scale } from './benchmark.ts';
import { hire } from './crew.ts';
import { type Ground, type Place, withGround, withPlace } from './ground.ts';
import { withOffice } from './office.ts';
import { inRounds, rateOf } from './rounds.ts';

const CLIENTS = [1, 20] as const;
const SENDER = 'burger@burger.example';
const BODY = 'Wij willen u vragen of u hier eens naar wilt laten kijken.\r\n'.repeat(170);

/** What it costs to say 250 only when it is true. */
export const receive: Benchmark = {
  name: 'receive',
  includes:
    'mails of 10 kB by SMTP, envelopes pipelined, each client after its last 250 going on with its next mail. Ours: recipient looked up, blob synced, row and scan step committed and synced, scan published, and the update that the client heard. Bare: smtp-server that keeps each mail in memory. A process each.',
  run: (scale) =>
    withGround(async (ground) => {
      const bare = await hire<number>('./bare-receiver.ts', {});
      try {
        const barePort = await bare.start();
        return await withPlace(ground, 'redis', (place) =>
          withOffice(place, () => withOurs(ground, place, (port) => sideBySide({ port, barePort }, scale))),
        );
      } finally {
        await bare.stop();
      }
    }),
};

async function sideBySide(ports: { port: number; barePort: number }, { full, rounds }: Scale): Promise<Figure[]> {
  const figures = [];
  for (const clients of CLIENTS) {
    const each = (full ? 2_000 : 400) / clients;
    const rate = (port: number) => () =>
      rateOf(each * clients, () => Promise.all(Array.from({ length: clients }, () => handOver(port, each))));
    await rate(ports.port)();
    const sides = await inRounds(rounds, { ours: rate(ports.port), bare: rate(ports.barePort) });
    figures.push(compared(clients === 1 ? 'one client' : `${clients} clients at a time`, 'mails/s', sides));
  }
  return figures;
}

let count = 0;

async function handOver(port: number, mails: number): Promise<void> {
  const client = await rawSmtp(port);
  await client.reply();
  await client.say('EHLO bench');
  for (let n = 0; n < mails; n += 1) {
    client.send(`MAIL FROM:<${SENDER}>\r\nRCPT TO:<${sampleAddresses.cases}>\r\nDATA\r\n`);
    for (let replies = 0; replies < 3; replies += 1) await client.reply();
    count += 1;
    const answer = await client.say(`From: ${SENDER}\r\nSubject: Melding ${count}\r\n\r\n${BODY}.`);
    if (!answer.startsWith('250')) throw new Error(`It was not taken: ${answer}`);
  }
  await client.say('QUIT');
  await client.close();
}

async function withOurs<T>(
  { folder }: Ground,
  { databaseUrl, queue }: Place,
  use: (port: number) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const receiver = await startApp('receiver', [], {
    ...{ DATABASE_URL: databaseUrl, QUEUE_BACKEND: queue.backend, BLOB_DIR: join(folder, 'received') },
    ...(queue.backend === 'redis' && { REDIS_URL: queue.url, QUEUE_PREFIX: queue.prefix }),
    ...{ SMTP_PORT: String(port), SMTP_CONNECTIONS_PER_CLIENT: '100', LOG_LEVEL: 'warn' },
  });
  try {
    if (receiver.gone) throw new Error(`The receiver did not start:\n${receiver.log()}`);
    return await use(port);
  } finally {
    await receiver.stop();
  }
}
