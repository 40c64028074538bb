import { expect, test } from 'vitest';
import { someCase, someMessage } from '../seeds.ts';
import { type RunningApi, type Visit, withApi } from '../with-api.ts';

test('mail of an unknown sender waits on its case until somebody confirms it, and that is written down', () =>
  withApi(async (api) => {
    const [worker, administrator] = [await api.as('caseWorker'), await api.as('administrator')];
    const { id, number } = await mailToConfirm(api);

    const before = await standing(worker, id, number);
    const answer = await confirm(worker, id);
    const after = await standing(worker, id, number);

    expect(before).toEqual({ state: 'needsConfirmation', needsConfirmation: true });
    expect(answer.status).toBe(204);
    expect(after).toEqual({ state: 'onCase', needsConfirmation: false });
    const { items } = await administrator.get<{ items: unknown[] }>('/api/v1/audit');
    expect(items[0]).toMatchObject({ actor: 'Sam (caseWorker)', action: 'mail.confirmed', subjectId: id });
  }));

test('of two people who confirm the same message, one is told that it does not wait any more', () =>
  withApi(async (api) => {
    const [one, two] = [await api.as('caseWorker'), await api.as('administrator')];
    const { id } = await mailToConfirm(api);

    const answers = await Promise.all([confirm(one, id), confirm(two, id)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  }));

test('only what waits to be confirmed is confirmed', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const unmatched = await someMessage(api.parts, { state: 'unmatched' });

    expect((await confirm(worker, unmatched)).status).toBe(409);
    expect((await confirm(worker, crypto.randomUUID())).status).toBe(404);
    expect(await worker.get(`/api/v1/inbound-messages/${unmatched}`)).toMatchObject({ state: 'unmatched' });
  }));

const confirm = (visit: Visit, id: string) => visit.send('POST', `/api/v1/inbound-messages/${id}/confirm`, {});

async function mailToConfirm({ parts }: RunningApi): Promise<{ id: string; number: number }> {
  const { id: caseId, number } = await someCase(parts);
  const id = await someMessage(parts, { state: 'needsConfirmation', caseId });
  await parts.database.transaction((tx) =>
    parts.dossier.addContactMoment(tx, {
      ...{ caseId, inboundMessageId: id, outboundMessageId: null, direction: 'inbound', channel: 'email' },
      ...{ who: 'Piet', subject: 'Vraag', summary: '', why: null, flags: ['senderUnknown'], at: new Date() },
    }),
  );
  return { id, number };
}

/** Where the message is, and what the entry on the case says of it. */
async function standing(visit: Visit, id: string, number: number) {
  const { state } = await visit.get<{ state: string }>(`/api/v1/inbound-messages/${id}`);
  const { items } = await visit.get<{ items: { needsConfirmation: boolean }[] }>(`/api/v1/cases/${number}/timeline`);
  return { state, needsConfirmation: items[0]?.needsConfirmation };
}
