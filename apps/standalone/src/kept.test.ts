import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readApiConfig, readWorkerConfig } from '@zaakpost/config';
import { withTemporaryFolder } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { announcement } from './announcement.ts';
import { childEnvironment } from './environment.ts';
import { keep } from './kept.ts';

test('key and passwords are made once, each its own, and readable by nobody else', async () => {
  await withTemporaryFolder(async (folder) => {
    const made = await keep(folder);

    expect(await keep(folder)).toEqual(made);
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600);
    const passwords = [...Object.values(made.passwords), made.demoPassword];
    expect(new Set(passwords).size).toBe(4);
    for (const password of passwords) expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/u);
  });
});

test('the processes are given a configuration that is whole, and no variable of ours but PATH and HOME', async () => {
  await withTemporaryFolder(async (folder) => {
    const env = childEnvironment({
      ...{ databaseUrl: 'postgres://p@127.0.0.1:1/zaakpost', folder, kept: await keep(folder), host: '127.0.0.1' },
      ...{ pagesPort: 8080, smtpPort: 2525, publicUrl: 'http://localhost:8080', logLevel: 'info', demo: true },
      contentUrl: 'http://127.0.0.1:8080',
      chromiumPath: '/usr/bin/chromium',
      scanners: { rspamdUrl: null, clamdPort: 3311, signatures: 'test', nameServer: '127.0.0.1:5353' },
    });

    const config = readWorkerConfig(env);
    expect(readApiConfig(env).web).toMatchObject({ contentUrl: 'http://127.0.0.1:8080', port: 8080 });
    expect(config.queue.backend).toBe('postgres');
    expect(config.screening).toMatchObject({ clamd: { port: 3311 }, signatures: 'test' });
    expect(config.authentication.dns.servers).toEqual(['127.0.0.1:5353']);
    expect(config.steps.failPoint).toBeNull();
    expect(Object.keys(env).filter((name) => !isSetting(name))).toEqual(['PATH', 'HOME']);
  });
});

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const isSetting = (name: string) => example.includes(`\n${name}=`);

test('the announcement tells where to look, every password, and what waits', async () => {
  await withTemporaryFolder(async (folder) => {
    const { passwords } = await keep(folder);
    const text = announcement({
      ...{
        publicUrl: 'http://localhost:8080',
        smtpPort: 2525,
        outboxPort: null,
        passwords,
        logFolder: folder,
        envFile: folder,
      },
      ...{ remarks: ['Rspamd is not installed'], seconds: 12 },
    });

    for (const told of [
      'http://localhost:8080',
      'ready (12 s)',
      'Note: Rspamd is not installed',
      ...Object.values(passwords),
    ]) {
      expect(text).toContain(told);
    }
    expect(text).not.toContain('Outgoing mail');
  });
});
