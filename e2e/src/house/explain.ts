import type { House } from './house.ts';

/** Adds to an error what the ledger and the processes say. */
export async function explain(house: House, error: Error): Promise<never> {
  const steps = await house.sql(
    'select stage, state, error_code, max(error_text) as text, count(*)::int from step group by 1, 2, 3 order by 1',
  );
  throw new Error([error.message, ...steps.map((row) => JSON.stringify(row)), house.logs()].join('\n'));
}
