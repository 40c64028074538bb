import { createHash } from 'node:crypto';
import type { NewStep, Tx } from '@zaakpost/domain';
import { Problem } from '../http/problem.ts';
import type { Call } from '../http/route.ts';
import { publish } from './publish.ts';

type Keyed = Pick<Call<unknown, unknown, unknown>, 'parts' | 'user' | 'idempotencyKey' | 'params' | 'body' | 'request'>;

/**
 * Makes mail once per key: records, steps and the answer are one commit. The same request again gets the stored answer.
 *
 * @throws Problem 422 when the key came with another request.
 */
export async function once<Answer>(
  { parts, user, idempotencyKey: key, params, body, request }: Keyed,
  make: (tx: Tx) => Promise<{ answer: Answer; steps: NewStep[] }>,
): Promise<Answer> {
  const keyed = { userId: user.id, key, sha256: sha256([request.method, request.route.path, params, body]) };
  let answer: unknown;
  const publications = await parts.steps.begin(async (tx) => {
    const before = await parts.idempotency.take(tx, keyed);
    if (before === 'other') throw keyReused();
    if (before !== 'fresh') {
      answer = before.body;
      return [];
    }
    const made = await make(tx);
    await parts.idempotency.keep(tx, keyed, { status: 201, body: made.answer });
    answer = made.answer;
    return made.steps;
  });
  await publish(parts, publications);
  return answer as Answer;
}

const sha256 = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const keyReused = () =>
  new Problem({
    status: 422,
    code: 'key-reused',
    detail: 'This Idempotency-Key was used for another request; make a new key for a new mail.',
  });
