import { randomUUID } from 'node:crypto';
import { jobId, type Publication, step } from '@zaakpost/domain';
import { describe, expect, test } from 'vitest';
import { type RunningApi, withApi } from '../with-api.ts';

const SAME_SITE = { 'sec-fetch-site': 'same-origin' };

test('the board is for operators and administrators, and sends others away', () =>
  withApi(async ({ anonymous, as }) => {
    const page = async (visit: typeof anonymous, accept: string) =>
      (await visit.fetch('/queues/', { headers: { accept } })).status;

    expect(await page(anonymous, 'text/html')).toBe(303);
    expect(await page(anonymous, 'application/json')).toBe(401);
    expect(await page(await as('caseWorker'), 'text/html')).toBe(403);
    expect(await page(await as('operator'), 'text/html')).toBe(200);
    expect(await page(await as('administrator'), 'text/html')).toBe(200);
  }));

test('its page asks nothing of any other server', () =>
  withApi(async ({ as }) => {
    const page = await (await (await as('operator')).fetch('/queues/')).text();

    expect(page).toContain('static/js/main');
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//u);
  }));

describe.each(['postgres', 'redis'] as const)('on %s', (queues) => {
  const on = (use: (api: RunningApi) => Promise<void>) => withApi(use, { queues });

  test('all seven queues are on it, and a job shows ids and its stage only', () =>
    on(async (api) => {
      const operator = await api.as('operator');
      const { stepId } = await publishedStep(api);

      const { queues } = await operator.get<{ queues: { name: string; jobs: object[] }[] }>(
        '/queues/api/queues?activeQueue=scan&page=1&jobsPerPage=10',
      );

      expect(queues.map(({ name }) => name).sort()).toEqual(
        ['attach-to-case', 'classify', 'fetch-pop3', 'render-pdf', 'scan', 'scheduled-send', 'send-outbound'].sort(),
      );
      expect(queues.find(({ name }) => name === 'scan')?.jobs).toMatchObject([
        { id: `${stepId}-1`, name: 'scan', data: { stepId, publication: 1 }, returnValue: null },
      ]);
    }));

  test('what would put the queue at odds with the ledger is refused', () =>
    on(async (api) => {
      const administrator = await api.as('administrator');
      const { stepId } = await publishedStep(api);
      const job = `/queues/api/queues/scan/${jobId({ stepId, publication: 1 })}`;
      const refusals = [
        ['POST', '/queues/api/queues/scan/add'],
        ['PUT', '/queues/api/queues/scan/promote'],
        ['PUT', '/queues/api/queues/scan/empty'],
        ['PUT', '/queues/api/queues/scan/obliterate'],
        ['PUT', '/queues/api/queues/scan/clean/failed'],
        ['PUT', '/queues/api/queues/scan/concurrency'],
        ['PUT', '/queues/api/queues/scan/retry/completed'],
        ['PUT', `${job}/clean`],
        ['PUT', `${job}/promote`],
        ['PATCH', `${job}/update-data`],
        ['PATCH', `${job}/delay`],
        ['DELETE', job],
      ] as const;

      for (const [method, path] of refusals) {
        const answer = await administrator.send(method, path, {}, SAME_SITE);
        expect([path, answer.status]).toEqual([path, 403]);
      }
      expect(await api.parts.steps.load(stepId)).toMatchObject({ state: 'pending', publication: 1 });
    }));

  test('its changes are taken from its own page only', () =>
    on(async ({ as }) => {
      const operator = await as('operator');
      const pause = async (headers: Record<string, string>) =>
        (await operator.send('PUT', '/queues/api/queues/scan/pause', {}, headers)).status;

      expect(await pause({ 'sec-fetch-site': 'cross-site' })).toBe(403);
      expect(await pause({ origin: 'https://elsewhere.example' })).toBe(403);
      expect(await pause(SAME_SITE)).toBe(200);
    }));

  test('a retry is a replay: a new step, linked to the old one and written down', () =>
    on(async (api) => {
      const operator = await api.as('operator');
      const { stepId } = await failedStep(api);
      const path = `/queues/api/queues/scan/${jobId({ stepId, publication: 1 })}/retry`;

      const answers = [
        (await operator.send('PUT', path, {}, SAME_SITE)).status,
        (await operator.send('PUT', path, {}, SAME_SITE)).status,
      ];

      expect(answers).toEqual([204, 409]);
      expect(await runsOf(api, stepId)).toMatchObject([{ state: 'failed' }, { state: 'pending', replay_of: stepId }]);
      expect(await auditOf(api)).toMatchObject([{ action: 'step.replayed', subjectId: stepId }]);
    }));

  test('retrying all replays each failed step of the stage, once', () =>
    on(async (api) => {
      const operator = await api.as('operator');
      await failedStep(api);
      await failedStep(api);
      const retryAll = async () =>
        (await operator.send('PUT', '/queues/api/queues/scan/retry/failed', {}, SAME_SITE)).json();

      expect(await retryAll()).toEqual({ retried: 2, skipped: 0 });
      expect(await retryAll()).toEqual({ retried: 0, skipped: 0 });
    }));
});

async function publishedStep({ parts }: RunningApi): Promise<Publication> {
  const [published] = await parts.steps.begin(async () => [step('scan', 'inboundMessage', randomUUID())]);
  await parts.publisher.publish(published ? [published] : []);
  return published as Publication;
}

async function failedStep(api: RunningApi): Promise<Publication> {
  const published = await publishedStep(api);
  const { steps } = api.parts;
  const result = await steps.claim(published.stepId, 1, { lease: 10_000, alone: false });
  if (result.kind !== 'claimed') throw new Error('not claimed');
  await steps.end(result.claim, { kind: 'failed', code: 'unexpected', text: 'it broke' });
  return published;
}

const runsOf = ({ parts }: RunningApi, stepId: string) =>
  parts.database.ask((db) =>
    db.query('select state, replay_of from step where id = $1 or replay_of = $1 order by created_at', [stepId]),
  );

const auditOf = async ({ parts }: RunningApi) => (await parts.views.audit.list({ limit: 10, cursor: null })).items;
