import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = (file: string) => readFile(new URL(`../${file}`, import.meta.url), 'utf8');

test('the program in the README is the one that is tried on a real server', async () => {
  const program = /```ts\n(.*?)```/s.exec(await read('README.md'))?.[1];

  expect(program).toBe(await read('examples/empty-mailbox.ts'));
});
