import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { seconds } from '@zaakpost/domain';
import { until, withRedis } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { connectQueues, type QueueConnection, type QueueUse } from './connection.ts';

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

test('a Redis whose network is gone without a word is asked over another connection', () =>
  withGate(
    async ({ gate, connection }) => {
      const handled = Promise.withResolvers<string>();
      const worker = connection.worker('scan', async ({ data }) => handled.resolve(data.stepId), {
        ...{ runRetryDelay: 20, drainDelay: 1 },
      });
      worker.on('error', () => undefined);
      const queue = connection.queue('scan');
      try {
        await Promise.all([worker.waitUntilReady(), queue.waitUntilReady()]);
        gate.swallow();

        await until(() => queue.add('scan', { stepId: 'late', publication: 1 }), {
          what: 'a job to be added',
          deadline: 50_000,
        });

        await expect(handled.promise).resolves.toBe('late');
      } finally {
        await worker.close();
        await queue.close();
      }
    },
    { silence: seconds(3) },
  ));

/** Stands between a client and Redis: shut, it refuses every connection. */
interface Gate {
  readonly port: number;
  /** Ends the connection over which this is said. */
  cutAt: RegExp | null;
  /** From now on the connections that there are take what is said and give nothing. */
  swallow(): void;
  open(): Promise<void>;
  close(): Promise<void>;
}

async function withGate(
  use: (at: { gate: Gate; connection: QueueConnection }) => Promise<void>,
  options: Partial<QueueUse> = {},
): Promise<void> {
  await withRedis(async ({ url }) => {
    const { port, pathname } = new URL(url);
    const gate = await openGate(Number(port));
    const settings = { backend: 'redis' as const, url: `redis://127.0.0.1:${gate.port}${pathname}`, prefix: '{test}' };
    const connection = await connectQueues(settings, { workers: 1, log: () => undefined, ...options });
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
  const swallowed = new WeakSet<Socket>();
  const server = createServer((client) => {
    const behind = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy()).on('close', () => other.destroy() && sockets.delete(one));
    }
    client.on('data', (said) => {
      if (swallowed.has(client)) return;
      if (gate.cutAt?.test(said.toString('latin1'))) client.destroy();
      else behind.write(said);
    });
    behind.on('data', (said) => swallowed.has(client) || client.write(said));
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
    swallow() {
      for (const socket of sockets) swallowed.add(socket);
    },
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
