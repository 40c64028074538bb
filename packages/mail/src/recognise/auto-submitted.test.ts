import { expect, test } from 'vitest';
import { rawHeaders } from '../parse/headers.ts';
import { isAutoSubmitted } from './auto-submitted.ts';

const headersOf = (...lines: string[]) =>
  rawHeaders(lines.map((line) => ({ key: line.slice(0, line.indexOf(':')).toLowerCase(), line })));

test.each([
  ['Auto-Submitted: auto-replied'],
  ['Auto-Submitted: auto-generated; owner-email="x"'],
  ['Precedence: auto_reply'],
  ['Precedence: bulk'],
  ['X-Autoreply: yes'],
  ['X-Auto-Response-Suppress: All'],
  ['List-Id: <nieuws.example.nl>'],
  ['Return-Path: <>'],
  ['From: MAILER-DAEMON@mail.example'],
  ['Subject: Automatisch antwoord: Uw aanvraag'],
  ['Subject: Out of Office: reply'],
  ['Subject: =?utf-8?Q?Afwezig:_vakantie?='],
  ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'],
])('%s says that a machine wrote it', (line) => {
  expect(isAutoSubmitted(headersOf(line, 'From: jan@example.nl'))).toBe(true);
});

test.each([
  ['Auto-Submitted: no'],
  ['Subject: Re: automatische incasso'],
  ['Subject: Aanvraag kapvergunning'],
  ['Precedence: first-class'],
  ['X-Auto-Response-Suppress: None'],
  ['Return-Path: <jan@example.nl>'],
])('%s is an ordinary mail', (line) => {
  expect(isAutoSubmitted(headersOf(line, 'From: jan@example.nl'))).toBe(false);
});
