import { TransientError } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { createLog, type Log, type LogFields } from './log.ts';

test('a line carries its sentence and the fields of the closed set', () => {
  const [line] = written((log) => log.info('step done', { stage: 'scan', attempts: 2, stages: ['scan', 'classify'] }));

  expect(line).toMatchObject({
    app: 'worker',
    msg: 'step done',
    stage: 'scan',
    attempts: 2,
    stages: ['scan', 'classify'],
  });
});

test('a field that is not of the set is not written', () => {
  const fields = { stage: 'scan', subject: 'Bezwaar', from: 'p.jansen@example.nl' } as LogFields;

  expect(textOf((log) => log.info('step done', fields))).not.toMatch(/Bezwaar|jansen/u);
});

test('a value that is no id, code or name is left out', () => {
  const [line] = written((log) =>
    log.info('step done', { aboutId: 'p.jansen@example.nl', code: 'a sentence of words' }),
  );

  expect(line).toMatchObject({ aboutId: '[left out]', code: '[left out]' });
});

test('of a foreign error the text is not written, its name, code and frames are', () => {
  const foreign = Object.assign(new Error('550 p.jansen@example.nl\n    at nowhere (x.ts:1:1)'), { code: 'EENVELOPE' });
  const text = textOf((log) => log.error('step failed', {}, foreign));

  expect(text).not.toMatch(/jansen|nowhere/u);
  expect(text).toMatch(/"name":"Error","code":"EENVELOPE","frames":\["at .*log\.test\.ts/u);
});

test('of our own error the text is written, of its foreign cause it is not', () => {
  const error = new TransientError('pop3-temporary', {
    message: 'the mailbox is busy',
    cause: new Error('-ERR p.jansen'),
  });
  const [line] = written((log) => log.warn('step waits', { stage: 'fetch-pop3' }, error));

  expect(line?.error).toMatchObject({ name: 'TransientError', code: 'pop3-temporary', text: 'the mailbox is busy' });
  expect(JSON.stringify(line)).not.toContain('jansen');
});

function textOf(use: (log: Log) => void): string {
  const lines: string[] = [];
  use(createLog({ app: 'worker', level: 'info', destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
}

const written = (use: (log: Log) => void): Record<string, unknown>[] =>
  textOf(use)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
