import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { someCase } from '../seeds.ts';
import { withApi } from '../with-api.ts';
import {
  auditOf,
  type Body,
  decide,
  type Items,
  infectedMail,
  type Outcomes,
  pathOf,
  rowOf,
  scansOf,
  spamMail,
} from './quarantine.fixture.ts';

describe('a release', () => {
  test('is on record with who, why and which bytes, and scans again', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const id = await spamMail(api);
      const { sha256, mayRelease, infected } = await operator.get(pathOf(id));

      const answer = await decide(operator, id, 'release');

      expect([answer.status, await answer.json()]).toEqual([200, { id, outcome: 'released' }]);
      expect([mayRelease, infected]).toEqual([true, false]);
      const release = {
        by: 'Sam (operator)',
        reason: 'echte mail',
        sha256,
        findings: ['spam'],
        at: expect.any(String),
      };
      expect(await rowOf(api, id)).toMatchObject({ state: 'received', reason: null, release });
      expect(await scansOf(api, id)).toEqual([{ state: 'pending' }]);
      const details = { reason: 'echte mail', sha256, infected: false };
      expect(await auditOf(api, id)).toEqual([{ actor: 'Sam (operator)', action: 'mail.released', details }]);
      const shown = await operator.get<{ release: Body }>(`/api/v1/inbound-messages/${id}`);
      expect(shown.release).toEqual({ by: 'Sam (operator)', reason: 'echte mail', at: release.at });
    }));

  test('of infected mail is for an administrator who says so twice', () =>
    withApi(async (api) => {
      const [operator, administrator] = [await api.as('operator'), await api.as('administrator')];
      const id = await infectedMail(api);
      const infectedToo = { reason: 'proefbestand', infectedToo: true };

      expect(await operator.get(pathOf(id))).toMatchObject({ mayRelease: false, infected: true });
      expect((await decide(operator, id, 'release', { body: infectedToo })).status).toBe(403);
      const once = await decide(administrator, id, 'release');
      expect([once.status, await once.json()]).toMatchObject([400, { errors: [{ field: 'infectedToo' }] }]);
      expect(await rowOf(api, id)).toMatchObject({ state: 'quarantined', release: null });
      expect(await auditOf(api, id)).toEqual([]);

      expect((await decide(administrator, id, 'release', { body: infectedToo })).status).toBe(200);
      expect(await auditOf(api, id)).toMatchObject([{ action: 'mail.released', details: { infected: true } }]);
    }));

  test('needs a reason, a version and a key', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const id = await spamMail(api);
      const send = (body: Body, headers: Record<string, string>) =>
        operator.send('POST', `${pathOf(id)}/release`, body, headers).then(({ status }) => status);
      const [match, key] = [{ 'if-match': '"2"' }, { 'idempotency-key': randomUUID() }];

      expect(await send({ reason: ' ' }, { ...match, ...key })).toBe(400);
      expect(await send({ reason: 'x' }, key)).toBe(428);
      expect(await send({ reason: 'x' }, match)).toBe(428);
      expect(await scansOf(api, id)).toEqual([]);
    }));
});

describe('a decision', () => {
  test('to delete leaves the mail in sight with its reason, and its bytes', () =>
    withApi(async (api) => {
      const [operator, administrator] = [await api.as('operator'), await api.as('administrator')];
      const id = await infectedMail(api);

      expect((await decide(operator, id, 'delete', { body: { reason: 'virus' } })).status).toBe(200);

      expect(await rowOf(api, id)).toMatchObject({ state: 'deleted', reason: 'virus', settled_at: expect.any(Date) });
      expect(await operator.get(pathOf(id))).toMatchObject({ state: 'deleted', reason: 'virus', mayRelease: false });
      expect((await administrator.download(`/api/v1/inbound-messages/${id}/raw`)).status).toBe(200);
      expect(await auditOf(api, id)).toMatchObject([{ action: 'mail.deleted' }, { action: 'mail.downloaded' }]);
      expect((await operator.get<Items>('/api/v1/quarantine')).items).toEqual([]);
    }));

  test('of two people at once is made once; the other is told', () =>
    withApi(async (api) => {
      const [one, other] = [await api.as('operator'), await api.as('administrator')];
      const id = await spamMail(api);
      const version = (await one.fetch(pathOf(id))).headers.get('etag') ?? '';

      const answers = await Promise.all([
        decide(one, id, 'release', { version }),
        decide(other, id, 'delete', { version }),
      ]);

      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(await auditOf(api, id)).toHaveLength(1);
    }));

  test('about what was scanned again since is refused', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const id = await spamMail(api);

      expect((await decide(operator, id, 'release', { version: '"1"' })).status).toBe(412);
      expect(await rowOf(api, id)).toMatchObject({ state: 'quarantined' });
    }));

  test('that is sent again with its key gets the same answer, and is made once', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const id = await spamMail(api);
      const again = { version: '"2"', key: randomUUID() };

      const answers = [await decide(operator, id, 'release', again), await decide(operator, id, 'release', again)];

      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect(await auditOf(api, id)).toHaveLength(1);
      expect(await scansOf(api, id)).toHaveLength(1);
    }));

  test('about several is made about each on its own, and told of each', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const [spam, infected, gone, stale] = [
        await spamMail(api),
        await infectedMail(api),
        await spamMail(api),
        await spamMail(api),
      ];
      await decide(operator, gone, 'delete');
      const missing = randomUUID();
      const messages = [
        ...[spam, infected, gone, missing, spam].map((id) => ({ id, version: 2 })),
        { id: stale, version: 1 },
      ];
      const send = (what: string, body: Body) =>
        operator.send('POST', `/api/v1/quarantine/${what}`, body, { 'idempotency-key': randomUUID() });

      const released = await (await send('release', { messages, reason: 'echte mail' })).json();
      const deleted = await (await send('delete', { messages, reason: 'weg' })).json();

      const outcomes = ({ results }: Outcomes) => Object.fromEntries(results.map(({ id, outcome }) => [id, outcome]));
      expect(outcomes(released as Outcomes)).toEqual({
        ...{ [spam]: 'done', [infected]: 'forbidden', [gone]: 'gone', [missing]: 'missing', [stale]: 'changed' },
      });
      expect(outcomes(deleted as Outcomes)).toMatchObject({ [spam]: 'gone', [infected]: 'done' });
      const many = Array.from({ length: 101 }, () => ({ id: randomUUID(), version: 1 }));
      expect((await send('delete', { messages: many, reason: 'weg' })).status).toBe(400);
    }));
});

test('a legal hold keeps mail for ever, and tells so', () =>
  withApi(async (api) => {
    const administrator = await api.as('administrator');
    const of = await someCase(api.parts);
    const [own, onCase] = [await spamMail(api), await spamMail(api)];
    await api.parts.database.ask((m) =>
      m.query('update inbound_message set case_id = $1 where id = $2', [of.id, onCase]),
    );
    const put = (path: string, body: Body) => administrator.send('PUT', `/api/v1${path}/legal-hold`, body);

    const answers = [
      await put(`/inbound-messages/${own}`, { hold: true, reason: 'Woo-verzoek' }),
      await put(`/cases/${of.number}`, { hold: true, reason: 'Woo-verzoek' }),
      await put(`/inbound-messages/${randomUUID()}`, { hold: true, reason: 'x' }),
      await put('/cases/999999', { hold: true, reason: 'x' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([204, 204, 404, 404]);
    expect((await administrator.get<Items>('/api/v1/quarantine')).items).toMatchObject(
      [onCase, own].map((id) => ({ id, legalHold: true, deletesAt: null })),
    );
    expect(await auditOf(api, own)).toMatchObject([{ action: 'legalHold.set', details: { reason: 'Woo-verzoek' } }]);
    expect(await auditOf(api, of.id)).toMatchObject([{ action: 'legalHold.set' }]);
    expect(await administrator.get(`/api/v1/cases/${of.number}`)).toMatchObject({ legalHold: true });

    await put(`/inbound-messages/${own}`, { hold: false, reason: 'afgehandeld' });
    expect(await administrator.get(pathOf(own))).toMatchObject({ legalHold: false });
  }));
