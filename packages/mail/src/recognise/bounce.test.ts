import { expect, test } from 'vitest';
import { DEFAULT_PARSE_LIMITS } from '../parse/limits.ts';
import { readMessage } from '../parse/read-message.ts';

async function read(source: string) {
  const bytes = Buffer.from(source.replace(/\r?\n/g, '\r\n'));
  const drain = async (content: AsyncIterable<Buffer>) => {
    for await (const _ of content);
  };
  return readMessage(
    (async function* () {
      yield bytes;
    })(),
    drain,
    DEFAULT_PARSE_LIMITS,
  );
}

const report = (status: string, returned: string) => `From: MAILER-DAEMON@mail.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

Het kon niet worden bezorgd.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

${status}
--b
${returned}
--b--
`;

test('a report names its recipients and the mail that it is about (RFC 3464)', async () => {
  const { bounce, autoSubmitted } = await read(
    report(
      `Final-Recipient: rfc822; jan@example.nl
Original-Recipient: rfc822;Jan@example.nl
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
 no such user

Final-Recipient: rfc822; piet@example.nl
Action: delayed
Status: 4.4.1 (timeout)`,
      `Content-Type: message/rfc822

Received: from x
Message-ID:
 <ons-bericht@post.example>
Subject: Besluit

tekst`,
    ),
  );

  expect(autoSubmitted).toBe(true);
  expect(bounce).toEqual({
    originalMessageId: '<ons-bericht@post.example>',
    recipients: [
      { address: 'Jan@example.nl', action: 'failed', status: '5.1.1' },
      { address: 'piet@example.nl', action: 'delayed', status: '4.4.1' },
    ],
  });
});

test('a report with only the header of the mail names it too', async () => {
  const { bounce } = await read(
    report(
      'Final-Recipient: rfc822; jan@example.nl\nAction: failed\nStatus: 5.2.2',
      'Content-Type: text/rfc822-headers\n\nMessage-Id: <ons@post.example>\n',
    ),
  );

  expect(bounce?.originalMessageId).toBe('<ons@post.example>');
});

test('a report that all went well is no bounce', async () => {
  const { bounce } = await read(
    report('Final-Recipient: rfc822; jan@example.nl\nAction: delivered\nStatus: 2.0.0', 'Content-Type: text/plain\n\n'),
  );

  expect(bounce).toBeNull();
});

test('Exim names the failed recipients in a field of its own', async () => {
  const { bounce } = await read(`From: Mail Delivery System <mailer-daemon@exim.example>
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: jan@example.nl, piet@example.nl

A message could not be delivered.

------ This is a copy of the message. ------
Message-ID: <ons@post.example>
Subject: Besluit
`);

  expect(bounce).toMatchObject({
    originalMessageId: '<ons@post.example>',
    recipients: [{ address: 'jan@example.nl' }, { address: 'piet@example.nl' }],
  });
});

test('qmail names it on a line of the text', async () => {
  const { bounce } = await read(`Return-Path: <>
From: MAILER-DAEMON@qmail.example
Subject: failure notice

Hi. This is the qmail-send program.

<jan@example.nl>:
Sorry, no mailbox here by that name.
`);

  expect(bounce?.recipients).toEqual([{ address: 'jan@example.nl', action: 'failed', status: '' }]);
});

test('a citizen who writes about an undeliverable letter is no bounce', async () => {
  const { bounce } = await read('From: jan@example.nl\nSubject: Brief onbestelbaar retour\n\nHallo\n');

  expect(bounce).toBeNull();
});

test.each([
  ['Piet | Systeembeheerder <piet@example.nl>', 'Bericht kon niet worden bezorgd', 'Onze mail komt niet aan.'],
  ['Postmaster <postmaster@example.nl>', 'Vertraging in de Kerkstraat', 'Hoe lang duurt het nog?'],
  ['Info <bounce@springkussens.example>', 'Vertraagde vergunning', 'Waar blijft die?'],
])('a mail of %s about “%s” is of a person', async (from, subject, text) => {
  const { bounce, autoSubmitted } = await read(`From: ${from}\nSubject: ${subject}\n\n${text}\n`);

  expect([bounce, autoSubmitted]).toEqual([null, false]);
});
