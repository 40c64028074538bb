import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between the house and a scanner, and plays what the scanner itself will not. */
export interface ScannerGate {
  readonly port: number;
  /**
   * `open` lets everything through; otherwise every connection is answered with these words, or one in which these bytes
   * pass is reset.
   */
  play(fault: 'open' | { garbage: string } | { over: string }): void;
  stop(): Promise<void>;
}

export async function startScannerGate(scanner: number): Promise<ScannerGate> {
  let fault: Parameters<ScannerGate['play']>[0] = 'open';
  const sockets = new Set<Socket>();
  const known = (socket: Socket) => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    known(client);
    if (typeof fault === 'object' && 'garbage' in fault) return answer(client, fault.garbage);
    if (typeof fault === 'object') breakOver(client, fault.over);
    const behind = known(connect(scanner, '127.0.0.1'));
    client.pipe(behind).on('close', () => client.destroy());
    behind.pipe(client).on('close', () => behind.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    play(next) {
      fault = next;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function breakOver(client: Socket, bytes: string): void {
  client.on('data', (chunk) => {
    if (chunk.includes(bytes)) client.resetAndDestroy();
  });
}

function answer(client: Socket, words: string): void {
  client.resume();
  client.once('data', () => client.end(words));
}
