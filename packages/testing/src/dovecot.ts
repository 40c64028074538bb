import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Certificates, type KeyPair, testCertificates } from './certificates.ts';
import { startDaemon } from './daemon.ts';
import { dovecotSettings, tokenSettings, tokenSettingsFile } from './dovecot-settings.ts';
import { freePort } from './free-port.ts';
import { removeFolder, temporaryFolder } from './temp-folder.ts';
import { giveToDaemons, unprivileged } from './unprivileged.ts';

/** Who may log in, and with what certificate the server shows itself. */
export interface DovecotOptions {
  /** User names (without `@` or `/`) and their passwords. */
  readonly users: Readonly<Record<string, string>>;
  /** The test authority's for `localhost` when not given. */
  readonly keyPair?: KeyPair;
  /** Offers XOAUTH2, and asks this with a token appended whose it is: JSON with `active` and `email`. */
  readonly tokenInfoUrl?: string;
}

/** A real Dovecot with POP3S and POP3 + STLS on 127.0.0.1. Plain-text logins are refused. */
export interface Dovecot {
  /** The name in its certificate. */
  readonly host: 'localhost';
  readonly pop3sPort: number;
  /** Plain POP3, with STLS. */
  readonly pop3Port: number;
  /** PEM of the authority to trust. */
  readonly ca: string;
  /** Puts a mail into the inbox, these bytes exactly (Dovecot itself sends line ends as CRLF). */
  deliver(user: string, bytes: Uint8Array | string): Promise<void>;
  /** How many mails lie in the inbox. */
  count(user: string): Promise<number>;
  /** The mails that lie in the inbox, in the order they came. */
  mails(user: string): Promise<Buffer[]>;
  /** What the server logged. */
  log(): string;
  /** Ends it in order and starts it again on the same ports. */
  restart(): Promise<void>;
  /** Ends it at once, sessions too; `restart` brings it back. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Dovecot in its own folder, as root or not. Throws with its log when it does not start. */
export async function startDovecot({ users, keyPair, tokenInfoUrl }: DovecotOptions): Promise<Dovecot> {
  const certificates: Certificates = await testCertificates();
  const folder = await temporaryFolder('dovecot');
  const [pop3sPort, pop3Port] = [await freePort(), await freePort()];
  const config = join(folder, 'dovecot.conf');
  await writeConfiguration({ folder, users, keyPair: keyPair ?? certificates.server });
  await writeFile(config, dovecotSettings({ folder, pop3sPort, pop3Port, mailAccount: unprivileged, tokenInfoUrl }));
  if (tokenInfoUrl !== undefined) await writeFile(tokenSettingsFile(folder), tokenSettings(tokenInfoUrl));
  await Promise.all(Object.keys(users).map((user) => makeMaildir(join(folder, 'mail', user))));

  const start = () =>
    startDaemon({
      name: 'Dovecot',
      command: 'dovecot',
      args: ['-F', '-c', config],
      ready: async () => (await greets(pop3Port)) && canConnect(pop3sPort),
    });
  let daemon = await start();
  let delivered = 0;
  const inbox = (user: string) => join(folder, 'mail', user);

  return {
    host: 'localhost',
    pop3sPort,
    pop3Port,
    ca: certificates.ca,
    async deliver(user, bytes) {
      const name = `${Date.now()}.${String(++delivered).padStart(7, '0')}.test`;
      const unfinished = join(inbox(user), 'tmp', name);
      await writeFile(unfinished, bytes);
      await giveToDaemons(unfinished);
      await rename(unfinished, join(inbox(user), 'new', name));
    },
    count: async (user) => (await mailFiles(inbox(user))).length,
    mails: async (user) => Promise.all((await mailFiles(inbox(user))).map((file) => readFile(file))),
    log: () => daemon.log(),
    async restart() {
      await daemon.stop();
      daemon = await start();
    },
    kill: () => daemon.kill(),
    async stop() {
      // An orderly end takes it a second.
      await daemon.kill();
      await removeFolder(folder);
    },
  };
}

/** Runs `use` with a Dovecot. */
export async function withDovecot<T>(options: DovecotOptions, use: (dovecot: Dovecot) => Promise<T>): Promise<T> {
  const dovecot = await startDovecot(options);
  try {
    return await use(dovecot);
  } finally {
    await dovecot.stop();
  }
}

async function writeConfiguration(plan: { folder: string; users: Readonly<Record<string, string>>; keyPair: KeyPair }) {
  const { folder, users, keyPair } = plan;
  await writeFile(join(folder, 'cert.pem'), keyPair.cert);
  await writeFile(join(folder, 'key.pem'), keyPair.key, { mode: 0o600 });
  const lines = Object.entries(users).map(([user, password]) => `${user}:{PLAIN}${password}`);
  // Read by Dovecot's own user; a password with a colon ends at it, as in every passwd file.
  await writeFile(join(folder, 'users'), `${lines.join('\n')}\n`, { mode: 0o644 });
  await Promise.all(['run', 'state', 'mail'].map((name) => mkdir(join(folder, name), { mode: 0o755 })));
}

async function makeMaildir(folder: string) {
  for (const path of [folder, join(folder, 'tmp'), join(folder, 'new'), join(folder, 'cur')]) {
    await mkdir(path, { recursive: true });
    await giveToDaemons(path);
  }
}

async function mailFiles(inbox: string): Promise<string[]> {
  const folders = ['new', 'cur'].map((name) => join(inbox, name));
  const found = await Promise.all(folders.map(async (path) => (await readdir(path)).map((name) => ({ path, name }))));
  const sorted = found.flat().sort((one, other) => one.name.localeCompare(other.name));
  return sorted.map(({ path, name }) => join(path, name));
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (greeting) => {
      socket.end('QUIT\r\n');
      resolve(greeting.toString().startsWith('+OK'));
    });
    socket.once('error', reject);
    socket.setTimeout(2000, () => socket.destroy(new Error('no greeting')));
  });
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });
}
