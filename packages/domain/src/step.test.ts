import { expect, test } from 'vitest';
import { isStageName, STAGES } from './stage.ts';
import { jobId, step } from './step.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

test('a step has an id of its own, also when it is about the same thing', () => {
  const [one, other] = [step('scan', 'inboundMessage', 'x'), step('scan', 'inboundMessage', 'x')];

  expect(one).toEqual({ id: expect.stringMatching(UUID), stage: 'scan', about: { kind: 'inboundMessage', id: 'x' } });
  expect(other.id).not.toBe(one.id);
});

test('a step carries its moment and what it is a replay of', () => {
  const notBefore = new Date('2027-01-01T08:00:00Z');

  expect(step('scheduled-send', 'scheduledEmail', 'x', { notBefore, replayOf: 'y' })).toMatchObject({
    notBefore,
    replayOf: 'y',
  });
});

test('a job id tells publications of one step apart, and holds nothing the queue stumbles over', () => {
  const { id: stepId } = step('scan', 'inboundMessage', 'x');

  expect(jobId({ stepId, publication: 1 })).not.toBe(jobId({ stepId, publication: 2 }));
  expect(jobId({ stepId, publication: 1 })).toMatch(/^[0-9a-f-]+-1$/u);
});

test('the seven stages are known by name, and nothing else is', () => {
  expect(STAGES.filter(isStageName)).toHaveLength(7);
  expect(['', 'Scan', 'toString'].some(isStageName)).toBe(false);
});
