import { expect, test } from 'vitest';
import { signedData } from './cms/cms-builder.fixture.ts';
import { mixed, read } from './read-mail.fixture.ts';

test.each([
  ['multipart/signed; protocol="application/pgp-signature"; boundary=b', 'openpgp-signed'],
  ['multipart/signed; protocol="application/pkcs7-signature"; boundary=b', 'smime-signed'],
  ['multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b', 'openpgp-encrypted'],
  ['application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m', 'smime-encrypted'],
  ['application/x-pkcs7-mime; smime-type=signed-data; name=smime.p7m', 'smime-signed'],
  ['text/plain', null],
])('%s is labelled', async (type, protection) => {
  const message = await read(`Content-Type: ${type}\n\n--b\n\ntekst\n--b--\n`);

  expect(message.protection).toBe(protection);
  expect(message.warnings.some((warning) => /signed|encrypted/u.test(warning))).toBe(protection !== null);
});

test('what an opaque signature was put on is read beside the file that it is', async () => {
  const inner = mixed('\nondertekend', 'Content-Type: application/pdf; name=a.pdf\n\n%PDF');
  const body = signedData(Buffer.from(inner), true).toString('base64');

  const message = await read(
    `Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${body}`,
  );

  expect(message).toMatchObject({ text: 'ondertekend', files: ['smime.p7m', 'a.pdf'], protection: 'smime-signed' });
  expect(message.parts[1]?.toString()).toBe('%PDF');
});

test('two texts that were signed apart are not joined', async () => {
  const signed = (text: string) =>
    `Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n${signedData(
      Buffer.from(`Content-Type: text/plain\n\n${text}`),
    ).toString('base64')}`;

  const message = await read(mixed(signed('van de een'), signed('van de ander')));

  expect(message).toMatchObject({ text: 'van de een', files: ['smime.p7m', 'smime.p7m'] });
});

test('armour in the text is labelled', async () => {
  const message = await read('Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n');

  expect(message.protection).toBe('openpgp-encrypted');
});

test('what stands outside a signed part is never joined to what is in it', async () => {
  const signed =
    'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=s\n\n--s\n\nondertekend\n--s\nContent-Type: application/pgp-signature\n\nsig\n--s--';

  const message = await read(mixed(signed, 'Content-Type: text/html\n\n<p>niet ondertekend</p>'));

  expect(message).toMatchObject({ text: 'ondertekend', html: null });
  expect(message.parts.map(String)).toContain('<p>niet ondertekend</p>');
});
