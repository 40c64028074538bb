import { expect, it } from 'vitest';
import type { TimelineEntry } from '../../api/contract.ts';
import { rendered } from '../../rendered.tsx';
import { Timeline } from './timeline.tsx';

const ENTRY: TimelineEntry = {
  id: '1',
  direction: 'inbound',
  who: '<script>@example.nl',
  subject: '',
  summary: 'Dag',
  at: '2026-11-23T08:00:00Z',
  flags: ['senderUnknown'],
  why: null,
  release: null,
  ...{ documents: [], moreDocuments: 0 },
  inboundMessageId: 'm1',
  outboundMessageId: null,
  needsConfirmation: false,
  deliveries: [],
};

const DOCUMENT = {
  id: 'd1',
  role: 'attachment',
  filename: 'kaart.pdf',
  contentType: 'application/pdf',
  size: 100,
  createdAt: '2026-11-23T08:00:00Z',
} as const;

const shown = (entries: TimelineEntry[]) =>
  rendered(<Timeline entries={entries} number={1458} changed={() => undefined} />);

it('shows flags in words and leads to the way of the mail', () => {
  const html = shown([ENTRY]);

  expect(html).toContain('Afzender onbekend');
  expect(html).toContain('href="/mails/m1"');
  expect(html).toContain('(geen onderwerp)');
});

it('shows what a stranger wrote as text', () => {
  expect(shown([ENTRY])).not.toContain('<script>');
});

it('says per recipient what became of a mail of ours', () => {
  const deliveries = [
    { id: 'd1', address: 'fatima@example.nl', role: 'to' as const, state: 'outcomeUnknown' as const, reply: null },
  ];

  const html = shown([{ ...ENTRY, direction: 'outbound', deliveries }]);

  expect(html).toContain('Uitkomst onbekend');
});

it('asks to confirm mail of an unknown sender, as long as nobody did', () => {
  const waiting = shown([{ ...ENTRY, needsConfirmation: true }]);

  expect(waiting).toContain('moet bevestigd worden');
  expect(waiting).toMatch(/<button[^>]*>.*Bevestigen.*<\/button>/);
  expect(shown([ENTRY])).not.toContain('<button');
});

it('leads to the documents that it does not name', () => {
  const html = shown([{ ...ENTRY, moreDocuments: 490, documents: [DOCUMENT] }]);

  expect(html).toMatch(/href="\/cases\/1458\/documents"[^>]*>en nog 490</u);
});
