import type { DecodedMessage, IncomingMailSettings } from '@zaakpost/domain';
import { expect, test } from 'vitest';
import { classificationOf, type Registers } from './classification.ts';

const decoded: DecodedMessage = {
  ...{ outcome: 'ok', reason: null, subject: 'Vraag', messageId: '<1@example.nl>', date: null, text: '', html: null },
  ...{ from: [{ name: '', address: 'jan@example.nl' }], to: [], cc: [], replyTo: [] },
  ...{ inReplyTo: [], references: [], attachments: [], autoSubmitted: false, bounce: null, warnings: [] },
};

const settings: IncomingMailSettings = {
  ...{ interface: 'caseType', address: 'loket@gemeente.nl', caseTypeId: '1', fallbackRequestor: 'Onbekend' },
  ...{ mapping: { subject: null, from: null, body: null }, acknowledgementTemplateId: null },
};

/** A town with one address, that starts cases; no case is open. */
const registers = {
  cases: { findByNumber: async () => null },
  outbound: { findByMessageId: async () => null },
  profiles: { active: async (type: string) => (type === 'incomingMail' ? [{ id: 'p', settings }] : []) },
} as unknown as Registers;

const arrival = { decoded, deliveredTo: 'loket@gemeente.nl', nullPath: false };

test('mail of a person starts a case where the profile says so', async () => {
  expect(await classificationOf(arrival, registers)).toMatchObject({ kind: 'startCase', profileId: 'p' });
});

test.each([
  ['says that a machine wrote it', { ...arrival, decoded: { ...decoded, autoSubmitted: true } }],
  ['came with a null return path, whatever its header says', { ...arrival, nullPath: true }],
])('mail that %s starts no case, and so no answer', async (_, automatic) => {
  expect(await classificationOf(automatic, registers)).toMatchObject({ kind: 'autoReply' });
});
