import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type KeyPair, testCertificates } from './certificates.ts';
import { startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import { makePostfixFolders } from './postfix-folders.ts';
import { masterSettings, postfixSettings } from './postfix-settings.ts';
import { type SaslServer, startSaslServer } from './sasl-server.ts';
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts';
import { removeFolder, temporaryFolder } from './temp-folder.ts';

/** How Postfix lets itself be talked to. */
export interface PostfixOptions {
  /** User names and passwords for AUTH PLAIN and LOGIN. */
  readonly users: Readonly<Record<string, string>>;
  /** The test authority's for `localhost` when not given. */
  readonly keyPair?: KeyPair;
  /** Settings of main.cf beside or instead of ours, such as `message_size_limit`. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** A real Postfix as a submission server on 127.0.0.1: STARTTLS, then a login, then mail to anyone. */
export interface Postfix {
  /** The name in its certificate. */
  readonly host: 'localhost';
  readonly port: number;
  /** PEM of the authority to trust. */
  readonly ca: string;
  /** Where Postfix delivers all it accepted, one recipient at a time; nothing leaves the machine. */
  readonly delivered: SmtpSink;
  log(): string;
  /** Ends it at once; `restart` brings it back with its queue. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const programs = '/usr/lib/postfix/sbin';

/** Starts Postfix with configuration, queue and data of its own. Needs root: Postfix itself does. */
export async function startPostfix({ users, keyPair, settings = {} }: PostfixOptions): Promise<Postfix> {
  if (process.getuid?.() !== 0)
    throw new Error('Postfix runs as root only; run these tests as root, as a container does');
  const certificates = await testCertificates();
  const folder = await temporaryFolder('postfix');
  const port = await freePort();
  const delivered = await startSmtpSink({ plain: true });
  const sasl = await startSaslServer(users);
  await writeConfiguration(folder, { port, sasl, delivered, settings, keyPair: keyPair ?? certificates.server });

  const start = () =>
    startDaemon({
      name: 'Postfix',
      command: join(programs, 'master'),
      args: ['-c', join(folder, 'config'), '-d', '-s'],
      // As the `postfix` command sets it, so that all of them log through postlogd.
      env: { MAIL_CONFIG: join(folder, 'config'), POSTLOG_SERVICE: 'postlog', POSTLOG_HOSTNAME: 'localhost' },
      logFile: join(folder, 'mail.log'),
      // Its queue survives a crash, and an orderly end takes it 5 s.
      stopSignal: 'SIGKILL',
      ready: () => greets(port),
    });
  let daemon = await start().catch(async (error) => {
    await Promise.all([sasl.stop(), delivered.stop()]);
    throw error;
  });
  return {
    host: 'localhost',
    port,
    ca: certificates.ca,
    delivered,
    log: () => daemon.log(),
    kill: () => daemon.kill(),
    async restart() {
      await daemon.stop();
      daemon = await start();
    },
    async stop() {
      await daemon.stop();
      await Promise.all([sasl.stop(), delivered.stop()]);
      await removeFolder(folder);
    },
  };
}

/** Runs `use` with a Postfix. */
export async function withPostfix<T>(options: PostfixOptions, use: (postfix: Postfix) => Promise<T>): Promise<T> {
  const postfix = await startPostfix(options);
  try {
    return await use(postfix);
  } finally {
    await postfix.stop();
  }
}

interface Configuration {
  readonly port: number;
  readonly sasl: SaslServer;
  readonly delivered: SmtpSink;
  readonly keyPair: KeyPair;
  readonly settings: Readonly<Record<string, string | number>>;
}

async function writeConfiguration(folder: string, { port, sasl, delivered, keyPair, settings }: Configuration) {
  const config = join(folder, 'config');
  await mkdir(config);
  await writeFile(join(config, 'cert.pem'), keyPair.cert);
  await writeFile(join(config, 'key.pem'), keyPair.key, { mode: 0o600 });
  const main = { ...postfixSettings({ folder, saslPort: sasl.port, nextHop: delivered.port }), ...settings };
  const lines = Object.entries(main).map(([name, value]) => `${name} = ${value}`);
  await writeFile(join(config, 'main.cf'), `${lines.join('\n')}\n`);
  await writeFile(join(config, 'master.cf'), masterSettings(port));
  await makePostfixFolders(folder);
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (greeting) => {
      socket.end('QUIT\r\n');
      resolve(greeting.toString().startsWith('220'));
    });
    socket.once('error', reject);
    socket.setTimeout(3000, () => socket.destroy(new Error('no greeting')));
  });
}
