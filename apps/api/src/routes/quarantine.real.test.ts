import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodedMessage, someCase, someMessage } from '../seeds.ts';
import { type RunningApi, type Visit, withApi } from '../with-api.ts';

type Body = Record<string, unknown>;
type Outcomes = { results: { id: string; outcome: string }[] };
type Items = { items: Body[]; nextCursor: string | null };

const spamMail = ({ parts }: RunningApi) => someMessage(parts, { state: 'quarantined', spam: true });
const infectedMail = ({ parts }: RunningApi) => someMessage(parts, { state: 'quarantined', infected: true });
const pathOf = (id: string) => `/api/v1/quarantine/${id}`;

interface Decision {
  body?: Body;
  version?: string;
  key?: string;
}

/** Releases or deletes as the page does: with the version that is shown. */
async function decide(who: Visit, id: string, what: 'release' | 'delete', more: Decision = {}): Promise<Response> {
  const { body = { reason: 'echte mail' }, key = randomUUID() } = more;
  const version = more.version ?? (await who.fetch(pathOf(id))).headers.get('etag') ?? '';
  return who.send('POST', `${pathOf(id)}/${what}`, body, { 'if-match': version, 'idempotency-key': key });
}

const rowOf = async ({ parts }: RunningApi, id: string) =>
  (
    await parts.database.ask((m) =>
      m.query('select state, reason, release, settled_at from inbound_message where id = $1', [id]),
    )
  )[0];

const scansOf = ({ parts }: RunningApi, id: string): Promise<Body[]> =>
  parts.database.ask((m) => m.query(`select state from step where about_id = $1 and stage = 'scan'`, [id]));

const auditOf = async ({ parts }: RunningApi, id: string): Promise<Body[]> =>
  parts.database.ask((m) =>
    m.query('select actor, action, details from audit_entry where subject_id = $1 order by at', [id]),
  );

describe('the list', () => {
  test('shows what was found, when it goes by itself, newest first, a page at a time', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const [first, second] = [await spamMail(api), await infectedMail(api)];
      await someMessage(api.parts, { state: 'unmatched' });

      const page = await operator.get<Items>('/api/v1/quarantine?limit=1');
      const rest = await operator.get<Items>(`/api/v1/quarantine?limit=1&cursor=${page.nextCursor}`);

      expect([...page.items, ...rest.items].map(({ id }) => id)).toEqual([second, first]);
      expect(rest.nextCursor).toBeNull();
      expect(page.items[0]).toMatchObject({
        ...{ reason: 'virus', subject: 'Vraag over afval', from: 'Piet <piet@example.nl>', source: 'import' },
        verdict: { virus: { outcome: 'infected', testSignaturesOnly: true }, parts: [], policy: [] },
      });
      const { quarantinedAt, deletesAt } = page.items[0] as { quarantinedAt: string; deletesAt: string };
      expect(Date.parse(deletesAt) - Date.parse(quarantinedAt)).toBe(30 * 86_400_000);
    }));

  test('is narrowed by why and by words', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const [spam] = [await spamMail(api), await infectedMail(api)];

      expect((await operator.get<Items>('/api/v1/quarantine?reason=spam')).items.map(({ id }) => id)).toEqual([spam]);
      expect((await operator.get<Items>('/api/v1/quarantine?reason=attachmentType')).items).toEqual([]);
      expect((await operator.get<Items>('/api/v1/quarantine?q=afv')).items).toHaveLength(2);
      expect((await operator.get<Items>('/api/v1/quarantine?q=boom')).items).toEqual([]);
    }));

  test('does not tell an operator what a mail on a case is about', () =>
    withApi(async (api) => {
      const of = await someCase(api.parts);
      const id = await spamMail(api);
      await api.parts.database.ask((m) => m.query('update inbound_message set case_id = $1', [of.id]));
      const operator = await api.as('operator');

      expect((await operator.get<Items>('/api/v1/quarantine')).items).toMatchObject([{ subject: '', from: '' }]);
      expect((await operator.get<Items>('/api/v1/quarantine?q=afval')).items).toEqual([]);
      expect((await operator.fetch(`${pathOf(id)}/text`)).status).toBe(403);
      expect((await (await api.as('administrator')).get<Items>('/api/v1/quarantine?q=afval')).items).toMatchObject([
        { subject: 'Vraag over afval' },
      ]);
    }));
});

describe('the text', () => {
  test('is plain, harmless and bounded, and that it was read is written down', () =>
    withApi(async (api) => {
      const mail = {
        ...decodedMessage,
        text: `Betaal\u202E nu\u001B[2J <a href="https://x.example">hier</a> ${'x'.repeat(30_000)}`,
      };
      const id = await someMessage(api.parts, { state: 'quarantined', spam: true, mail });

      const shown = await (await api.as('operator')).get<{ text: string; cut: boolean }>(`${pathOf(id)}/text`);

      expect(shown.text).toMatch(/^Betaal‹U\+202E› nu‹U\+001B›\[2J <a href="https:\/\/x\.example">hier<\/a> x+$/u);
      expect([shown.text.length < 20_050, shown.cut]).toEqual([true, true]);
      expect(await auditOf(api, id)).toMatchObject([{ actor: 'Sam (operator)', action: 'mail.previewed' }]);
    }));

  test('of infected mail is for administrators', () =>
    withApi(async (api) => {
      const id = await infectedMail(api);

      expect((await (await api.as('operator')).fetch(`${pathOf(id)}/text`)).status).toBe(403);
      expect(await (await api.as('administrator')).get(`${pathOf(id)}/text`)).toEqual({
        ...{ text: 'Geachte gemeente', cut: false },
      });
      expect(await auditOf(api, id)).toHaveLength(1);
    }));

  test('is not given here when the mail is elsewhere', () =>
    withApi(async (api) => {
      const operator = await api.as('operator');
      const id = await spamMail(api);
      await decide(operator, id, 'delete');

      expect((await operator.fetch(`${pathOf(id)}/text`)).status).toBe(409);
      expect(
        (await operator.fetch(`${pathOf(await someMessage(api.parts, { state: 'unmatched' }))}/text`)).status,
      ).toBe(404);
    }));
});

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
