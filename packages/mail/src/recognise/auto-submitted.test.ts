import { processorTime } from '@zaakpost/testing';
import { expect, test } from 'vitest';
import { rawHeaders } from '../parse/headers.ts';
import { isAutoSubmitted, guessOf } from './auto-submitted.ts';

const headersOf = (...lines: string[]) =>
  rawHeaders(lines.map((line) => ({ key: line.slice(0, line.indexOf(':')).toLowerCase(), line })));

test.each([
  ['Auto-Submitted: auto-replied'],
  ['Auto-Submitted: auto-generated; owner-email="x"'],
  ['Precedence: auto_reply'],
  ['Precedence: bulk'],
  ['X-Autoreply: yes'],
  ['List-Unsubscribe-Post: List-Unsubscribe=One-Click'],
  ['Return-Path: <>'],
  ['From: MAILER-DAEMON@mail.example'],
  ['Subject: Automatisch antwoord: Uw aanvraag'],
  ['Subject: Out of Office: reply'],
  ['Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:_cong=C3=A9?='],
  ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'],
])('%s says that a machine wrote it', (line) => {
  expect(isAutoSubmitted(headersOf(line, 'From: jan@example.nl'))).toBe(true);
});

test.each([
  ['Auto-Submitted: no'],
  ['Subject: Re: automatische incasso'],
  ['Subject: Aanvraag kapvergunning'],
  ['Precedence: first-class'],
  ['X-Auto-Response-Suppress: All'],
  ['List-Id: <buurt.example.nl>'],
  ['List-Unsubscribe: <mailto:af@example.nl>'],
  ['Feedback-ID: 1.eu-west-1.x:AmazonSES'],
  ['Return-Path: <jan@example.nl>'],
  ['Subject: Afwezig bij de hoorzitting'],
  ['Subject: Re: Automatisch antwoord: vraag'],
])('%s is an ordinary mail', (line) => {
  expect(isAutoSubmitted(headersOf(line, 'From: jan@example.nl'))).toBe(false);
});

test.each([
  ['Subject: Afwezig: uw vraag', 'X-Auto-Response-Suppress: DR, OOF'],
  ['Subject: Afwezig: uw vraag', 'In-Reply-To: <1@gemeente.nl>'],
  ['Subject: Wij hebben uw bericht ontvangen', 'X-Loop: loket@example.nl'],
  ['Subject: Afwezig: uw vraag', 'Return-Path: <>'],
])('%s is written by a machine when %s says so too', (subject, sign) => {
  expect(isAutoSubmitted(headersOf(subject, 'From: jan@example.nl'))).toBe(false);
  expect(isAutoSubmitted(headersOf(subject, sign, 'From: jan@example.nl'))).toBe(true);
});

test.each([
  ['Subject: Gelezen: uw brief over de containers'],
  ['Subject: Afwezigheidsbericht: mijn dochter is ziek'],
  ['Subject: Auto: kenteken afwezig in het systeem'],
  ['Subject: Afwezig 12 december: kan de afspraak verzet?', 'In-Reply-To: <1@gemeente.nl>'],
  ['Subject: Vakantieverhuur in mijn straat', 'X-Auto-Response-Suppress: All'],
  ['Subject: Melding 1234: nog geen antwoord ontvangen', 'In-Reply-To: <1@gemeente.nl>'],
  ['X-Mailer: Vacation Homes CRM'],
])('%s is a guess, as a person may have written it', (...lines) => {
  const headers = headersOf(...lines, 'From: jan@example.nl');

  expect([isAutoSubmitted(headers), guessOf(headers)]).toEqual([true, 'words']);
});

test.each([
  ['From: Jan <>'],
  ['Return-Path: <>'],
  ['From: <>', 'Return-Path: <>'],
  ['Return-Path: <>', 'Subject: Scan van de balie', 'X-Mailer: KONICA MINOLTA bizhub'],
])('%s names no sender, which scanners and forms of people do too', (...lines) => {
  const headers = headersOf(...lines, 'From: jan@example.nl');

  expect([isAutoSubmitted(headers), guessOf(headers)]).toEqual([true, 'noSender']);
});

test.each([['Auto-Submitted: auto-replied'], ['Return-Path: <>'], ['Precedence: auto_reply']])(
  '%s leaves nothing to guess about a subject of a machine',
  (sign) => {
    expect(guessOf(headersOf('Subject: Afwezigheidsbericht: uw vraag', sign))).toBeNull();
  },
);

test.each([['иван@почта.рф'], ['用户@例子.公司']])('%s is the address of somebody', (address) => {
  expect(isAutoSubmitted(headersOf(`From: ${address}`, 'Subject: Vraag'))).toBe(false);
});

test('a field without end is looked at in time', async () => {
  const headers = headersOf(`Auto-Submitted: ${'('.repeat(900_000)}`);

  const { spent } = await processorTime(() => isAutoSubmitted(headers));

  expect(spent).toBeLessThan(1_000);
});

test('what people write to a list is theirs, whatever the list adds', () => {
  const list = [
    'Precedence: bulk',
    'List-Post: <mailto:buurt@example.nl>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  ];

  expect(isAutoSubmitted(headersOf(...list, 'From: jan@example.nl'))).toBe(false);
  expect(isAutoSubmitted(headersOf(...list, 'Auto-Submitted: auto-replied'))).toBe(true);
});

test('a null return path counts where the server that delivered wrote it', () => {
  const path = 'Return-Path: <>';
  const received = 'Received: from mx.example.nl';

  expect(isAutoSubmitted(headersOf(path, received, 'From: jan@example.nl'))).toBe(true);
  expect(isAutoSubmitted(headersOf(received, path, 'From: jan@example.nl'))).toBe(false);
});
