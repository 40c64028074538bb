import { expect, it } from 'vitest';
import { whileOnItsWay } from './while-on-its-way.ts';

const MOMENT = '2026-11-26T03:00:00Z';
const STAGE = { for: 'stage', stage: 'scan', state: 'pending', since: MOMENT, nextTryAt: MOMENT, code: null } as const;
const PART = { filename: 'kaart.pdf', contentType: 'application/pdf', size: 100, inline: false };

it('asks for a mail that waits for a stage again', () => {
  expect(whileOnItsWay({ waitsFor: STAGE, text: '', parts: [] })).toBe(5_000);
});

it('leaves a mail that waits for a person, or for nothing', () => {
  expect(whileOnItsWay({ waitsFor: { for: 'person', task: 'sort' }, text: '', parts: [] })).toBeNull();
  expect(whileOnItsWay({ waitsFor: null, text: '', parts: [] })).toBeNull();
});

it('writes no further looks at a text, or at the names of attachments alone', () => {
  expect(whileOnItsWay({ waitsFor: STAGE, text: 'Dag', parts: [] })).toBeNull();
  expect(whileOnItsWay({ waitsFor: STAGE, text: '', parts: [PART] })).toBeNull();
});
