/** Who a torture mail is from and to, and what stands in its subject where the torture leaves that alone. */
export interface TortureLetter {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
}

/** A mail made to hurt whoever reads it: the same bytes each time for the same letter. */
export interface TortureMail {
  readonly name: string;
  /** What it tries, in a line. */
  readonly about: string;
  /** CRLF line ends, except where their absence is the point. Up to 60 MB, so made when asked for. */
  raw(letter?: Partial<TortureLetter>): Buffer;
}

/** How a torture mail differs from a plain one. */
export interface Torture {
  about: string;
  from?: (own: string) => string;
  to?: (own: string) => string;
  subject?: (own: string) => string;
  /** Header fields behind the usual ones, each with its line end. */
  fields?: () => string;
  /** Null for a header that never ends. */
  body: (() => string | Buffer) | null;
}

const LETTER: TortureLetter = {
  from: 'Kwelgeest <kwelgeest@burger.example>',
  to: 'info@gemeente-voorbeeld.example',
  subject: 'gemarteld',
};

/** Makes mails of tortures; strings are written with one byte a character, so that they can hold any byte. */
export const tortureMailsOf = (tortures: Record<string, Torture>): TortureMail[] =>
  Object.entries(tortures).map(([name, torture]) => ({
    name,
    about: torture.about,
    raw: (letter = {}) => written(name, torture, { ...LETTER, ...letter }),
  }));

function written(name: string, torture: Torture, letter: TortureLetter): Buffer {
  const own = (value: string) => value;
  const head = [
    `From: ${(torture.from ?? own)(letter.from)}`,
    `To: ${(torture.to ?? own)(letter.to)}`,
    `Subject: ${(torture.subject ?? own)(letter.subject)}`,
    'Date: Wed, 25 Nov 2026 10:00:00 +0100',
    `Message-ID: <${name}@marteling.example>`,
    'MIME-Version: 1.0',
    '',
  ].join('\r\n');
  const fields = torture.fields?.() ?? '';
  const body = torture.body?.() ?? '';
  return Buffer.concat([
    Buffer.from(head + fields + (torture.body === null ? '' : '\r\n'), 'latin1'),
    typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
  ]);
}

/** `many` times what `make` gives, joined. */
export const times = (many: number, make: (n: number) => string): string =>
  Array.from({ length: many }, (_, n) => make(n)).join('');

const base64Lines = (bytes: Buffer): string => bytes.toString('base64').replace(/.{76}/g, '$&\r\n');

/** Text as the bytes of its UTF-8, one character each. */
export const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** A mail of a short text and these parts, each with its own header. */
export const mixed = (parts: string[]): Pick<Torture, 'fields' | 'body'> => ({
  fields: () => 'Content-Type: multipart/mixed; boundary=grens\r\n',
  body: () =>
    ['Content-Type: text/plain\r\n\r\nZie de bijlagen.', ...parts].map((part) => `--grens\r\n${part}\r\n`).join('') +
    '--grens--\r\n',
});

/** An attachment in base64; `name` stands within quotes as it is given. */
export const attached = (type: string, name: string, bytes: Buffer, more = ''): string =>
  [
    `Content-Type: ${type}`,
    `Content-Disposition: attachment; filename="${name}"`,
    `Content-Transfer-Encoding: base64${more}`,
    '',
    base64Lines(bytes),
  ].join('\r\n');

export const htmlMail = (html: () => string): Pick<Torture, 'fields' | 'body'> => ({
  fields: () => 'Content-Type: text/html; charset=utf-8\r\n',
  body: html,
});
