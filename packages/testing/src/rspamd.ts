import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDaemon } from './daemon.ts';
import type { DnsServer } from './dns.ts';
import { freePort } from './free-port.ts';
import { removeFolder, temporaryFolder } from './temp-folder.ts';
import { giveToDaemons, unprivileged } from './unprivileged.ts';

/** How Rspamd resolves names and where it listens. */
export interface RspamdOptions {
  /** The name server to ask; without it the system's. On a closed machine that costs seconds a mail. */
  readonly dns?: Pick<DnsServer, 'port'>;
  /** A free one when not given. */
  readonly port?: number;
}

/** A real Rspamd on 127.0.0.1. */
export interface Rspamd {
  /** `POST /checkv2` and `GET /ping` live here. */
  readonly url: string;
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

/**
 * Starts Rspamd with the rules Debian ships. Its first start on a machine compiles patterns for some 20 s; they are
 * kept in the temporary folder, so that later starts take a second.
 */
export async function startRspamd({ dns, port: wanted }: RspamdOptions = {}): Promise<Rspamd> {
  const folder = await temporaryFolder('rspamd');
  const port = wanted ?? (await freePort());
  await writeSettings(folder, port, dns);
  const start = () =>
    startDaemon({
      name: 'Rspamd',
      command: 'rspamd',
      args: [
        ...['-f', '-c', '/etc/rspamd/rspamd.conf'],
        ...(unprivileged ? ['-u', 'nobody', '-g', 'nogroup'] : ['-i']),
        ...Object.entries({ LOCAL_CONFDIR: 'config', DBDIR: 'db', RUNDIR: 'run', LOGDIR: 'log' }).map(
          ([name, path]) => `--var=${name}=${join(folder, path)}`,
        ),
      ],
      deadline: 90_000,
      ready: async () => (await fetch(`http://127.0.0.1:${port}/ping`)).ok,
    });
  let daemon = await start();
  return {
    url: `http://127.0.0.1:${port}`,
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

/** Runs `use` with an Rspamd. */
export async function withRspamd<T>(options: RspamdOptions, use: (rspamd: Rspamd) => Promise<T>): Promise<T> {
  const rspamd = await startRspamd(options);
  try {
    return await use(rspamd);
  } finally {
    await rspamd.stop();
  }
}

async function writeSettings(folder: string, port: number, dns: Pick<DnsServer, 'port'> | undefined) {
  const patterns = join(tmpdir(), `zaakpost-rspamd-patterns-${process.getuid?.() ?? 'any'}`);
  const made = ['config', 'config/override.d', 'db', 'run', 'log'].map((path) => join(folder, path));
  for (const path of [...made, patterns]) await mkdir(path, { recursive: true });
  await giveToDaemons(...made, patterns);
  const files = {
    'logging.inc': 'type = "console";\nlevel = "warning";\n',
    'options.inc': [
      `hs_cache_dir = "${patterns}/";`,
      `tempdir = "${join(folder, 'run')}";`,
      // Off as shipped: a mail that took too long would come out clean, half looked at.
      'soft_reject_on_timeout = true;',
      dns ? `dns { nameserver = ["127.0.0.1:${dns.port}"]; timeout = 1s; retransmits = 2; }` : '',
    ].join('\n'),
    // Its servers are looked up by the system's resolver at start, which hangs on a closed machine.
    'fuzzy_check.conf': 'enabled = false;\n',
    'classifier-bayes.conf': 'enabled = false;\n',
    'worker-normal.inc': `bind_socket = "127.0.0.1:${port}";\ncount = 2;\n`,
    'worker-controller.inc': 'enabled = false;\n',
    'worker-proxy.inc': 'enabled = false;\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, 'config/override.d', name), text);
}
