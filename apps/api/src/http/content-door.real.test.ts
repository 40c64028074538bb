import { request } from 'node:http';
import { expect, test } from 'vitest';
import { filedMail, someCase, someMessage } from '../seeds.ts';
import { type RunningApi, withApi } from '../with-api.ts';

async function someDocument(api: RunningApi, file: { filename?: string; contentType?: string } = {}) {
  const of = await someCase(api.parts);
  const { documentId } = await filedMail(api.parts, of.id, file);
  return `/api/v1/documents/${documentId}/content`;
}

test('bytes are at an address of their own, which works once, with no session and none asked', () =>
  withApi(async (api) => {
    const path = await someDocument(api, { filename: 'x.svg', contentType: 'image/svg+xml' });
    const led = await (await api.as('caseWorker')).fetch(path);
    const location = led.headers.get('location') ?? '';

    const [first, second] = [await api.anonymous.fetch(location), await api.anonymous.fetch(location)];

    expect([led.status, location]).toEqual([303, expect.stringMatching(/^\/content\/[\w-]{43}$/u)]);
    expect(led.headers.get('cache-control')).toBe('no-store');
    expect([first.status, first.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="x.svg"; filename*=UTF-8''x.svg`,
    ]);
    expect([second.status, await second.text()]).toEqual([404, expect.stringContaining('works once')]);
    expect(second.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  }));

test('an altered address, and one whose time is over, gives nothing', () =>
  withApi(async (api) => {
    const path = await someDocument(api);
    const worker = await api.as('caseWorker');
    const location = (await worker.fetch(path)).headers.get('location') ?? '';
    const altered = `${location.slice(0, -2)}${location.endsWith('AA') ? 'BB' : 'AA'}`;
    await api.parts.database.ask((db) =>
      db.query(`update content_ticket set expires_at = now() - interval '1 second'`),
    );

    const statuses = await Promise.all(
      [altered, location, '/content/', '/content/x/y'].map(async (at) => (await worker.fetch(at)).status),
    );

    expect(statuses).toEqual([404, 404, 404, 404]);
  }));

test('a mail that is found bad, or deleted, after leave was given keeps its bytes', () =>
  withApi(async (api) => {
    const of = await someCase(api.parts);
    const { documentId, mail } = await filedMail(api.parts, of.id);
    const operatorsMail = await someMessage(api.parts, { state: 'unmatched' });
    const [worker, operator] = [await api.as('caseWorker'), await api.as('operator')];
    const leaveFor = async (who: typeof worker, path: string) => (await who.fetch(path)).headers.get('location') ?? '';
    const file = `/api/v1/documents/${documentId}/content`;
    const [asItWas, before] = [await leaveFor(worker, file), await leaveFor(worker, file)];
    const raw = await leaveFor(operator, `/api/v1/inbound-messages/${operatorsMail}/raw`);
    const shown = await worker.fetch(asItWas);
    await api.parts.database.transaction(async (tx) => {
      await api.parts.inbound.settled(tx, mail, 'deleted', { reason: 'by hand' });
      await api.parts.inbound.settled(tx, operatorsMail, 'onCase', { caseId: of.id });
    });

    const [document, source] = [await worker.fetch(before), await operator.fetch(raw)];

    expect([shown.status, document.status, source.status]).toEqual([200, 404, 404]);
    expect((await worker.fetch(await leaveFor(worker, file))).status).toBe(200);
  }));

test('the session is for the API and the board, so that no browser sends it to where the bytes are', () =>
  withApi(async ({ anonymous, as }) => {
    await as('caseWorker');
    const signedIn = await anonymous.send('POST', '/api/v1/session', {
      userName: 'caseWorker',
      password: 'correct horse battery staple',
    });

    const paths = signedIn.headers.getSetCookie().map((cookie) => /; Path=([^;]*)/u.exec(cookie)?.[1]);

    expect(paths).toEqual(['/api', '/queues']);
  }));

test('with an origin of its own, bytes come from there alone, and nothing else does', () =>
  withApi(
    async (api) => {
      const path = await someDocument(api);
      const worker = await api.as('caseWorker');
      const ticket = async () => new URL((await worker.fetch(path)).headers.get('location') ?? '');
      const at = (host: string, address: string) => fromHost(api.url, host, address);
      const [address, other] = [await ticket(), await ticket()];

      const file = await at(address.host, address.pathname);

      expect(address.origin).toBe('https://bestanden.example');
      expect(file.status).toBe(200);
      expect(file.headers).toMatchObject({
        'content-security-policy': "sandbox; default-src 'none'; frame-ancestors https://post.example",
        'cross-origin-resource-policy': 'cross-origin',
      });
      expect(file.headers).not.toHaveProperty('x-frame-options');
      expect((await at('post.example', other.pathname)).status).toBe(404);
      for (const elsewhere of ['/', '/cases', '/api/v1/session', '/queues', '/content/x/y']) {
        expect((await at(address.host, elsewhere)).status, elsewhere).toBe(404);
      }
      const { headers } = await at('post.example', '/api/v1/openapi.json');
      expect(headers['content-security-policy']).toMatch(
        /;img-src 'self' data: https:\/\/bestanden\.example;.*;frame-src 'self' https:\/\/bestanden\.example;/u,
      );
    },
    { web: { publicUrl: 'https://post.example', contentUrl: 'https://bestanden.example' } },
  ));

/** As a proxy hands it on that leads two host names to one port. */
function fromHost(base: string, host: string, path: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; headers: Record<string, unknown> }>();
  request(new URL(path, base), { headers: { host }, setHost: false }, (answer) => {
    answer.resume();
    resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
  })
    .once('error', reject)
    .end();
  return promise;
}
