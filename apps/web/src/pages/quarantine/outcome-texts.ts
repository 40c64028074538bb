import type { DecisionResults } from '../../api/contract.ts';
import type { Translate } from '../../text/translate.ts';

/** What became of several mails, counted: a line for each outcome, what was done first. */
export function outcomeTexts({ results }: DecisionResults, what: 'release' | 'delete', t: Translate): string[] {
  const counts = Map.groupBy(results, ({ outcome }) => outcome);
  const done = counts.get('done')?.length ?? 0;
  counts.delete('done');
  return [
    t(`quarantine.done.${what}`, { n: done }),
    ...[...counts].map(([outcome, mails]) =>
      t(`quarantine.outcome.${outcome as Exclude<typeof outcome, 'done'>}`, { n: mails.length }),
    ),
  ];
}
