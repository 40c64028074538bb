import { randomUUID } from 'node:crypto';
import { step } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { type RunningApi, withApi } from '../with-api.ts';

test('a failed step is listed with what went wrong, and replayed once with a reason', () =>
  withApi(async (api) => {
    const operator = await api.as('operator');
    const id = await failedStep(api);
    const replay = (body: object) => operator.send('POST', `/api/v1/steps/${id}/replay`, body);

    const silent = await replay({ reason: ' ' });
    const replayed = await replay({ reason: 'scanner hersteld' });
    const again = await replay({ reason: 'nog eens' });

    expect([silent.status, replayed.status, again.status]).toEqual([400, 201, 409]);
    const fresh = (await replayed.json()) as { id: string };
    expect(await api.parts.steps.load(fresh.id)).toMatchObject({ state: 'pending', replayOf: id, stage: 'scan' });
    expect(await operator.get('/api/v1/steps?state=failed&stage=scan')).toMatchObject({
      items: [{ id, errorCode: 'unexpected', errorText: 'it broke', replayed: true }],
    });
    expect(await operator.get('/api/v1/steps?state=failed&replayed=false')).toMatchObject({ items: [] });
    expect(await operator.get('/api/v1/steps?state=pending')).toMatchObject({
      items: [{ id: fresh.id, replayOf: id }],
    });
  }));

test('a replay stands although the queue is away: the sweep publishes it', () =>
  withApi(async (api) => {
    const operator = await api.as('operator');
    const id = await failedStep(api);
    api.parts.publisher.publish = () => Promise.reject(new Error('away'));

    const answer = await operator.send('POST', `/api/v1/steps/${id}/replay`, { reason: 'scanner hersteld' });

    expect(answer.status).toBe(201);
  }));

test('the pipeline counts what waits, runs and failed, and forgets a failure that was replayed', () =>
  withApi(async (api) => {
    const operator = await api.as('operator');
    const id = await failedStep(api);
    await api.parts.steps.begin(async () => [
      step('scan', 'inboundMessage', randomUUID(), { notBefore: new Date('2031-01-01') }),
    ]);
    const standing = async () => {
      const { stages } = await operator.get<{ stages: { stage: string }[] }>('/api/v1/pipeline');
      return stages.find(({ stage }) => stage === 'scan');
    };

    expect(await standing()).toMatchObject({ failed: 1, delayed: 1, waiting: 0, trouble: null, doneToday: 0 });
    await operator.send('POST', `/api/v1/steps/${id}/replay`, { reason: 'scanner hersteld' });
    expect(await standing()).toMatchObject({ failed: 0, waiting: 1, oldestWaitingAt: expect.any(String) });
  }));

test('the pipeline says what a stage waits for', () =>
  withApi(async (api) => {
    const operator = await api.as('operator');
    const [published] = await api.parts.steps.begin(async () => [step('scan', 'inboundMessage', randomUUID())]);
    const claimed = await api.parts.steps.claim(String(published?.stepId), 1, { lease: 10_000, alone: false });
    if (claimed.kind !== 'claimed') throw new Error('not claimed');
    await api.parts.steps.end(claimed.claim, {
      kind: 'unavailable',
      after: 5_000,
      code: 'clamd-away',
      text: 'clamd is away',
      own: false,
    });

    expect(await operator.get('/api/v1/pipeline')).toMatchObject({
      stages: expect.arrayContaining([
        expect.objectContaining({ stage: 'scan', trouble: { code: 'clamd-away', since: expect.any(String) } }),
      ]),
    });
  }));

async function failedStep({ parts }: RunningApi): Promise<string> {
  const [published] = await parts.steps.begin(async () => [step('scan', 'inboundMessage', randomUUID())]);
  const id = String(published?.stepId);
  const result = await parts.steps.claim(id, 1, { lease: 10_000, alone: false });
  if (result.kind !== 'claimed') throw new Error('not claimed');
  await parts.steps.end(result.claim, { kind: 'failed', code: 'unexpected', text: 'it broke' });
  return id;
}
