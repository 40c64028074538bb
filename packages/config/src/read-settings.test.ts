import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@zaakpost/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readApiConfig, readReceiverConfig, readWorkerConfig } from './apps.ts';
import { type Environment, readSettings } from './read-settings.ts';
import { SETTINGS, type SettingName } from './settings.ts';

const key = Buffer.alloc(32, 7).toString('base64');
const whole = { SECRET_KEYS: `k1:${key}` };

test('every problem is told at once', () => {
  const env = { ...whole, DATABASE_URL: 'mysql://x', CONCURRENCY_SCAN: 'many', CLAMD_PORT: '0', LEASE_SECONDS: '-1' };

  expect(problemsOf(() => readWorkerConfig(env))).toEqual([
    expect.stringMatching(/^DATABASE_URL: must be a URL/u),
    expect.stringMatching(/^LEASE_SECONDS: must be a number of seconds/u),
    expect.stringMatching(/^CONCURRENCY_SCAN: must be a whole number from 1/u),
    expect.stringMatching(/^CLAMD_PORT: must be a whole number from 1/u),
  ]);
});

test('no problem ever shows a value', () => {
  const names = Object.keys(SETTINGS) as SettingName[];
  const env = fc.dictionary(fc.constantFrom(...names), fc.stringMatching(/^zq[A-Z]{6,20}$/u));

  fc.assert(
    fc.property(env, (given) => {
      const told = problemsOf(() => readSettings(given, names)).join('\n');
      return Object.values(given).every((value) => !told.includes(value));
    }),
  );
});

test('an app reads only what it needs', () => {
  expect(() => readReceiverConfig({ ...whole, CONCURRENCY_SCAN: 'many' })).not.toThrow();
});

test('an empty variable is one that is not set', () => {
  expect(readApiConfig({ ...whole, PORT: '', PUBLIC_URL: '' }).web.publicUrl).toBe('http://localhost:8080');
});

test('seconds become milliseconds', () => {
  expect(readWorkerConfig({ ...whole, LEASE_SECONDS: '2.5' }).steps.lease).toBe(2500);
});

test('each stage has its own concurrency', () => {
  const { concurrency } = readWorkerConfig({ ...whole, CONCURRENCY_RENDER_PDF: '7' }).steps;

  expect(concurrency['render-pdf']).toBe(7);
  expect(concurrency['fetch-pop3']).toBe(4);
});

test('a secret may stand in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zaakpost-config-'));
  const file = join(folder, 'keys');
  writeFileSync(file, `new:${key},old:${Buffer.alloc(32, 8).toString('base64')}\n`);

  const { secretKeys } = readWorkerConfig({ SECRET_KEYS_FILE: file });
  rmSync(folder, { recursive: true });

  expect(secretKeys.map(({ id }) => id)).toEqual(['new', 'old']);
  expect(secretKeys[0].key).toEqual(Buffer.alloc(32, 7));
});

test('a secret given twice, or in a file that is not there, is a problem', () => {
  const env = { ...whole, SECRET_KEYS_FILE: '/x', RSPAMD_PASSWORD_FILE: '/nowhere/at/all' };

  expect(problemsOf(() => readWorkerConfig(env))).toEqual([
    'SECRET_KEYS, SECRET_KEYS_FILE: only one of them may be set',
    'RSPAMD_PASSWORD_FILE: the file cannot be read (ENOENT)',
  ]);
});

test.each([
  ['a fail point', { FAIL_POINT: 'scan:after-commit' }],
  ['test signatures', { CLAMAV_SIGNATURES: 'test' }],
])('%s is refused in production only', (_, env) => {
  expect(problemsOf(() => readWorkerConfig({ ...whole, ...env }))).toEqual([]);
  expect(problemsOf(() => readWorkerConfig({ ...whole, ...env, NODE_ENV: 'production' }))).toHaveLength(1);
});

test.each([
  ['a certificate without its key', { TLS_CERT_FILE: '/c.pem' }, readReceiverConfig],
  ['a relay user without a password', { RELAY_HOST: 'relay', RELAY_USER: 'u' }, readWorkerConfig],
  ['a relay user without a relay', { RELAY_USER: 'u', RELAY_PASSWORD: 'p' }, readWorkerConfig],
])('%s is a problem', (_, env, read: (env: Environment) => unknown) => {
  expect(problemsOf(() => read({ ...whole, ...env }))).toHaveLength(1);
});

test('trusted clients are addresses and networks of both families', () => {
  const { smtp } = readReceiverConfig({ ...whole, SMTP_TRUSTED_CLIENTS: '192.0.2.7, 10.1.0.0/16,2001:db8::/32' });

  expect(smtp.trustedClients).toEqual([
    { address: '192.0.2.7', prefix: 32, family: 'ipv4' },
    { address: '10.1.0.0', prefix: 16, family: 'ipv4' },
    { address: '2001:db8::', prefix: 32, family: 'ipv6' },
  ]);
});

test.each(['mx.gemeente.nl', '10.0.0.0/33', '10.0.0', '192.0.2.7;192.0.2.8', '::/129', '10.0.0.1,'])(
  'trusted clients written as %j are refused',
  (SMTP_TRUSTED_CLIENTS) => {
    expect(problemsOf(() => readReceiverConfig({ ...whole, SMTP_TRUSTED_CLIENTS }))).toHaveLength(1);
  },
);

test('the bytes of mail may come from another origin, over TLS where the pages do', () => {
  const read =
    (CONTENT_URL: string, PUBLIC_URL = 'https://post.example') =>
    () =>
      readApiConfig({ ...whole, PUBLIC_URL, CONTENT_URL });

  expect(read('')().web.contentUrl).toBeNull();
  expect(read('https://Bestanden.example:443/')().web.contentUrl).toBe('https://bestanden.example');
  for (const wrong of [
    'https://post.example',
    'http://bestanden.example',
    'https://bestanden.example/a',
    'bestanden',
  ]) {
    expect(problemsOf(read(wrong)), wrong).toEqual([expect.stringMatching(/^CONTENT_URL: must/u)]);
  }
  expect(read('http://127.0.0.1:8080', '')().web.contentUrl).toBe('http://127.0.0.1:8080');
});

test('a fail point of the receiver is its own, and none of a stage', () => {
  const env = { ...whole, FAIL_POINT: 'receiver:stored' };

  expect(readReceiverConfig(env).smtp.failPoint).toBe('stored');
  expect(readWorkerConfig(env).steps.failPoint).toBeNull();
  expect(readReceiverConfig({ ...whole, FAIL_POINT: 'scan:ran' }).smtp.failPoint).toBeNull();
});

test.each(['k1', 'k1:', 'k1:c2hvcnQ=', `k1:${key},k1:${key}`, `k1:${key},`, `:${key}`])(
  'secret keys written as %j are refused',
  (SECRET_KEYS) => {
    expect(problemsOf(() => readWorkerConfig({ SECRET_KEYS }))).toHaveLength(1);
  },
);

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
