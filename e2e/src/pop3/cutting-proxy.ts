import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands before a server and cuts its answers short. */
export interface CuttingProxy {
  port: number;
  /** Bytes from the server, as they go over the wire, after which both sides are cut off. */
  cutAfter: number;
  /** Bytes from the server in the connection that ended last. */
  passed: number;
}

export async function withCuttingProxy<T>(target: number, use: (proxy: CuttingProxy) => Promise<T>): Promise<T> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(target, '127.0.0.1');
    for (const socket of [client, behind]) {
      sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    }
    proxy.passed = 0;
    const cut = () => {
      client.destroy();
      behind.destroy();
    };
    client.on('data', (bytes) => behind.write(bytes)).on('close', cut);
    behind.on('close', () => client.end());
    behind.on('data', (bytes) => {
      const head = bytes.subarray(0, Math.max(0, proxy.cutAfter - proxy.passed));
      proxy.passed += head.length;
      client.write(head, () => head.length < bytes.length && cut());
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const proxy = { port: (server.address() as AddressInfo).port, cutAfter: Number.POSITIVE_INFINITY, passed: 0 };
  try {
    return await use(proxy);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}
