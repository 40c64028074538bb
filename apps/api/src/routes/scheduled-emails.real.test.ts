import { randomUUID } from 'node:crypto';
import { jobId } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { allowScheduling, someCase, someTemplate } from '../seeds.ts';
import { type RunningApi, type Visit, withApi } from '../with-api.ts';

interface Scheduled {
  id: string;
  version: number;
  state: string;
  sendAt: string;
}

test('a mail is planned at a wall clock, with its alarm on the queue, and moved, and cancelled', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const planned = await plan(api, worker);

    expect(planned).toMatchObject({ state: 'scheduled', version: 1, sendAt: '2030-07-01T07:00:00.000Z' });
    expect(await alarmsOf(api, planned.id)).toEqual([
      { state: 'pending', at: '2030-07-01T07:00:00.000Z', job: 'delayed' },
    ]);

    const moved = await change(worker, planned.id, 1, { wallTime: '2030-12-01T09:00', zone: 'Europe/Amsterdam' });
    expect(moved).toMatchObject({ status: 200, etag: '"2"', body: { version: 2, sendAt: '2030-12-01T08:00:00.000Z' } });
    expect(await alarmsOf(api, planned.id)).toEqual([
      { state: 'pending', at: '2030-12-01T08:00:00.000Z', job: 'delayed' },
    ]);

    const cancelled = await worker.send('POST', `/api/v1/scheduled-emails/${planned.id}/cancel`, undefined, {
      'if-match': '"2"',
    });
    expect(await cancelled.json()).toMatchObject({ state: 'cancelled', version: 3 });
    expect(await alarmsOf(api, planned.id)).toMatchObject([{ state: 'cancelled' }]);
  }));

test('an edit names the version that it saw', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const { id } = await plan(api, worker);
    const moment = { wallTime: '2031-01-01T09:00', zone: 'Europe/Amsterdam' };

    expect((await change(worker, id, 1, moment)).status).toBe(200);
    expect((await change(worker, id, 1, moment)).status).toBe(412);
    expect((await worker.send('PATCH', `/api/v1/scheduled-emails/${id}`, moment)).status).toBe(428);
    expect((await worker.send('PATCH', `/api/v1/scheduled-emails/${id}`, moment, { 'if-match': '*' })).status).toBe(
      412,
    );
  }));

test('of a cancel and a send one wins, and the loser is told', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const { id } = await plan(api, worker);
    await api.parts.steps.begin(async (tx) => {
      const content = { kind: 'caseMail' as const, subject: 'x', text: 'x', html: null, sender: null, inReplyTo: null };
      const sent = await api.parts.outbound.queued(tx, {
        id,
        caseId: null,
        content: { ...content, attachments: [] },
        recipients: [],
      });
      await api.parts.scheduled.sent(tx, id, id);
      return [sent];
    });

    const answer = await worker.send('POST', `/api/v1/scheduled-emails/${id}/cancel`, undefined, { 'if-match': '"1"' });

    expect(await answer.json()).toMatchObject({ status: 409, detail: 'This mail was sent already.' });
  }));

test('a mail that was missed is planned again with a new alarm', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const { id } = await plan(api, worker);
    await api.parts.database.transaction(async (tx) => {
      await api.parts.scheduled.missed(tx, id);
      await api.parts.steps.cancel(tx, 'scheduled-send', id);
    });

    const moved = await change(worker, id, 2, { wallTime: '2031-01-01T09:00', zone: 'Europe/Amsterdam' });

    expect(moved.body).toMatchObject({ state: 'scheduled' });
    expect(await alarmsOf(api, id)).toMatchObject([{ state: 'cancelled' }, { state: 'pending', job: 'delayed' }]);
  }));

test('a moment that is past, unreadable or in no zone is refused on its field', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const { id } = await plan(api, worker);
    const fieldOf = async (wallTime: string, zone: string) =>
      ((await change(worker, id, 1, { wallTime, zone })).body as unknown as { errors: { field: string }[] }).errors[0]
        ?.field;

    expect(await fieldOf('2020-01-01T09:00', 'Europe/Amsterdam')).toBe('wallTime');
    expect(await fieldOf('2030-02-31T09:00', 'Europe/Amsterdam')).toBe('wallTime');
    expect(await fieldOf('morgen', 'Europe/Amsterdam')).toBe('wallTime');
    expect(await fieldOf('2031-01-01T09:00', 'Europe/Mokum')).toBe('zone');
  }));

test('without the profile that allows it nothing is scheduled', () =>
  withApi(async ({ parts, as }) => {
    const worker = await as('caseWorker');
    const [of, template] = [await someCase(parts), await someTemplate(parts)];

    const answer = await worker.send('POST', `/api/v1/cases/${of.number}/scheduled-emails`, form(template.id), {
      'idempotency-key': randomUUID(),
    });

    expect(await answer.json()).toMatchObject({ status: 409, detail: expect.stringContaining('switched off') });
  }));

test('a preview is the mail as it would be now, with what is missing', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const { id } = await plan(api, worker, 'Beste [[aanvrager_naam]], tot [[streefafhandeldatum]]');

    expect(await worker.get(`/api/v1/scheduled-emails/${id}/preview`)).toMatchObject({
      subject: 'Over Losse stoeptegel',
      text: 'Beste Jan Jansen, tot ',
      recipients: [{ address: 'jan@example.nl' }],
      missing: ['streefafhandeldatum'],
    });
    expect(await worker.get('/api/v1/scheduled-emails?state=scheduled')).toMatchObject({ items: [{ id }] });
    expect(await worker.get('/api/v1/scheduled-emails?state=sent')).toMatchObject({ items: [] });
  }));

const form = (templateId: string) => ({
  templateId,
  to: [{ address: 'jan@example.nl', name: 'Jan' }],
  wallTime: '2030-07-01T09:00',
  zone: 'Europe/Amsterdam',
});

async function plan({ parts }: RunningApi, visit: Visit, text?: string): Promise<Scheduled> {
  await allowScheduling(parts);
  const [of, template] = [await someCase(parts), await someTemplate(parts, text)];
  const headers = { 'idempotency-key': randomUUID() };
  const send = () => visit.send('POST', `/api/v1/cases/${of.number}/scheduled-emails`, form(template.id), headers);
  const [made, again] = [await send(), await send()];
  expect([made.status, again.status]).toEqual([201, 201]);
  const planned = (await made.json()) as Scheduled;
  expect(await again.json()).toEqual(planned);
  return planned;
}

async function change(visit: Visit, id: string, version: number, moment: object) {
  const answer = await visit.send('PATCH', `/api/v1/scheduled-emails/${id}`, moment, { 'if-match': `"${version}"` });
  return { status: answer.status, etag: answer.headers.get('etag'), body: (await answer.json()) as Scheduled };
}

/** The alarms of a scheduled e-mail in the ledger, and where their jobs are. */
async function alarmsOf({ parts }: RunningApi, id: string) {
  const rows: { id: string; state: string; publication: number; at: Date }[] = await parts.database.ask((db) =>
    db.query('select id, state, publication, not_before as at from step where about_id = $1 order by created_at', [id]),
  );
  const queue = parts.boardQueues.find(({ name }) => name === 'scheduled-send');
  return await Promise.all(
    rows.map(async ({ id: stepId, state, publication, at }) => ({
      state,
      at: at.toISOString(),
      job: await queue?.getJobState(jobId({ stepId, publication })),
    })),
  );
}
