import { randomBytes, randomUUID } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ApiParts } from '../parts.ts';
import { someMessage } from '../seeds.ts';
import { withApi } from '../with-api.ts';

test('whatever is wrong with a request is said in a problem document', () =>
  withApi(async ({ as }) => {
    const worker = await as('caseWorker');
    const json = { 'content-type': 'application/json' };
    const post = (path: string, body: string, headers: Record<string, string> = json) =>
      worker.fetch(path, { method: 'POST', headers, body });

    const answers = await Promise.all([
      worker.fetch('/api/v1/nothing-here'),
      worker.fetch('/api/v1/cases', { method: 'PURGE' }),
      post('/api/v1/session', '{"userName": '),
      post('/api/v1/session', 'userName=me', { 'content-type': 'application/x-www-form-urlencoded' }),
      post('/api/v1/session', JSON.stringify({ userName: 'x'.repeat(1_100_000) })),
      post('/api/v1/session', '{}'),
      post('/api/v1/session', '{"userName":"a","password":"b"}', {
        'content-type': 'application/json; charset=x-what',
      }),
      worker.fetch('/api/v1/cases?limit=9999'),
      worker.fetch('/api/v1/cases?cursor=tampered'),
      worker.fetch('/api/v1/cases/%E0%A4%A'),
      worker.fetch('/api/v1/cases/77'),
      worker.fetch('/api/v1/inbound-messages/not-an-id'),
    ]);

    const problems = await Promise.all(answers.map(async (answer) => (await answer.json()) as Problem));
    expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual(
      answers.map(() => 'application/problem+json; charset=utf-8'),
    );
    expect(problems.map(({ status, code }) => `${status} ${code}`)).toEqual([
      '404 not-found',
      '405 method-not-allowed',
      '400 malformed',
      '415 unsupported-media-type',
      '413 too-large',
      '400 invalid',
      '415 unsupported-media-type',
      '400 invalid',
      '400 invalid',
      '400 malformed',
      '404 not-found',
      '400 invalid',
    ]);
    expect(answers[1]?.headers.get('allow')).toBe('GET, HEAD');
    expect(problems[5]?.errors?.map(({ field }) => field)).toEqual(['userName', 'password']);
    expect(JSON.stringify(problems)).not.toMatch(/node_modules|\.ts:|at .*\(/u);
  }));

interface Problem {
  status: number;
  code: string;
  errors?: { field: string; message: string }[];
}

test('an unknown user and a wrong password get the same answer, and too many of them none', () =>
  withApi(async ({ anonymous, as }) => {
    await as('caseWorker');
    const attempt = async (userName: string) => {
      const answer = await anonymous.send('POST', '/api/v1/session', { userName, password: 'guess' });
      return [answer.status, await answer.text()];
    };

    const [unknown, wrong] = [await attempt('nobody'), await attempt('caseWorker')];
    expect(unknown).toEqual(wrong);
    expect(unknown?.[0]).toBe(401);

    for (let more = 0; more < 4; more++) await attempt('caseWorker');
    const [status] = await attempt('caseWorker');
    const { status: rightToo } = await anonymous.send('POST', '/api/v1/session', {
      userName: 'caseWorker',
      password: 'correct horse battery staple',
    });
    expect([status, rightToo]).toEqual([429, 429]);
  }));

test('a session ends when its owner signs out, wherever its cookie was copied to', () =>
  withApi(async ({ as }) => {
    const worker = await as('caseWorker');

    const ended = await worker.send('DELETE', '/api/v1/session');

    expect(ended.status).toBe(204);
    expect(ended.headers.get('set-cookie')).toMatch(/^zaakpost_session=; .*Expires=Thu, 01 Jan 1970/u);
    expect((await worker.fetch('/api/v1/cases')).status).toBe(401);
  }));

test('behind TLS the cookie is sent over TLS only', () =>
  withApi(
    async ({ anonymous, as }) => {
      await as('caseWorker');
      const signedIn = await anonymous.send('POST', '/api/v1/session', {
        userName: 'caseWorker',
        password: 'correct horse battery staple',
      });

      expect(signedIn.headers.get('set-cookie')).toMatch(/; Secure; SameSite=Strict$/u);
      expect(signedIn.headers.get('strict-transport-security')).toMatch(/max-age=31536000/u);
    },
    { web: { publicUrl: 'https://zaakpost.example' } },
  ));

test('bytes that are missing or damaged are said to be so, and nobody takes them for the whole', () =>
  withApi(async ({ parts, as }) => {
    const administrator = await as('administrator');
    const raw = async (bytes: Buffer) => {
      const { id, file } = await received(parts, bytes);
      return { file, ask: () => administrator.download(`/api/v1/inbound-messages/${id}/raw`) };
    };
    const [gone, small, large] = [
      await raw(randomBytes(100)),
      await raw(randomBytes(100)),
      await raw(randomBytes(500_000)),
    ];
    await rm(gone.file);
    await writeFile(small.file, randomBytes(100));
    await writeFile(large.file, randomBytes(500_000));

    for (const { ask } of [gone, small]) {
      const answer = await ask();
      expect([answer.status, answer.headers.get('content-disposition')]).toEqual([500, null]);
      expect(await answer.json()).toMatchObject({ code: 'unexpected', status: 500 });
    }
    await expect(large.ask().then((answer) => answer.arrayBuffer())).rejects.toThrow(TypeError);
  }));

/** A message with these bytes, and the file that holds them. */
async function received({ blobs, database, inbound, web }: ApiParts, bytes: Buffer) {
  const [id, raw] = [randomUUID(), await blobs.put(bytes)];
  const mail = { id, raw, source: { kind: 'import', path: 'x.eml' }, deliveredTo: null, sessionId: null } as const;
  await database.transaction((tx) => inbound.received(tx, [mail]));
  const names = await readdir(web.webFolder, { recursive: true });
  return { id, file: join(web.webFolder, String(names.find((name) => name.endsWith(raw.sha256)))) };
}

test('pages and answers carry headers that let nothing foreign run', () =>
  withApi(async ({ anonymous }) => {
    const { headers } = await anonymous.fetch('/api/v1/openapi.json');

    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';script-src 'self';style-src 'self';/u);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  }));

test('what no database can keep is left out of what was typed', () =>
  withApi(async ({ parts, as }) => {
    const worker = await as('caseWorker');
    const id = await someMessage(parts, { state: 'unmatched' });

    const answer = await worker.send('POST', `/api/v1/inbound-messages/${id}/discard`, { reason: 'a\0b\ud800c' });

    expect(answer.status).toBe(204);
    expect(await worker.get(`/api/v1/inbound-messages/${id}`)).toMatchObject({ reason: 'ab\ufffdc' });
  }));
