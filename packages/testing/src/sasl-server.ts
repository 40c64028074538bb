import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import { removeFolder, temporaryFolder } from './temp-folder.ts';

/** Dovecot's authentication service on 127.0.0.1, which Postfix asks about logins. */
export interface SaslServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a Dovecot that does nothing but check these users' passwords. */
export async function startSaslServer(users: Readonly<Record<string, string>>): Promise<SaslServer> {
  const folder = await temporaryFolder('sasl');
  const port = await freePort();
  await Promise.all([mkdir(join(folder, 'run')), mkdir(join(folder, 'state'))]);
  const lines = Object.entries(users).map(([user, password]) => `${user}:{PLAIN}${password}`);
  await writeFile(join(folder, 'users'), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'dovecot.conf'), settings(folder, port));
  const daemon = await startDaemon({
    name: 'Dovecot (logins)',
    command: 'dovecot',
    args: ['-F', '-c', join(folder, 'dovecot.conf')],
    ready: () => greets(port),
  });
  return {
    port,
    async stop() {
      await daemon.kill();
      await removeFolder(folder);
    },
  };
}

function settings(folder: string, port: number): string {
  return `
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = /dev/stderr
protocols =
listen = 127.0.0.1
ssl = no
auth_mechanisms = plain login
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = scheme=PLAIN ${join(folder, 'users')}
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${port}
  }
}
`;
}

function greets(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', (greeting) => {
      socket.destroy();
      resolve(greeting.toString().startsWith('VERSION'));
    });
    socket.once('error', reject);
    socket.setTimeout(3000, () => socket.destroy(new Error('no greeting')));
  });
}
