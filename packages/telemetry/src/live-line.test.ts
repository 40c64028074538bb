import { expect, test } from 'vitest';
import { liveLine } from './live-line.ts';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 80, write: (text: string) => written.push(text) };
}

test('on a terminal one line changes, and what is said stays above it', () => {
  const terminal = screen(true);
  const line = liveLine(terminal, () => 0);

  line.show('1 of 3');
  line.show('2 of 3');
  line.say('ready');

  expect(terminal.written.join('')).toBe('1 of 3\r\u001b[2K2 of 3\r\u001b[2Kready\n');
});

test('on a terminal a line is never wider than the terminal', () => {
  const terminal = screen(true);

  liveLine(terminal, () => 0).show('x'.repeat(200));

  expect(terminal.written[0]).toHaveLength(79);
});

test('elsewhere a line is written now and then, and never the same twice', () => {
  const file = screen(false);
  let now = 0;
  const line = liveLine(file, () => now);

  for (const [at, text] of [
    [0, 'a'],
    [1000, 'b'],
    [3000, 'c'],
    [9000, 'c'],
    [9001, 'd'],
  ] as const) {
    now = at;
    line.show(text);
  }

  expect(file.written.join('')).toBe('a\nc\nd\n');
});
