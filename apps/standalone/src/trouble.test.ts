import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { readWishes, USAGE } from './arguments.ts';
import { lastWords } from './children.ts';
import { freeOr, mustBeFree } from './ports.ts';
import { sentenceOf, Trouble } from './trouble.ts';

test.each([
  ['a trouble of ours', new Trouble('Do this.'), 'Do this.'],
  [
    'a full disk',
    Object.assign(new Error('write'), { code: 'ENOSPC' }),
    'The disk is full: make room and start again.',
  ],
  [
    'a full disk that a program met',
    new Error('initdb: could not write file: No space left on device\nmore'),
    'The disk is full: make room and start again.',
  ],
  ['anything else', new Error('it broke\n    at x.ts:1:1'), 'Zaakpost could not start: it broke'],
])('%s is told in one sentence', (_, error, sentence) => {
  expect(sentenceOf(error)).toBe(sentence);
});

test('a port that is taken is told with the mend, and another is found where it does not matter', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  await expect(mustBeFree(port, '127.0.0.1')).rejects.toThrow(`Port ${port} is taken: stop what listens there`);
  expect(await freeOr(port)).not.toBe(port);

  server.close();
  await once(server, 'close');
  await expect(mustBeFree(port, '127.0.0.1')).resolves.toBeUndefined();
});

test('the command line is read, and what is not known is refused with the usage', () => {
  expect(readWishes([])).toEqual({ reset: false, demo: true, help: false });
  expect(readWishes(['--reset', '--no-demo'])).toEqual({ reset: true, demo: false, help: false });
  expect(() => readWishes(['--rest'])).toThrow(USAGE);
});

test('the last words of a process are told without its stack trace', () => {
  expect(lastWords('Could not start: x\n    at a (b.ts:1:1)\n    at c\n')).toBe('Could not start: x');
});
