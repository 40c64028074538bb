import { expect, it } from 'vitest';
import type { Mail, Role } from '../../api/contract.ts';
import { rendered } from '../../rendered.tsx';
import { nl } from '../../text/nl/index.ts';
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
  ...{ incompleteBecause: null, warnings: [], decodedLost: false },
  source: 'pop3',
  sourceKey: 'b1',
  sourceName: 'Algemeen',
  origin: { kind: 'pop3', mailboxId: 'b1', uniqueId: '0000a3.5f' },
  cameBack: 0,
  waitsFor: { for: 'person', task: 'confirm' },
  ledTo: { contactMoments: [], documents: [], intakeDocuments: [], acknowledgements: [], bounceOf: null },
  acts: [],
  equals: [],
  to: 'info@example.nl',
  sentAt: null,
  messageId: null,
  sha256: null,
  bytesGoneAt: null,
  mayDownload: true,
  legalHold: false,
  release: null,
  size: 100,
  ...{ text: 'Dag', textCut: false },
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

it('says what it waits for, since when, and what mends that', () => {
  const scan = { for: 'stage', stage: 'scan', state: 'pending', code: 'clamd-away' } as const;
  const times = { since: '2026-11-23T08:00:00Z', nextTryAt: '2026-11-23T08:30:00Z' };
  const html = shown({ ...MAIL, state: 'received', waitsFor: { ...scan, ...times } }, 'operator');

  expect(html).toContain('de virusscanner is niet bereikbaar');
  expect(html).toContain('23 nov, 09:30');
  expect(html).toContain(nl['mend.clamd']);
});

it('says in words what the spam filter thinks, and that a sender could not be checked', () => {
  const gap = { result: 'none', domain: 'example.nl', why: 'noClientAddress' } as const;
  const html = shown(
    {
      ...MAIL,
      verdict: {
        virus: { outcome: 'clean', signature: null, scanner: 'clamd', testSignaturesOnly: false },
        spam: { action: 'add header', score: 7, required: 15, symbols: [], degraded: false },
        ...{ parts: [], policy: [] },
        authentication: {
          spf: { ...gap, aligned: false, reportedBy: null },
          dkim: [],
          dmarc: { ...gap, policy: null },
          arc: { result: 'none', domain: null, why: null, hops: 0 },
        },
      },
    },
    'operator',
  );

  expect(html).toContain('7 van 15 punten, advies: mogelijk spam');
  expect(html).toContain('niet gecontroleerd, example.nl, niet bekend welke server hem bracht');
});

it('tells the mailbox and the number under which it lay there, and leads to all mail from there', () => {
  const html = shown(MAIL, 'caseWorker');

  expect(html).toContain('0000a3.5f');
  expect(html).toMatch(/href="\/mails\?source=b1"[^>]*>Algemeen/u);
});

it('tells what it led to, and leads only who works on cases there', () => {
  const ledTo = { ...MAIL.ledTo, contactMoments: [{ id: 'c1', caseNumber: 1458, at: '2026-11-23T08:00:00Z' }] };

  expect(shown({ ...MAIL, ledTo, caseNumber: null }, 'caseWorker')).toContain('href="/cases/1458"');
  expect(shown({ ...MAIL, ledTo, caseNumber: null }, 'operator')).not.toContain('href="/cases/1458"');
});

it('lets an operator have a duplicate delivered, while its bytes are there', () => {
  const duplicate = { ...MAIL, state: 'duplicate', caseNumber: null } as const;

  expect(shown(duplicate, 'operator')).toContain('Toch bezorgen');
  expect(shown(duplicate, 'caseWorker')).not.toContain('Toch bezorgen');
  expect(shown({ ...duplicate, bytesGoneAt: '2026-11-24T08:00:00Z' }, 'operator')).not.toContain('Toch bezorgen');
});

it('says how it was read only where there is something to say', () => {
  const cut = { code: 'cutOff', text: 'cut off' } as const;
  const html = shown({ ...MAIL, incomplete: true, incompleteBecause: 'parts', warnings: [cut] }, 'operator');

  expect(html).toContain('Deze mail is niet helemaal gelezen: hij heeft te veel onderdelen.');
  expect(html).toContain('De mail kan zijn afgebroken.');
  expect(shown({ ...MAIL, warnings: [{ code: null, text: 'Old words.' }] }, 'operator')).toContain('Old words.');
  expect(shown(MAIL, 'operator')).not.toContain('Bij het lezen');
});

it('names some of many recipients and counts the others', () => {
  const to = Array.from({ length: 12 }, (_, n) => `a${n}@example.nl`).join(', ');
  const html = shown({ ...MAIL, to }, 'caseWorker').replaceAll('<wbr/>', '');

  expect(html).toContain('a9@example.nl');
  expect(html).not.toContain('a10@example.nl');
  expect(html).toContain('en nog 2');
});
