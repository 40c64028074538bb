import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startDaemon } from './daemon.ts';
import { eicarSignature } from './eicar.ts';
import { freePort } from './free-port.ts';
import { removeFolder, temporaryFolder } from './temp-folder.ts';
import { giveToDaemons, unprivileged } from './unprivileged.ts';

/** Where clamd listens and what it knows. */
export interface ClamdOptions {
  /** A free one when not given. */
  readonly port?: number;
  /** A folder of signatures as freshclam fetches them; without it clamd knows the EICAR file only. */
  readonly signatures?: string;
  /** Settings of clamd.conf beside or instead of ours. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** A real clamd on 127.0.0.1. */
export interface Clamd {
  readonly host: '127.0.0.1';
  readonly port: number;
  log(): string;
  /** Hangs it, as SIGSTOP does; `thaw` lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Ends it at once; `restart` brings it back. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts clamd. It says so when a limit kept it from looking or an archive is encrypted, instead of `OK`. */
export async function startClamd({ port: wanted, signatures, settings }: ClamdOptions = {}): Promise<Clamd> {
  const folder = await temporaryFolder('clamd');
  const port = wanted ?? (await freePort());
  const [known, temporary] = [join(folder, 'signatures'), join(folder, 'tmp')];
  await Promise.all([mkdir(known), mkdir(temporary)]);
  await writeFile(join(known, 'eicar.hdb'), `${eicarSignature}\n`);
  await giveToDaemons(temporary);
  const config = join(folder, 'clamd.conf');
  const all = { ...clamdSettings, DatabaseDirectory: signatures ?? known, TemporaryDirectory: temporary, ...settings };
  const lines = Object.entries({ ...all, TCPSocket: port }).map(([name, value]) => `${name} ${value}`);
  await writeFile(config, `${lines.join('\n')}\n`);

  const start = () =>
    startDaemon({
      name: 'clamd',
      command: 'clamd',
      args: ['--config-file', config],
      account: unprivileged,
      // Real signatures take a while to load.
      deadline: 90_000,
      ready: async () => (await ping(port)) === 'PONG',
    });
  let daemon = await start();
  return {
    host: '127.0.0.1',
    port,
    log: () => daemon.log(),
    freeze: () => daemon.freeze(),
    thaw: () => daemon.thaw(),
    kill: () => daemon.kill(),
    async restart() {
      await daemon.stop();
      daemon = await start();
    },
    async stop() {
      await daemon.stop();
      await removeFolder(folder);
    },
  };
}

/** Runs `use` with a clamd. */
export async function withClamd<T>(use: (clamd: Clamd) => Promise<T>, options: ClamdOptions = {}): Promise<T> {
  const clamd = await startClamd(options);
  try {
    return await use(clamd);
  } finally {
    await clamd.stop();
  }
}

const clamdSettings = {
  TCPAddr: '127.0.0.1',
  Foreground: 'yes',
  AlertExceedsMax: 'yes',
  AlertEncrypted: 'yes',
  StreamMaxLength: '100M',
  MaxScanSize: '400M',
  MaxFileSize: '100M',
  MaxThreads: 8,
  ConcurrentDatabaseReload: 'no',
};

function ping(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('nPING\n'));
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.once('end', () => resolve(heard.trim()));
    socket.once('error', reject);
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));
  });
}
