import { randomUUID } from 'node:crypto';
import { readWorkerConfig } from '@zaakpost/config';
import type { DeliveryState } from '@zaakpost/domain';
import { createRunner } from '@zaakpost/pipeline';
import { openDatabase, profileDesk, secretBox } from '@zaakpost/store';
import { createLog } from '@zaakpost/telemetry';
import {
  type FaultySmtp,
  testCertificates,
  withDatabase,
  withFaultySmtp,
  withTemporaryFolder,
} from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { openRecords } from './records.ts';
import { equip } from './stages.ts';

test('a delivery that failed before it was handed over goes out when its step is replayed', async () => {
  await withFrozenMail(async ({ smtp, stands, replay }) => {
    await stands('failed');

    expect(await replay()).toBe('sent');
    expect(smtp.taken).toHaveLength(1);
  });
});

test('a failed delivery that is replayed and deferred waits like any other', async () => {
  await withFrozenMail(
    async ({ smtp, stands, replay }) => {
      await stands('failed');

      expect(await replay()).toBe('queued');
      expect(smtp.taken).toHaveLength(0);
    },
    { at: 'RCPT', how: { reply: '451 4.3.0 Later' } },
  );
});

test.each([
  ['sent', 'sent'],
  ['outcomeUnknown', 'outcomeUnknown'],
  ['handingOver', 'outcomeUnknown'],
  ['refused', 'refused'],
  ['bounced', 'bounced'],
  ['cancelled', 'cancelled'],
] as const)('a delivery that is %s is handed to nobody when its step is replayed', async (before, after) => {
  await withFrozenMail(async ({ smtp, stands, replay }) => {
    await stands(before);

    expect(await replay()).toBe(after);
    expect(smtp.seen).toHaveLength(0);
  });
});

interface FrozenMail {
  smtp: FaultySmtp;
  /** Ends the delivery's step as if it had come to this. */
  stands(state: DeliveryState): Promise<void>;
  /** Replays that step and runs it; gives what the delivery came to. */
  replay(): Promise<DeliveryState>;
}

type Fault = Parameters<typeof withFaultySmtp>[0];

/** A mail to one recipient, composed by the stage itself, before its delivery. */
async function withFrozenMail(use: (mail: FrozenMail) => Promise<void>, fault?: Fault): Promise<void> {
  await withFaultySmtp(fault, (smtp) =>
    withDatabase(({ url }) =>
      withTemporaryFolder(async (folder) => {
        const database = await openDatabase({ url });
        await database.migrate();
        const config = readWorkerConfig({
          ...{ DATABASE_URL: url, QUEUE_BACKEND: 'postgres', BLOB_DIR: folder, ALLOW_PRIVATE_HOSTS: 'on' },
          SECRET_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
        });
        const records = await openRecords(config);
        const log = createLog({ app: 'worker', level: 'silent' });
        const sending = await equip('send-outbound', { records, config, log });
        const runner = createRunner({
          stages: [sending.stage],
          steps: records.steps,
          publisher: { publish: async () => undefined },
          lease: 20_000,
          observe: () => undefined,
        });
        const run = async () => {
          const rows: { id: string; publication: number }[] = await database.ask((db) =>
            db.query(`select id, publication from step where stage = 'send-outbound' and state = 'pending'`),
          );
          for (const { id: stepId, publication } of rows) {
            await runner.handle({ stage: 'send-outbound', stepId, publication });
          }
        };
        try {
          await setUp(database, smtp);
          await records.steps.begin(async (tx) => [await records.outbound.queued(tx, MAIL)]);
          await run();
          const [delivery] = (await records.outbound.load(MAIL.id)).recipients;
          const id = String(delivery?.id);
          await use({
            smtp,
            async stands(state) {
              await database.ask((db) => db.query('update delivery set state = $2 where id = $1', [id, state]));
              await database.ask((db) => db.query(`update step set state = 'done' where about_id = $1`, [id]));
            },
            async replay() {
              const [step] = await database.ask((db) => db.query('select id from step where about_id = $1', [id]));
              await records.steps.begin(async (tx) => [await records.steps.replay(tx, step.id)]);
              await run();
              return (await records.outbound.loadDelivery(id)).state;
            },
          });
        } finally {
          runner.close();
          await sending.close();
          await records.close();
          await database.close();
        }
      }),
    ),
  );
}

const MAIL = {
  id: randomUUID(),
  caseId: null,
  content: {
    ...{ kind: 'testMail' as const, subject: 'Proef', text: 'Proef', html: null },
    ...{ sender: null, attachments: [], inReplyTo: null },
  },
  recipients: [{ role: 'to' as const, address: 'jan@example.nl', name: '' }],
};

async function setUp(database: Parameters<typeof profileDesk>[0], { host, port }: FaultySmtp): Promise<void> {
  const { ca } = await testCertificates();
  const externalServer = { host, port, userName: 'x', password: 'x', ca };
  const settings = { senderAddress: 'info@example.nl', senderName: 'Gemeente', externalServer };
  const desk = profileDesk(database, { secrets: secretBox([{ id: 'test', key: Buffer.alloc(32, 1) }]) });
  await database.transaction((tx) =>
    desk.add(tx, { id: randomUUID(), type: 'outgoingMail', name: 'Uit', active: true, settings }),
  );
}
