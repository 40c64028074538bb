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
  /** For `localhost`, by the same authority, and valid no longer. */
  readonly expired: KeyPair;
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
  return { ca: ca.cert, server, wrongHost, selfSigned, expired: await issueExpired(folder, server) };
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

/** A certificate of the authority's for the same key, for a day in the past: only `openssl ca` takes the days themselves. */
async function issueExpired(folder: string, { key }: KeyPair): Promise<KeyPair> {
  const path = (name: string) => join(folder, name);
  const settings = `[ca]
default_ca = it
[it]
database = ${path('index')}
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost,IP:127.0.0.1
`;
  await Promise.all([writeFile(path('index'), ''), writeFile(path('past.cnf'), settings)]);
  const openssl = promisify(execFile);
  await openssl('openssl', [
    ...['req', '-new', '-config', path('localhost.cnf'), '-key', path('localhost.key')],
    ...['-subj', '/CN=verlopen', '-out', path('past.csr')],
  ]);
  await openssl('openssl', [
    ...['ca', '-batch', '-notext', '-config', path('past.cnf'), '-cert', path('ca.cert'), '-keyfile', path('ca.key')],
    ...['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'],
    ...['-in', path('past.csr'), '-out', path('past.cert')],
  ]);
  return { cert: await readFile(path('past.cert'), 'utf8'), key };
}
