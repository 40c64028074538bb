import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { someMessage } from './seeds.ts';
import { type RunningApi, withApi } from './with-api.ts';

test('metrics tell what waits at a stage and what ended how', () =>
  withApi(async (api) => {
    const before = await metricsOf(api);
    await api.parts.steps.begin(async () => [step('scan', 'inboundMessage', randomUUID())]);
    await endedLongAgo(api);
    const after = await metricsOf(api);

    expect(before).not.toContain('zaakpost_steps_total{');
    expect(after).toContain('zaakpost_stage_steps{stage="scan",state="waiting",app="api"} 1');
    expect(after).toMatch(/zaakpost_stage_lag_seconds\{stage="scan",app="api"\} 0\.\d/u);
    expect(after).toContain(
      'zaakpost_steps_total{stage="classify",outcome="failed",code="record-missing",app="api"} 1',
    );
    expect(after).toContain('zaakpost_steps_seconds_total{stage="classify",app="api"} 3');
    expect(await metricsOf(api)).toContain('code="record-missing",app="api"} 1');
  }));

test('where a token is set the metrics want it', () =>
  withApi(
    async ({ anonymous }) => {
      const ask = async (headers: Record<string, string>) => (await anonymous.fetch('/metrics', { headers })).status;

      expect(await ask({})).toBe(401);
      expect(await ask({ authorization: 'Bearer a-token-of-the-rest' })).toBe(401);
      expect(await ask({ authorization: 'Bearer a-token-of-the-test' })).toBe(200);
    },
    { metricsToken: 'a-token-of-the-test' },
  ));

test('health and the pipeline tell of how much mail of the last hour DNS did not let the sender be checked', () =>
  withApi(async ({ parts, anonymous, as }) => {
    const dmarc = (result: string) => JSON.stringify({ dmarc: { result } });
    const [unchecked, older, checked] = [
      await someMessage(parts, { state: 'unmatched' }),
      await someMessage(parts, { state: 'unmatched' }),
      await someMessage(parts, { state: 'unmatched' }),
    ];
    await parts.database.ask((db) =>
      db.query(
        `update inbound_message m set received_at = now() - age, verdict = jsonb_set(verdict, '{authentication}', found)
           from (values ($1::uuid, interval '5 minutes', $4::jsonb), ($2, '2 hours', $4), ($3, '5 minutes', $5))
             as so (id, age, found) where m.id = so.id`,
        [unchecked, older, checked, dmarc('temperror'), dmarc('none')],
      ),
    );

    const told = { uncheckedSenders: { mails: 1, since: expect.any(String) } };

    expect(await anonymous.get('/healthz')).toEqual({ status: 'ok', ...told });
    expect(await (await as('operator')).get('/api/v1/pipeline')).toMatchObject(told);
  }));

test('a check that fails makes the process not ready, and names only itself', () =>
  withApi(async ({ parts, anonymous }) => {
    parts.checks.queue = () => Promise.reject(new Error('redis://secret@host is away'));

    const answer = await anonymous.fetch('/readyz');

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'unavailable', checks: { database: 'ok', queue: 'away' } });
  }));

test('the pages are served with their hashed files for a year, and each of their addresses is the page', () =>
  withApi(async ({ parts, anonymous }) => {
    const { webFolder } = parts.web;
    await mkdir(join(webFolder, 'assets'));
    await writeFile(join(webFolder, 'index.html'), '<!doctype html><title>Zaakpost</title>');
    await writeFile(join(webFolder, 'assets/index-abc123.js'), 'export {};');
    const ask = async (path: string) => {
      const { status, headers } = await anonymous.fetch(path);
      return [status, headers.get('content-type'), headers.get('cache-control')];
    };

    expect(await ask('/')).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(await ask('/cases/1458')).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(await ask('/assets/index-abc123.js')).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    expect((await ask('/assets/gone-abc123.js'))[0]).toBe(404);
    expect((await ask('/api/elsewhere'))[0]).toBe(404);
    expect((await ask('/..%2f..%2fetc%2fpasswd'))[0]).not.toBe(500);
  }));

test('the pages are compressed for who takes that, and answers of the API never', () =>
  withApi(async ({ parts, anonymous }) => {
    const { webFolder } = parts.web;
    const script = `export const words = '${'postkamer '.repeat(500)}';`;
    await mkdir(join(webFolder, 'assets'));
    await writeFile(join(webFolder, 'assets/index-abc123.js'), script);
    const ask = (path: string, headers: Record<string, string>) => anonymous.fetch(path, { headers });
    const page = (headers: Record<string, string>) => ask('/assets/index-abc123.js', headers);

    const answers = [
      await page({ 'accept-encoding': 'gzip, deflate, br' }),
      await page({ 'accept-encoding': 'gzip' }),
      await page({ 'accept-encoding': 'identity' }),
    ];
    const [{ headers: first } = new Response()] = answers;
    const unchanged = await page({
      'accept-encoding': 'br',
      'if-none-match': String(first.get('etag')),
      'cache-control': 'max-age=0',
    });
    const part = await page({ 'accept-encoding': 'br', range: 'bytes=0-1999' });
    const api = await ask('/api/v1/openapi.json', { 'accept-encoding': 'br, gzip' });

    expect(answers.map(({ headers }) => headers.get('content-encoding'))).toEqual(['br', 'gzip', null]);
    for (const answer of answers) expect(await answer.text()).toBe(script);
    expect([unchanged.status, part.status]).toEqual([304, 206]);
    expect([part.headers.get('content-encoding'), await part.text()]).toEqual([null, script.slice(0, 2_000)]);
    for (const { headers } of [...answers, unchanged, part]) {
      expect([headers.get('vary'), headers.get('etag')]).toEqual(['accept-encoding', first.get('etag')]);
    }
    expect(first.get('etag')).toMatch(/^W\//u);
    expect([api.headers.get('content-encoding'), (await api.text()).length > 10_000]).toEqual([null, true]);
  }));

test('without built pages it is said how to build them', () =>
  withApi(async ({ anonymous }) => {
    const answer = await anonymous.fetch('/');

    expect(await answer.json()).toMatchObject({ status: 503, detail: expect.stringContaining('npm run build') });
  }));

const metricsOf = async ({ anonymous }: RunningApi) => (await anonymous.fetch('/metrics')).text();

/** A step that failed after three seconds, so long ago that no open transaction can hide another like it. */
async function endedLongAgo({ parts }: RunningApi): Promise<void> {
  await parts.database.ask((db) =>
    db.query(
      `insert into step (id, stage, about_kind, about_id, state, error_code, started_at, finished_at)
       select gen_random_uuid(), 'classify', 'inboundMessage', gen_random_uuid(), 'failed', 'record-missing',
              at - interval '3 seconds', at from (select clock_timestamp() - interval '20 seconds' as at) as moment`,
    ),
  );
}
