import { attached, mixed, times, type Torture, tortureMailsOf, utf8 } from './torture-mail.ts';

const text = () => 'tekst\r\n';
const MILLION = 1_000_000;

const tortures: Record<string, Torture> = {
  'header-of-50-MB': {
    about: 'a header of 50 MB',
    fields: () => `X-Vulling: ${'x'.repeat(980)}\r\n`.repeat(50_600),
    body: text,
  },
  'header-line-of-10-MB': {
    about: 'a header field of 10 MB in one line',
    fields: () => `X-Lang: ${'x'.repeat(10_000_000)}\r\n`,
    body: text,
  },
  'header-of-a-million-fields': {
    about: 'a million header fields, each of its own name',
    fields: () => times(MILLION, (n) => `X-${n}: y\r\n`),
    body: text,
  },
  'header-folded-a-million-times': {
    about: 'a field folded a million times',
    fields: () => `X-Gevouwen: begin\r\n${' x\r\n'.repeat(MILLION)}`,
    body: text,
  },
  'header-without-end': {
    about: 'a header that never ends, in 20 MB',
    fields: () => `Received: from a by b; ${'Wed, 25 Nov 2026 10:00:00 +0100'.repeat(2)}\r\n`.repeat(200_000),
    body: null,
  },
  'header-line-without-end': {
    about: 'a header line that never ends, in 20 MB',
    fields: () => `X-Eindeloos: ${'x'.repeat(20_000_000)}`,
    body: null,
  },
  recipients: {
    about: '100,000 recipients',
    to: (own) => `${own}${times(100_000, (n) => `,\r\n "Ontvanger ${n}" <ontvanger${n}@gemeente-voorbeeld.example>`)}`,
    body: text,
  },
  'recipients-in-groups': {
    about: 'groups within groups of recipients',
    to: (own) => `${own}, ${'groep:'.repeat(50_000)}a@b.example${';'.repeat(50_000)}`,
    body: text,
  },
  'address-of-comments': {
    about: 'a name within 100,000 nested comments',
    from: (own) => `${'('.repeat(100_000)}x${')'.repeat(100_000)} ${own}`,
    body: text,
  },
  'address-of-quotes': {
    about: 'a name of a million quotes and backslashes',
    from: (own) => `${'"\\'.repeat(500_000)} ${own}`,
    body: text,
  },
  'address-of-angles': {
    about: 'an address of a million angles',
    from: (own) => `${own} ${'<'.repeat(MILLION)}`,
    body: text,
  },
  references: {
    about: 'References of a million ids',
    fields: () => `References:${times(MILLION, (n) => `\r\n <${n}@marteling.example>`)}\r\n`,
    body: text,
  },
  'encoded-words': {
    about: 'a subject of 200,000 encoded words, each of another charset than the one before',
    subject: (own) =>
      `${own}${times(200_000, (n) => `\r\n =?${['utf-8', 'koi8-r', 'x-niets', 'iso-2022-jp'][n % 4]}?${n % 2 ? 'Q?=C3' : 'B?4oI='}?=`)}`,
    body: text,
  },
  'encoded-words-unended': {
    about: 'a subject of a million beginnings of an encoded word',
    subject: (own) => `${own} ${'=?utf-8?Q?'.repeat(MILLION)}`,
    body: text,
  },
  'encoded-word-of-5-MB': {
    about: 'one encoded word of 5 MB',
    subject: (own) => `${own} =?utf-8?B?${'4oKs'.repeat(1_250_000)}?=`,
    body: text,
  },
  'parameter-pieces': {
    about: 'a file name of 100,000 pieces (RFC 2231)',
    fields: () =>
      `Content-Type: application/pdf${times(100_000, (n) => `;\r\n name*${n}*=${n === 0 ? "utf-8''" : ''}%C3%A9`)}\r\n`,
    body: text,
  },
  'parameter-piece-numbers': {
    about: 'pieces of a file name with numbers far apart and below zero (RFC 2231)',
    fields: () =>
      `Content-Type: application/pdf; name*0=a; name*4294967295=b; name*999999999999=c; name*-1=d; name*1e9=e\r\nContent-Disposition: attachment; filename*9007199254740993*=utf-8''f\r\n`,
    body: text,
  },
  'date-of-digits': {
    about: 'dates of a megabyte',
    fields: () => `Resent-Date: ${'9'.repeat(1_000_000)}\r\nReceived: x; ${'('.repeat(100_000)}\r\n`,
    body: text,
  },
  'scripts-in-the-header': {
    about: 'script in every header that a page shows',
    from: () => '"<script>alert(document.domain)</script>" <"><img/src=x/onerror=alert(1)>"@burger.example>',
    to: (own) => `"><svg/onload=alert(2)> <${own}>`,
    subject: (own) =>
      `${own} </title></textarea><script>alert(3)</script><img src=x onerror=alert(4)> {{7*7}} \${7*7} javascript:alert(5)`,
    fields: () =>
      'Cc: "<iframe srcdoc=1>" <a@b.example>\r\nReply-To: javascript:alert(6)\r\nX-Mailer: <script>alert(7)</script>\r\n',
    body: text,
  },
  'bidi-and-nul': {
    about: 'bidi controls, NUL, escape sequences and line separators in every header that a page shows',
    from: () => utf8('"Gemeente\u202Egro.live@\u2066\u0000" <kwelgeest@burger.example>'),
    subject: (own) => utf8(`${own} \u202Efdp.exe\u2028\u2029\u0000\u001B[2J\u001B]0;x\u0007\uFEFF\u200B`),
    body: text,
  },
  'file-names': {
    about: 'file names that are paths, devices, controls, 4 kB, and all the same',
    ...mixed(
      [
        '../../../../etc/passwd',
        '..\\\\..\\\\windows\\\\win.txt',
        'C:\\\\map\\\\brief.pdf',
        '//server/deel/x.pdf',
        'a\0b.pdf',
        utf8('factuur\u202Efdp.txt'),
        'CON',
        'nul.pdf',
        'COM1.txt',
        '.',
        '..',
        '',
        `${'n'.repeat(4_096)}.pdf`,
        '<script>alert(1)</script>.html',
        'naam.pdf\r\n X-Injected: ja',
        'gelijk.pdf',
        'gelijk.pdf',
        'GELIJK.PDF',
        '%2e%2e%2fetc%2fpasswd',
        ' spaties . . ',
        'a;b"c.pdf',
        '$(reboot).pdf',
      ].map((name) => attached('application/pdf', name, Buffer.from(`%PDF-1.4 ${name}`))),
    ),
  },
};

export const headerTortures = tortureMailsOf(tortures);
