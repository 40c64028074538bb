import { createServer } from 'node:net';
import { freePort } from '@zaakpost/testing';
import { portTaken } from './trouble.ts';

/** @throws Trouble when something listens there. */
export async function mustBeFree(port: number, host: string): Promise<void> {
  if (!(await isFree(port, host))) throw portTaken(port);
}

/** The port wished for, or another when something listens there. */
export const freeOr = async (wished: number): Promise<number> =>
  (await isFree(wished, '127.0.0.1')) ? wished : freePort();

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
