import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withTemporaryFolder } from './temp-folder.ts';

/** A certificate and its private key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority for tests and the demo, and servers it vouches for. */
export interface Certificates {
  /** PEM of the authority; what a client must trust. */
  readonly ca: string;
  /** For `localhost` and `127.0.0.1`. */
  readonly server: KeyPair;
  /** By the same authority, for `elders.example`: right signature, wrong host. */
  readonly wrongHost: KeyPair;
  /** For `localhost`, by nobody but itself. */
  readonly selfSigned: KeyPair;
}

let ofThisProcess: Promise<Certificates> | undefined;

/** The test authority of this process; made at the first call, by the `openssl` program. */
export function testCertificates(): Promise<Certificates> {
  ofThisProcess ??= withTemporaryFolder(issueAll);
  return ofThisProcess;
}

/** The authority kept in `folder`, made when it is not there yet: a demo's client trusts it over restarts. */
export async function keptCertificates(folder: string): Promise<Certificates> {
  const file = join(folder, 'certificates.json');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as Certificates;
  const made = await withTemporaryFolder(issueAll);
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

async function issueAll(folder: string): Promise<Certificates> {
  const ca = await issue(folder, 'ca', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign']);
  const names = ['subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const [server, wrongHost, selfSigned] = await Promise.all([
    issue(folder, 'localhost', names, 'ca'),
    issue(folder, 'elders.example', ['subjectAltName=DNS:elders.example'], 'ca'),
    issue(folder, 'zelf', names),
  ]);
  return { ca: ca.cert, server, wrongHost, selfSigned };
}

async function issue(folder: string, name: string, extensions: string[], signer?: string): Promise<KeyPair> {
  const path = (of: string, kind: string) => join(folder, `${of}.${kind}`);
  // The system's openssl.cnf would add extensions of its own.
  await writeFile(path(name, 'cnf'), '[req]\ndistinguished_name = dn\n[dn]\n');
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-config', path(name, 'cnf'), '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ...['-nodes', '-days', '3650', '-subj', `/O=Zaakpost test/CN=${name}`],
    ...extensions.flatMap((extension) => ['-addext', extension]),
    ...(signer === undefined ? [] : ['-CA', path(signer, 'cert'), '-CAkey', path(signer, 'key')]),
    ...['-keyout', path(name, 'key'), '-out', path(name, 'cert')],
  ]);
  return { cert: await readFile(path(name, 'cert'), 'utf8'), key: await readFile(path(name, 'key'), 'utf8') };
}
