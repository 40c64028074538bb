import { expect, it } from 'vitest';
import type { Mail, Role } from '../../api/contract.ts';
import { rendered } from '../../rendered.tsx';
import { MailView } from './mail-view.tsx';

const MAIL: Mail = {
  id: 'm1',
  receivedAt: '2026-11-23T08:00:00Z',
  subject: 'Vraag over afval',
  from: 'piet@example.nl',
  state: 'needsConfirmation',
  reason: null,
  caseNumber: 1458,
  hintCaseNumber: null,
  attachments: 0,
  incomplete: false,
  source: 'pop3',
  to: 'info@example.nl',
  sentAt: null,
  messageId: null,
  sha256: null,
  size: 100,
  text: 'Dag',
  verdict: null,
  why: null,
  parts: [],
  steps: [],
};

const shown = (mail: Mail, role: Role) => rendered(<MailView mail={mail} changed={() => undefined} />, role);

it('lets who works on cases confirm mail of an unknown sender', () => {
  expect(shown(MAIL, 'caseWorker')).toContain('Bevestigen');
  expect(shown(MAIL, 'administrator')).toContain('Bevestigen');
});

it('tells an operator that it waits, without a button', () => {
  const html = shown(MAIL, 'operator');

  expect(html).toContain('moet bevestigd worden');
  expect(html).not.toContain('Bevestigen');
});

it('asks nothing about mail that has its place', () => {
  expect(shown({ ...MAIL, state: 'onCase' }, 'caseWorker')).not.toContain('Bevestigen');
});
