import { type Ended, type Ending, PermanentError, type Steps, step, UnavailableError } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { createRunner } from './runner.ts';
import { done, type Outcome } from './stage.ts';

const LEASE = 1_000;

/** A step table that is away for the first so many endings, as while PostgreSQL restarts. */
function ledgerAway(times: number) {
  const endings: Ending['kind'][] = [];
  const { id, stage, about } = step('send-outbound', 'delivery', 'd');
  const rest = { publication: 1, attempts: 1, waits: 0, deaths: 0, suspect: false };
  const claim = { step: { id, stage, about, ...rest }, token: 't', age: 0 };
  let left = times;
  const steps = {
    claim: async () => ({ kind: 'claimed', claim }),
    extend: async (tokens: string[]) => new Set(tokens),
    async end(_: unknown, ending: Ending): Promise<Ended> {
      if (left-- > 0) throw new UnavailableError('database-away', { scope: 'stage', message: 'It restarts.' });
      endings.push(ending.kind);
      return { stood: true, publications: [] };
    },
  } as unknown as Steps;
  return { steps, endings };
}

async function handled(steps: Steps, work: () => Promise<Outcome>) {
  const runner = createRunner({
    stages: [
      {
        queue: 'send-outbound',
        policy: { attempts: 3, backoff: () => 1, timeout: 10_000 },
        run: work,
        failed: async () => undefined,
      },
    ],
    ...{ steps, publisher: { publish: async () => undefined }, lease: LEASE, observe: () => undefined },
  });
  try {
    return await runner.handle({ stage: 'send-outbound', stepId: 's', publication: 1 });
  } finally {
    runner.close();
  }
}

test('what was done is recorded as soon as the database is back within the lease, and done once', async () => {
  const { steps, endings } = ledgerAway(12);
  let runs = 0;

  const disposition = await handled(steps, async () => {
    runs += 1;
    return done();
  });

  expect({ disposition, runs, endings }).toEqual({ disposition: { kind: 'complete' }, runs: 1, endings: ['done'] });
});

test('what went wrong is recorded just so', async () => {
  const { steps, endings } = ledgerAway(12);

  const disposition = await handled(steps, async () => {
    throw new PermanentError('address-invalid', { message: 'No.' });
  });

  expect({ disposition, endings }).toEqual({
    disposition: { kind: 'fail', code: 'address-invalid' },
    endings: ['failed'],
  });
});

test('a database that stays away beyond the lease leaves the step to the sweep', async () => {
  const { steps, endings } = ledgerAway(1_000);

  expect(await handled(steps, async () => done())).toMatchObject({ kind: 'pauseStage' });
  expect(endings).toEqual([]);
});
