import { TransientError } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { ownFault } from './refusal.ts';

test.each([
  ['a full blob store', new TransientError('blob-store-full', { message: 'full' }), 452],
  ['a blob store that is away', new TransientError('blob-store-away', { message: 'away' }), 451],
  ['a bug of ours', new TypeError('x is undefined'), 451],
])('%s is answered so that the sender keeps the mail, and tells nothing of us', (_, fault, code) => {
  const refusal = ownFault(fault);

  expect(refusal).toMatchObject({ code, status: expect.stringMatching(/^4\.3\.\d$/u) });
  expect(refusal.text).toMatch(/please come back later$/u);
  expect(refusal.text).not.toContain(fault.message);
});
