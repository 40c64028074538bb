import { documentIntakeStore } from '@zaakpost/store';
import { expect, test } from 'vitest';
import { someCase, someMessage } from '../seeds.ts';
import { type RunningApi, type Visit, withApi } from '../with-api.ts';

test('a file that waits is put on a case once, and is a document there', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const of = await someCase(api.parts);
    const id = await waitingFile(api, worker);
    const file = () => worker.send('POST', `/api/v1/intake-documents/${id}/file`, { caseNumber: of.number });

    const [filed, again] = [await file(), await file()];

    expect(await filed.json()).toMatchObject({ id, state: 'filed', caseNumber: of.number });
    expect(again.status).toBe(409);
    expect((await worker.get<{ items: object[] }>(`/api/v1/cases/${of.number}/documents`)).items).toMatchObject([
      { filename: 'bouwtekening.pdf', role: 'attachment' },
    ]);
  }));

test('a file that is rejected stays findable with its reason', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const id = await waitingFile(api, worker);

    await worker.send('POST', `/api/v1/intake-documents/${id}/reject`, { reason: 'dubbel' });

    expect(await worker.get('/api/v1/intake-documents?state=waiting')).toMatchObject({ items: [] });
    expect(await worker.get('/api/v1/intake-documents?state=rejected')).toMatchObject({
      items: [{ id, reason: 'dubbel', from: 'Piet <piet@example.nl>' }],
    });
  }));

test('reading a file that is on no case is written down', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const id = await waitingFile(api, worker);

    const content = await worker.download(`/api/v1/intake-documents/${id}/content`);

    expect([content.headers.get('content-type'), await content.text()]).toEqual(['application/pdf', '%PDF-1.7']);
    expect((await api.parts.views.audit.list({ limit: 1, cursor: null })).items).toMatchObject([
      { action: 'file.read', subjectId: id },
    ]);
  }));

test('a file is kept back when something was found in its mail since', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const id = await waitingFile(api, worker);
    const read = async () => (await worker.download(`/api/v1/intake-documents/${id}/content`)).status;
    const before = await read();

    await api.parts.database.ask((db) =>
      db.query(`update inbound_message set verdict = jsonb_set(verdict, '{virus,outcome}', '"infected"')`),
    );

    expect([before, await read()]).toEqual([200, 404]);
  }));

test('a case that does not exist is said on its field', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const id = await waitingFile(api, worker);

    const answer = await worker.send('POST', `/api/v1/intake-documents/${id}/file`, { caseNumber: 424_242 });

    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ field: 'caseNumber' }] });
  }));

async function waitingFile({ parts }: RunningApi, visit: Visit): Promise<string> {
  const inboundMessageId = await someMessage(parts, { state: 'inDocumentIntake' });
  const blob = await parts.blobs.put(Buffer.from('%PDF-1.7'));
  const named = { filename: 'bouwtekening.pdf', contentType: 'application/pdf', ordinal: 0 };
  await parts.database.transaction((tx) => documentIntakeStore().add(tx, { ...blob, ...named, inboundMessageId }));
  const { items } = await visit.get<{ items: { id: string }[] }>('/api/v1/intake-documents?state=waiting');
  return String(items[0]?.id);
}
