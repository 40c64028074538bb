import { step } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { someCase, someMessage } from '../seeds.ts';
import { type RunningApi, withApi } from '../with-api.ts';

interface Way {
  origin: Record<string, unknown>;
  waitsFor: Record<string, unknown> | null;
  ledTo: Record<string, Record<string, unknown>[]>;
  acts: { action: string; actor: string; details: Record<string, unknown> }[];
  equals: { id: string }[];
  steps: { id: string; stage: string; replayOf: string | null }[];
}

const path = (id: string) => `/api/v1/inbound-messages/${id}`;

/** A mail by SMTP that is on a case with a document of it. */
async function filed({ parts }: RunningApi): Promise<{ id: string; number: number }> {
  const of = await someCase(parts);
  const id = await someMessage(parts, { state: 'onCase', caseId: of.id });
  const source = { kind: 'smtp', envelopeFrom: 'piet@example.nl', recipient: 'info@example.nl', peer: '192.0.2.7' };
  await parts.database.ask((db) =>
    db.query('update inbound_message set source = $2 where id = $1', [id, JSON.stringify(source)]),
  );
  await parts.database.transaction(async (tx) => {
    await parts.dossier.addContactMoment(tx, {
      ...{ caseId: of.id, direction: 'inbound', channel: 'email', who: 'Piet', subject: 'Vraag' },
      ...{ summary: '', at: new Date(), inboundMessageId: id, outboundMessageId: null, why: null, flags: [] },
    });
    await parts.dossier.addDocument(tx, {
      ...{ caseId: of.id, role: 'attachment', ordinal: 0, filename: 'geheim.pdf' },
      ...{ contentType: 'application/pdf', sha256: 'a'.repeat(64), size: 3 },
      ...{ inboundMessageId: id, outboundMessageId: null },
    });
  });
  return { id, number: of.number };
}

test('a mail tells where it came from and what it led to', () =>
  withApi(async (api) => {
    const { id, number } = await filed(api);

    const way = await (await api.as('caseWorker')).get<Way>(path(id));

    expect(way.origin).toEqual({
      ...{ kind: 'smtp', envelopeFrom: 'piet@example.nl', recipient: 'info@example.nl', peer: '192.0.2.7' },
    });
    expect(way.waitsFor).toBeNull();
    expect(way.ledTo.contactMoments).toEqual([expect.objectContaining({ caseNumber: number })]);
    expect(way.ledTo.documents).toEqual([expect.objectContaining({ role: 'attachment', filename: 'geheim.pdf' })]);
  }));

test('an operator is told that it led to documents, and not what they are called or who wrote it', () =>
  withApi(async (api) => {
    const { id } = await filed(api);

    const way = await (await api.as('operator')).get<Way>(path(id));

    expect(way.origin).toMatchObject({ envelopeFrom: '', peer: '192.0.2.7' });
    expect(way.ledTo.documents).toEqual([expect.objectContaining({ role: 'attachment', filename: '' })]);
    expect(JSON.stringify(way)).not.toMatch(/geheim|piet/iu);
  }));

test('a mail tells what it waits for', () =>
  withApi(async ({ parts, as }) => {
    const worker = await as('caseWorker');
    const sorting = await someMessage(parts, { state: 'unmatched' });
    const stuck = await someMessage(parts, { state: 'scanned' });
    const waiting = await someMessage(parts, { state: 'scanned' });
    await parts.steps.begin(async () => [step('classify', 'inboundMessage', waiting)]);

    const told = [];
    for (const id of [sorting, stuck, waiting]) told.push((await worker.get<Way>(path(id))).waitsFor);

    expect(told).toEqual([
      { for: 'person', task: 'sort' },
      { for: 'replay' },
      expect.objectContaining({ for: 'stage', stage: 'classify', state: 'pending', code: null }),
    ]);
  }));

test('a mail tells who did what to it and to its runs; who read it is told to an administrator only', () =>
  withApi(async ({ parts, as }) => {
    const [worker, administrator] = [await as('caseWorker'), await as('administrator')];
    const id = await someMessage(parts, { state: 'unmatched' });
    const [publication] = await parts.steps.begin(async () => [step('classify', 'inboundMessage', id)]);
    await parts.database.ask((db) => db.query(`update step set state = 'done', finished_at = now()`));
    await worker.get(path(id));
    await administrator.send('POST', `/api/v1/steps/${publication?.stepId}/replay`, { reason: 'nieuw profiel' });
    await worker.send('POST', `${path(id)}/discard`, { reason: 'reclame' });

    const [seen, whole] = [await worker.get<Way>(path(id)), await administrator.get<Way>(path(id))];

    expect(seen.acts.map(({ action }) => action)).toEqual(['step.replayed', 'mail.discarded']);
    expect(whole.acts.map(({ action }) => action)).toEqual([
      'mail.read',
      'step.replayed',
      'mail.discarded',
      'mail.read',
      'mail.read',
    ]);
    expect(whole.acts[1]).toMatchObject({ actor: 'Sam (administrator)', details: { reason: 'nieuw profiel' } });
    expect(whole.steps.map(({ replayOf }) => replayOf)).toEqual([null, publication?.stepId]);
  }));

test('a mail tells which others have its bytes', () =>
  withApi(async ({ parts, as }) => {
    const [one, other] = [
      await someMessage(parts, { state: 'unmatched' }),
      await someMessage(parts, { state: 'onCase' }),
    ];
    await parts.database.ask((db) =>
      db.query('update inbound_message set raw_sha256 = (select raw_sha256 from inbound_message where id = $1)', [one]),
    );

    const { equals } = await (await as('operator')).get<Way>(path(one));

    expect(equals).toEqual([expect.objectContaining({ id: other, state: 'onCase', source: 'import' })]);
  }));
