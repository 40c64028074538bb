import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between the house and a scanner, and plays what the scanner itself will not. */
export interface ScannerGate {
  readonly port: number;
  /** `open` lets everything through; otherwise every connection is answered with these words. */
  play(fault: 'open' | { garbage: string }): void;
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
    if (fault !== 'open') return answer(client, fault.garbage);
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

function answer(client: Socket, words: string): void {
  client.resume();
  client.once('data', () => client.end(words));
}
