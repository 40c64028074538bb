import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { withRedis } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { connectQueues, type QueueConnection } from './connection.ts';

test('a worker that is hosted while Redis is away takes its jobs when it is back', () =>
  withGate(async ({ gate, connection }) => {
    const handled = Promise.withResolvers<string>();
    const complaint = Promise.withResolvers<Error>();
    await gate.close();
    const worker = connection.worker('scan', async ({ data }) => handled.resolve(data.stepId), { runRetryDelay: 20 });
    worker.on('error', complaint.resolve);
    const queue = connection.queue('scan');
    try {
      await expect(complaint.promise).resolves.toBeInstanceOf(Error);

      await gate.open();
      await queue.waitUntilReady();
      await queue.add('scan', { stepId: 'late', publication: 1 });

      await expect(handled.promise).resolves.toBe('late');
    } finally {
      await worker.close();
      await queue.close();
    }
  }));

test('a queue whose connection breaks over its first command works on the next', () =>
  withGate(async ({ gate, connection }) => {
    gate.cutAt = /info/iu;
    const queue = connection.queue('scan');
    try {
      await queue.add('scan', { stepId: 'early', publication: 1 }).catch(() => undefined);

      gate.cutAt = null;
      await queue.add('scan', { stepId: 'late', publication: 1 });

      expect((await queue.getWaiting()).map(({ data }) => data.stepId)).toContain('late');
    } finally {
      await queue.close();
    }
  }));

/** Stands between a client and Redis: shut, it refuses every connection. */
interface Gate {
  readonly port: number;
  /** Ends the connection over which this is said. */
  cutAt: RegExp | null;
  open(): Promise<void>;
  close(): Promise<void>;
}

async function withGate(use: (at: { gate: Gate; connection: QueueConnection }) => Promise<void>): Promise<void> {
  await withRedis(async ({ url }) => {
    const { port, pathname } = new URL(url);
    const gate = await openGate(Number(port));
    const settings = { backend: 'redis' as const, url: `redis://127.0.0.1:${gate.port}${pathname}`, prefix: '{test}' };
    const connection = await connectQueues(settings, { workers: 1, log: () => undefined });
    try {
      await use({ gate, connection });
    } finally {
      await connection.close();
      await gate.close();
    }
  });
}

async function openGate(to: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy()).on('close', () => other.destroy() && sockets.delete(one));
    }
    client.on('data', (said) => (gate.cutAt?.test(said.toString('latin1')) ? client.destroy() : behind.write(said)));
    behind.pipe(client);
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const gate: Gate = {
    port,
    cutAt: null,
    open: () => listen(port),
    async close() {
      if (!server.listening) return;
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return gate;
}
