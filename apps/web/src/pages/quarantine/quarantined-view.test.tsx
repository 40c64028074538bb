import { expect, it } from 'vitest';
import type { QuarantinedDetail, Role } from '../../api/contract.ts';
import { rendered } from '../../rendered.tsx';
import { QuarantinedView } from './quarantined-view.tsx';

const MAIL: QuarantinedDetail = {
  ...{ id: 'm1', version: 2, receivedAt: '2026-11-23T08:00:00Z', quarantinedAt: '2026-11-23T08:00:00Z' },
  ...{ deletesAt: '2126-11-23T08:00:00Z', subject: '<b>Korting</b>', from: 'piet@example.nl', to: 'info@example.nl' },
  ...{ state: 'quarantined', reason: 'spam', caseNumber: null, attachments: 0, incomplete: false, source: 'pop3' },
  ...{ legalHold: false, release: null, verdict: null, sentAt: null, messageId: null, sha256: 'ab', size: 100 },
  ...{ mayRelease: true, infected: false },
  ...{ incompleteBecause: null, warnings: [], decodedLost: false },
};

const shown = (more: Partial<QuarantinedDetail> = {}, role: Role = 'operator') =>
  rendered(<QuarantinedView mail={{ ...MAIL, ...more }} changed={() => undefined} />, role);

it('offers to release, to delete and to look at the text', () => {
  const html = shown();

  for (const words of ['Vrijgeven', 'Verwijderen', 'Tekst bekijken', 'Spam']) expect(html).toContain(words);
  expect(html).not.toContain('<b>');
});

it('offers an operator neither the release nor the text of infected mail', () => {
  const html = shown({ infected: true, mayRelease: false, reason: 'virus' });

  expect(html).toContain('Alleen een beheerder kan deze mail vrijgeven');
  expect(html).toContain('Verwijderen');
  for (const words of ['>Vrijgeven<', 'Tekst bekijken']) expect(html).not.toContain(words);
});

it('offers nothing about mail that is elsewhere, and says who released it and why', () => {
  const release = { by: 'Bea van Dam', at: '2026-11-24T08:00:00Z', reason: 'echte mail' };
  const html = shown({ state: 'onCase', reason: null, release, mayRelease: false });

  expect(html).toContain('Vrijgegeven uit quarantaine door Bea van Dam');
  for (const words of ['Verwijderen', 'Tekst bekijken', 'Blijft nog']) expect(html).not.toContain(words);
});

it('lets an administrator keep it for good', () => {
  expect(shown({}, 'administrator')).toContain('Altijd bewaren');
  expect(shown()).not.toContain('Altijd bewaren');
  expect(shown({ legalHold: true })).toContain('wordt bewaard (legal hold)');
});
