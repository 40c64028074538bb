import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type Postgres } from '@zaakpost/testing';
import { expect } from 'vitest';
import { type AppProcess, startApp } from '../house/process.ts';
import { withRecords } from '../house/records.ts';

export const ADDRESS = 'loket@gemeente.nl';
export const PLATFORM = 'zp.test';

/** A municipality that receives by SMTP, on a port that stays the same however often its receiver is started. */
export interface Ground {
  readonly port: number;
  readonly blobFolder: string;
  readonly env: Record<string, string>;
  start(env?: Record<string, string>): Promise<AppProcess>;
  sql<Row = Record<string, unknown>>(statement: string, parameters?: unknown[]): Promise<Row[]>;
}

export async function withGround(
  use: (ground: Ground) => Promise<void>,
  on?: { postgres: Pick<Postgres, 'url'> },
): Promise<void> {
  await withRecords(
    async ({ database, url, folder }) => {
      const started: AppProcess[] = [];
      const sql: Ground['sql'] = (statement, parameters = []) =>
        database.ask((manager) => manager.query(statement, parameters));
      await sql(PROFILE, [
        ADDRESS,
        JSON.stringify({ interface: 'documentIntake', address: ADDRESS, mailAsPdf: false }),
      ]);
      const port = await freePort();
      const blobFolder = join(folder, 'blobs');
      const env = {
        ...{ DATABASE_URL: url, QUEUE_BACKEND: 'postgres', BLOB_DIR: blobFolder, PLATFORM_DOMAIN: PLATFORM },
        ...{ SMTP_PORT: String(port), GRACE_SECONDS: '10', LOG_LEVEL: 'info', SMTP_CONNECTIONS_PER_CLIENT: '100' },
      };
      const start: Ground['start'] = async (more = {}) => {
        const receiver = await startApp('receiver', [], { ...env, ...more });
        started.push(receiver);
        return receiver;
      };
      try {
        await use({ port, blobFolder, env, start, sql });
      } finally {
        await Promise.all(started.map((one) => one.kill()));
      }
    },
    on ? { on: on.postgres } : {},
  );
}

const PROFILE = `insert into integration_profile (id, type, name, active, settings)
                 values (gen_random_uuid(), 'incomingMail', $1, true, $2)`;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** I1, I2 and I3 for what was received: each mail once, whole, and on its way; what came again points at it. */
export async function expectEachOnce(ground: Ground, handedOver: readonly Buffer[]): Promise<void> {
  const rows = await ground.sql<{ id: string; sha: string; state: string; again: string | null; steps: number }>(
    `select i.id, i.raw_sha256 as sha, i.state, i.duplicate_of as again,
            (select count(*)::int from step s where s.about_id = i.id and s.stage = 'scan') as steps
       from inbound_message i`,
  );
  const first = rows.filter(({ again }) => again === null);
  expect(first.map(({ sha }) => sha).sort()).toEqual(handedOver.map(sha256).sort());
  expect(new Set(first.map(({ state, steps }) => `${state} ${steps}`))).toEqual(new Set(['received 1']));
  for (const { again, sha, state, steps } of rows.filter((row) => row.again !== null)) {
    expect({ state, steps, sha }).toEqual({
      state: 'duplicate',
      steps: 0,
      sha: first.find(({ id }) => id === again)?.sha,
    });
  }
  for (const { sha } of first) {
    const bytes = await readFile(join(ground.blobFolder, sha.slice(0, 2), sha.slice(2, 3), sha));
    expect(sha256(bytes)).toBe(sha);
  }
}
