import { times, type Torture, tortureMailsOf } from './torture-mail.ts';

const DEEP = 50_000;
const MANY = 100_000;

const mixed = (boundary: string) => `Content-Type: multipart/mixed; boundary=${boundary}\r\n`;

const tortures: Record<string, Torture> = {
  'nested-multiparts': {
    about: 'multiparts in multiparts, 50,000 deep',
    fields: () => mixed('b0'),
    body: () => times(DEEP, (n) => `--b${n}\r\n${mixed(`b${n + 1}`)}\r\n`),
  },
  'nested-one-boundary': {
    about: 'multiparts in multiparts, 50,000 deep, all of one boundary',
    fields: () => mixed('b'),
    body: () => `--b\r\n${mixed('b')}\r\n`.repeat(DEEP),
  },
  'nested-messages': {
    about: 'a message in a message, 50,000 deep',
    fields: () => 'Content-Type: message/rfc822\r\n',
    body: () =>
      `${times(DEEP, (n) => `Subject: ${n}\r\nContent-Type: message/rfc822\r\n\r\n`)}Subject: kern\r\n\r\nkern\r\n`,
  },
  'nested-messages-in-multiparts': {
    about: 'a multipart in a message in a multipart, 10,000 deep',
    fields: () => mixed('b0'),
    body: () =>
      times(10_000, (n) => `--b${n}\r\nContent-Type: message/rfc822\r\n\r\nSubject: ${n}\r\n${mixed(`b${n + 1}`)}\r\n`),
  },
  'parts-of-text': {
    about: '100,000 parts of text',
    fields: () => mixed('b'),
    body: () => `${'--b\r\n\r\nx\r\n'.repeat(MANY)}--b--\r\n`,
  },
  'parts-attached': {
    about: '100,000 attachments',
    fields: () => mixed('b'),
    body: () => `${times(MANY, (n) => `--b\r\nContent-Type: application/pdf; name=${n}.pdf\r\n\r\nx\r\n`)}--b--\r\n`,
  },
  'alternatives-of-html': {
    about: '20,000 alternatives in HTML',
    fields: () => 'Content-Type: multipart/alternative; boundary=b\r\n',
    body: () => `${'--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n'.repeat(20_000)}--b--\r\n`,
  },
  'boundary-of-70-kB': {
    about: 'a boundary of 70 kB',
    fields: () => mixed('g'.repeat(70_000)),
    body: () => `--${'g'.repeat(70_000)}\r\n\r\ntekst\r\n--${'g'.repeat(70_000)}--\r\n`,
  },
  'boundary-almost': {
    about: 'half a million lines that are almost the boundary',
    fields: () => mixed('grens'),
    body: () => `--grens\r\n\r\n${'--gren\r\n'.repeat(250_000)}${'--grenss\r\n'.repeat(250_000)}--grens--\r\n`,
  },
  'boundary-of-dashes': {
    about: 'a boundary of dashes, and a text of dashes',
    fields: () => mixed('"----------"'),
    body: () => `${'-'.repeat(5_000_000)}\r\n${'------------\r\n\r\n'.repeat(100_000)}`,
  },
  'digest-of-many': {
    about: 'a digest of 50,000 messages',
    fields: () => 'Content-Type: multipart/digest; boundary=b\r\n',
    body: () => `${times(50_000, (n) => `--b\r\n\r\nSubject: ${n}\r\n\r\nx\r\n`)}--b--\r\n`,
  },
  'partial-of-a-million': {
    about: 'piece 1 of 1,000,000 (message/partial)',
    fields: () => 'Content-Type: message/partial; id="x@y"; number=1; total=1000000\r\n',
    body: () => 'Subject: binnen\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n',
  },
  'content-length-lies': {
    about: 'lengths that are not true, in the header and in each part',
    fields: () => `Content-Length: 99999999999999999999\r\nLines: -1\r\n${mixed('b')}`,
    body: () =>
      `--b\r\nContent-Length: 0\r\n\r\nwel tekst\r\n--b\r\nContent-Length: 4294967295\r\n\r\nnog meer\r\n--b--\r\n`,
  },
  'types-without-sense': {
    about: '900 parts whose types contradict themselves',
    fields: () => mixed('b'),
    body: () =>
      times(900, (n) =>
        [
          `--b\r\nContent-Type: multipart/mixed; boundary=b; boundary=c${n}`,
          'Content-Type: text/html; charset=multipart',
          `Content-Transfer-Encoding: ${n % 2 ? 'base64' : 'x-geen'}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n`,
        ].join('\r\n'),
      ),
  },
};

export const structureTortures = tortureMailsOf(tortures);
