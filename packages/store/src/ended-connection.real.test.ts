import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { seconds } from '@zaakpost/domain';
import { withDatabase } from '@zaakpost/testing';
import { expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { entityManagerOf } from './tx.ts';

it('a connection that is ended as soon as it is ready costs its question and not the process', () =>
  withGate(async ({ database, gate }) => {
    const errors: unknown[] = [];
    const note = (error: unknown) => errors.push(error);
    process.prependListener('uncaughtException', note);
    gate.endsNew = true;
    // The one that is open already, and a new one, which is ended.
    const questions = [1, 2].map(() => database.ask((m) => m.query('select pg_sleep(0.2)')));

    const [kept, ended] = (await Promise.allSettled(questions)).toSorted((a, b) => a.status.localeCompare(b.status));

    process.removeListener('uncaughtException', note);
    expect(errors).toEqual([]);
    expect([kept?.status, ended]).toEqual([
      'fulfilled',
      { status: 'rejected', reason: expect.objectContaining({ code: 'database-away' }) },
    ]);
    gate.endsNew = false;
    expect(await database.ask((m) => m.query('select 1 as one'))).toEqual([{ one: 1 }]);
  }));

it('a connection whose network is gone in the middle of a write costs its question, and no quarter of an hour', () =>
  withGate(async ({ database, gate }) => {
    await database.ask((m) => m.query('create table note (words text)'));
    const write = () => database.transaction((tx) => entityManagerOf(tx).query(`insert into note values ('een')`));
    gate.silent = true;

    const refusal = await write().catch((error: unknown) => error);

    expect(refusal).toMatchObject({ code: 'database-away', message: expect.stringContaining('ETIMEDOUT') });
    gate.silent = false;
    await write();
    expect(await database.ask((m) => m.query('select words from note'))).toEqual([{ words: 'een' }]);
  }));

it('a statement that does not come to an end is ended, and its connection is good for the next', () =>
  withGate(async ({ database }) => {
    const refusal = await database.ask((m) => m.query('select pg_sleep(300)')).catch((error: unknown) => error);

    expect(refusal).toMatchObject({ code: 'database-away', message: expect.stringContaining('57014') });
    expect(await database.ask((m) => m.query('select 1 as one'))).toEqual([{ one: 1 }]);
  }));

/** Stands between a client and PostgreSQL. */
interface Gate {
  readonly port: number;
  /** Ends what connects now with the very bytes that say it is ready. */
  endsNew: boolean;
  /** Takes what is said and lets nothing through, as a network that is gone without a word. */
  silent: boolean;
  close(): Promise<void>;
}

async function withGate(use: (at: { database: Database; gate: Gate }) => Promise<void>): Promise<void> {
  await withDatabase(async ({ url }) => {
    const behind = new URL(url);
    const gate = await openGate(Number(behind.port));
    behind.port = `${gate.port}`;
    const database = await openDatabase({ url: behind.href, statementTime: seconds(3) });
    try {
      await use({ database, gate });
    } finally {
      await database.close();
      await gate.close();
    }
  });
}

/** ReadyForQuery, outside a transaction; and an ErrorResponse (PostgreSQL's message formats). */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1');
const FIELDS = Buffer.from(
  'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0',
  'latin1',
);
const FATAL = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), FIELDS]);
FATAL.writeUInt32BE(4 + FIELDS.length, 1);

async function openGate(to: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(to, '127.0.0.1');
    const doomed = gate.endsNew;
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (said: Buffer) => gate.silent || behind.write(said));
    behind.on('data', (said: Buffer) => {
      if (gate.silent) return;
      if (doomed && said.subarray(-READY.length).equals(READY)) client.end(Buffer.concat([said, FATAL]));
      else client.write(said);
    });
    behind.on('close', () => client.destroy());
    client.on('close', () => behind.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate: Gate = {
    port: (server.address() as AddressInfo).port,
    endsNew: false,
    silent: false,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return gate;
}
