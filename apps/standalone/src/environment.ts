import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kept } from './kept.ts';
import type { Scanners } from './scanners.ts';

/** What the parts of this machine were found or chosen to be. */
export interface Machine {
  databaseUrl: string;
  folder: string;
  kept: Kept;
  host: string;
  pagesPort: number;
  smtpPort: number;
  publicUrl: string;
  contentUrl: string | null;
  logLevel: string;
  chromiumPath: string;
  demo: boolean;
  scanners: Pick<Scanners, 'rspamdUrl' | 'clamdPort' | 'signatures' | 'nameServer'>;
}

/** What is about the machine and not about Zaakpost: it is passed on, and not kept for the command line. */
const OF_THIS_MACHINE = ['PATH', 'HOME', 'NODE_COMPILE_CACHE'];

const ofThisMachine = () =>
  Object.fromEntries(
    OF_THIS_MACHINE.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The environment of the processes: ours is not passed on, so that nothing in it changes what runs. */
export function childEnvironment(machine: Machine): Record<string, string> {
  const { scanners, kept } = machine;
  return {
    PATH: '/usr/bin:/bin',
    ...ofThisMachine(),
    LOG_LEVEL: machine.logLevel,
    DATABASE_URL: machine.databaseUrl,
    QUEUE_BACKEND: 'postgres',
    BLOB_DIR: `${machine.folder}/blobs`,
    SECRET_KEYS: `local:${kept.secretKey}`,
    GRACE_SECONDS: '5',
    HOST: machine.host,
    PORT: String(machine.pagesPort),
    PUBLIC_URL: machine.publicUrl,
    ...(machine.contentUrl === null ? {} : { CONTENT_URL: machine.contentUrl }),
    SMTP_PORT: String(machine.smtpPort),
    ALLOW_PRIVATE_HOSTS: machine.demo ? 'on' : 'off',
    CLAMAV_SIGNATURES: scanners.signatures,
    CHROMIUM_PATH: machine.chromiumPath,
    // A scanner that is not there is waited for where it would be.
    ...(scanners.rspamdUrl === null ? {} : { RSPAMD_URL: scanners.rspamdUrl }),
    ...(scanners.nameServer === null ? {} : { DNS_SERVERS: scanners.nameServer }),
    ...(scanners.clamdPort === null ? {} : { CLAMD_PORT: String(scanners.clamdPort) }),
  };
}

/** Keeps it for the command line: `zaakpost --env-file FILE ...`. Answers where. */
export async function keepEnvironment(folder: string, env: Readonly<Record<string, string>>): Promise<string> {
  const path = join(folder, 'env');
  const lines = Object.entries(env).filter(([name]) => !OF_THIS_MACHINE.includes(name));
  await writeFile(path, lines.map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  return path;
}
