import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, the longest first. What begins last is waited for alone. */
const LONGEST = [
  'e2e/src/pages/pages.test.ts',
  'e2e/src/kill/redis.test.ts',
  'e2e/src/torture/torture.test.ts',
  'e2e/src/faults/lost-queue.test.ts',
  'e2e/src/faults/scanning.test.ts',
  'e2e/src/kill/postgres.test.ts',
  'e2e/src/faults/stopping.test.ts',
  'e2e/src/poison/poison.test.ts',
  'e2e/src/kill/production.test.ts',
  'e2e/src/faults/ended-connections.test.ts',
  'e2e/src/samples.test.ts',
  'e2e/src/step/deaths.test.ts',
  'e2e/src/receiving/rules.test.ts',
  'e2e/src/receiving/load.test.ts',
  'e2e/src/import.test.ts',
  'apps/cli/src/import/import.real.test.ts',
  'apps/standalone/src/standalone.real.test.ts',
  'apps/cli/src/records.real.test.ts',
  'packages/mail/src/parse/torture.real.test.ts',
  'packages/pdf/src/renderer-faults.real.test.ts',
  'packages/pop3/src/dovecot.real.test.ts',
  'packages/mailbox/src/mailbox-tester.real.test.ts',
  'packages/mail/src/authenticate/dns-silence.test.ts',
  'packages/mail/src/parse/child-parser.test.ts',
  'packages/mail/src/authenticate/hostile-authenticity.test.ts',
  'apps/cli/src/doctor/doctor.test.ts',
  'packages/screening/src/away.test.ts',
  'packages/mail/src/deliver/submission-faults.test.ts',
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
