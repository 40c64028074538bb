import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { demoIds, pointOutgoingMail } from '@zaakpost/app-standalone/demo';
import { outboundMessageStore } from '@zaakpost/store';
import { type Benchmark, compared } from './benchmark.ts';
import { counted, hire } from './crew.ts';
import { openEngineRoom } from './engine-room.ts';
import { type Ground, type Place, withGround, withPlace } from './ground.ts';
import { withOffice } from './office.ts';
import { inRounds, rateOf } from './rounds.ts';
import type { SinkAddress } from './smtp-sink.ts';

/** What both sides send. */
export interface OutgoingMail {
  subject: string;
  text: string;
  html: string;
}

const LOGIN = { user: 'gemeente', password: 'een-wachtwoord' };
const CONNECTIONS = 5;
const LEAST = 0.9;

const LINES = Array.from(
  { length: 70 },
  (_, n) => `${n + 1}. Wij hebben uw aanvraag ontvangen en nemen hem in behandeling; u hoort van ons.`,
);
const MAIL: OutgoingMail = {
  subject: 'Uw aanvraag',
  text: LINES.join('\n'),
  html: LINES.map(
    (line) =>
      `<p style="margin:0 0 8pt;font-family:Arial,sans-serif;font-size:11pt;color:#1f2937;line-height:1.4">${line}</p>`,
  ).join('\n'),
};

/** What freezing, the gate and states on record cost. */
export const send: Benchmark = {
  name: 'send',
  includes:
    'mails of 21 kB to one recipient each, by STARTTLS and login over five connections to a sink on this machine, signed with DKIM (RSA 2048). Ours: composed, frozen, through the gate, states committed, both steps of each. Bare: the pool of nodemailer. A process each.',
  run: (scale) =>
    withGround(async (ground) => {
      const sink = await hire<SinkAddress>('./smtp-sink.ts', LOGIN);
      try {
        const at = await sink.start();
        const count = scale.full ? 2_000 : 400;
        const sides = await inRounds(scale.rounds, {
          ours: () => withPlace(ground, 'redis', (place) => ours(ground, place, at, count)),
          bare: () => bare(at, count),
        });
        return [compared('one worker, Redis', 'mails/s', sides, LEAST)];
      } finally {
        await sink.stop();
      }
    }),
};

function ours(ground: Ground, place: Place, { port, ca }: SinkAddress, count: number): Promise<number> {
  return withOffice(place, async (office) => {
    const server = { host: 'localhost', port, ca, userName: LOGIN.user, password: LOGIN.password };
    await pointOutgoingMail(office, server);
    await queueMails(place, count);
    const folder = await mkdtemp(join(ground.folder, 'blobs-'));
    const worker = await hire('./send-worker.ts', { ...place, key: office.key, folder, concurrency: CONNECTIONS });
    try {
      const rate = await rateOf(count, async () => {
        await worker.start();
        await counted([worker], count * 2);
      });
      const [row] = await office.database.ask((manager) =>
        manager.query(`select count(*)::int as sent from delivery where state = 'sent'`),
      );
      if (row.sent !== count) throw new Error(`${row.sent} of ${count} mails are recorded as sent.`);
      return rate;
    } finally {
      await worker.stop();
    }
  });
}

async function queueMails(place: Place, count: number): Promise<void> {
  const room = await openEngineRoom(place);
  const messages = outboundMessageStore(room.database);
  const publications = await room.steps.begin(async (tx) => {
    const steps = [];
    for (let index = 0; index < count; index += 1) {
      const recipients = [{ role: 'to' as const, address: `burger${index}@burger.example`, name: '' }];
      const content = { ...MAIL, kind: 'caseMail' as const, sender: null, attachments: [], inReplyTo: null };
      steps.push(await messages.queued(tx, { id: randomUUID(), caseId: demoIds.openCase, content, recipients }));
    }
    return steps;
  });
  await room.queues.publish(publications);
  await room.close();
}

async function bare(at: SinkAddress, count: number): Promise<number> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const plan = { ...MAIL, ...at, ...LOGIN, privateKey, connections: CONNECTIONS, count };
  const sender = await hire('./bare-sender.ts', plan);
  try {
    return await rateOf(count, () => sender.start());
  } finally {
    await sender.stop();
  }
}
