import type { Retention } from '@zaakpost/store';
import { expect, test } from 'vitest';
import { keepTerms } from './keep-terms.ts';

const terms = {
  quarantineTerm: 30,
  keptTerms: { deleted: 1, discarded: 2, duplicate: 3, bounceRecorded: 4, autoReplyFiled: 5, noAttachments: 6 },
};

/** A retention with so many mails that are due. */
function due(quarantined: number, discarded = 0) {
  const asked: [string, number][] = [];
  const left = { quarantined, discarded };
  const take = (kind: keyof typeof left, most: number) => {
    const some = Math.min(left[kind], most);
    left[kind] -= some;
    return some;
  };
  const retention: Retention = {
    async deleteOverdue(term, most) {
      asked.push(['quarantine', term]);
      return take('quarantined', most);
    },
    async letGo(end, term, most) {
      asked.push([end, term]);
      return end === 'discarded' ? take('discarded', most) : 0;
    },
  };
  return { retention, asked };
}

test('each end is asked for with its own term', async () => {
  const { retention, asked } = due(0);

  await keepTerms(retention, terms);

  expect(asked).toEqual([['quarantine', 30], ...Object.entries(terms.keptTerms)]);
});

test('what is due goes a part at a time, no more than so much in one round', async () => {
  expect(await keepTerms(due(450, 3).retention, terms)).toEqual({ deleted: 450, letGo: 3 });
  expect(await keepTerms(due(99_999).retention, terms)).toEqual({ deleted: 2_000, letGo: 0 });
});
