import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_CODES } from '@zaakpost/domain';
import { expect, it } from 'vitest';
import { root } from './root.mjs';

it('the runbook has a heading for every error code, and for no other', async () => {
  const runbook = await readFile(join(root, 'docs', 'runbook.md'), 'utf8');
  const [, codes = ''] = runbook.split('\n## The codes\n');

  const headings = [...codes.matchAll(/^#+ (.+)$/gmu)].map(([, heading]) => heading);

  expect(headings).toEqual([...ERROR_CODES]);
});
