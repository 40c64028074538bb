import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. What begins last is waited for alone. */
const LONGEST = [
  'e2e/src/pages/pages.test.ts',
  'e2e/src/kill/redis.test.ts',
  'e2e/src/torture/torture.test.ts',
  'e2e/src/kill/postgres.test.ts',
  'e2e/src/faults/lost-queue.test.ts',
  'e2e/src/poison/poison.test.ts',
  'e2e/src/faults/stopping.test.ts',
  'e2e/src/faults/scanning.test.ts',
  'e2e/src/kill/production.test.ts',
  'e2e/src/faults/ended-connections.test.ts',
  'e2e/src/samples.test.ts',
  'apps/cli/src/import/import.real.test.ts',
  'apps/cli/src/records.real.test.ts',
  'apps/standalone/src/standalone.real.test.ts',
  'packages/pdf/src/renderer.real.test.ts',
  'packages/mail/src/deliver/submission.test.ts',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
  return rank === -1 ? LONGEST.length : rank;
};

/** Vitest knows how long files take from earlier runs; a fresh checkout has none, and would order them by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}
