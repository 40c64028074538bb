import { expect, test } from 'vitest';
import { withApi } from './with-api.ts';

test('the process is alive, ready, and says so without a sign-in', () =>
  withApi(async ({ anonymous }) => {
    expect(await anonymous.get('/healthz')).toEqual({ status: 'ok' });
    expect(await anonymous.get('/readyz')).toEqual({ status: 'ok', checks: { database: 'ok', queue: 'ok' } });
  }));

test('who signs in gets a cookie that scripts and other sites never see, and is known by it', () =>
  withApi(async ({ parts, anonymous, as }) => {
    const worker = await as('caseWorker');

    const signedIn = await anonymous.send('POST', '/api/v1/session', {
      userName: 'CASEWORKER',
      password: 'correct horse battery staple',
    });

    expect(signedIn.headers.get('set-cookie')).toMatch(/^zaakpost_session=[\w-]{43}; .*HttpOnly; SameSite=Strict$/u);
    expect(await worker.get('/api/v1/session')).toMatchObject({
      user: { name: 'Sam (caseWorker)', role: 'caseWorker' },
    });
    expect(parts.web.publicUrl).toMatch(/^http:/u);
  }));
