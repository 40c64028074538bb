import { expect, test } from 'vitest';
import { someCase, someMessage } from '../seeds.ts';
import { type RunningApi, type Visit, withApi } from '../with-api.ts';

test('an unmatched message without attachments is not sent to the intake, where nobody would see it again', () =>
  withApi(async (api) => {
    const worker = await api.as('caseWorker');
    const id = await someMessage(api.parts, { state: 'unmatched' });
    await api.parts.database.ask((db) => db.query('update inbound_message set attachments = 0 where id = $1', [id]));

    const { status } = await worker.send('POST', `/api/v1/inbound-messages/${id}/to-intake`, {});

    expect(status).toBe(409);
  }));

test('an unmatched message goes where a person sends it, once', () =>
  withApi(async (api) => {
    const of = await someCase(api.parts);
    const worker = await api.as('caseWorker');
    const sort = (id: string, way: string, body: object) =>
      worker.send('POST', `/api/v1/inbound-messages/${id}/${way}`, body).then(({ status }) => status);
    const [linked, started, intake, discarded] = await fourUnmatched(api);

    const answers = [
      await sort(linked, 'link', { caseNumber: of.number }),
      await sort(started, 'start-case', { caseTypeId: of.caseTypeId, requestor: 'Piet' }),
      await sort(intake, 'to-intake', {}),
      await sort(discarded, 'discard', { reason: 'reclame' }),
    ];
    const again = await sort(linked, 'discard', { reason: 'toch niet' });
    const nowhere = await sort(discarded, 'link', { caseNumber: 999_999 });

    expect(answers).toEqual([204, 204, 204, 204]);
    expect([again, nowhere]).toEqual([409, 400]);
    expect(await stateOf(worker, linked)).toEqual(['classified', 'attach-to-case', 'linkedByHand']);
    expect(await stateOf(worker, started)).toEqual(['classified', 'attach-to-case', 'linkedByHand']);
    expect(await stateOf(worker, intake)).toEqual(['classified', 'attach-to-case', 'linkedByHand']);
    expect(await stateOf(worker, discarded)).toEqual(['discarded', undefined, undefined]);
    expect(await api.parts.cases.load(started)).toMatchObject({
      subject: 'Vraag over afval',
      parties: [{ role: 'requestor', name: 'Piet', address: null }],
    });
  }));

test('of two people who sort the same message, one is told that it is gone', () =>
  withApi(async ({ parts, as }) => {
    const [one, two] = [await as('caseWorker'), await as('administrator')];
    const id = await someMessage(parts, { state: 'unmatched' });
    const discard = (who: Visit) => who.send('POST', `/api/v1/inbound-messages/${id}/discard`, { reason: 'reclame' });

    const answers = await Promise.all([discard(one), discard(two)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  }));

async function fourUnmatched({ parts }: RunningApi): Promise<[string, string, string, string]> {
  const one = () => someMessage(parts, { state: 'unmatched' });
  return [await one(), await one(), await one(), await one()];
}

async function stateOf(visit: Visit, id: string) {
  const { state, steps, why } = await visit.get<{
    state: string;
    steps: { stage: string }[];
    why: { rule: string } | null;
  }>(`/api/v1/inbound-messages/${id}`);
  return [state, steps[0]?.stage, why?.rule];
}
