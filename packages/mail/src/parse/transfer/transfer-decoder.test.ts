import fc from 'fast-check';
import { expect, test } from 'vitest';
import { transferDecoder } from './transfer-decoder.ts';

function decoded(encoding: string, sent: Buffer, size: number): Buffer {
  const decoder = transferDecoder(encoding);
  const pieces: Buffer[] = [];
  for (let at = 0; at < sent.length; at += size) pieces.push(decoder.push(sent.subarray(at, at + size)));
  return Buffer.concat([...pieces, decoder.end()]);
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/(.{76})/gu, '$1\r\n');
const quotedPrintable = (bytes: Buffer): string =>
  [...bytes]
    .map((byte, n) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}${n % 20 === 19 ? '=\r\n' : ''}`)
    .join('');

function uuencode(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const line = bytes.subarray(at, at + 45);
    const padded = Buffer.concat([line, Buffer.alloc((3 - (line.length % 3)) % 3)]);
    let text = String.fromCharCode(0x20 + line.length);
    for (let n = 0; n < padded.length; n += 3) {
      const value = padded.readUIntBE(n, 3);
      for (const shift of [18, 12, 6, 0]) text += String.fromCharCode(((value >> shift) & 0x3f) + 0x20);
    }
    lines.push(text.replaceAll(' ', '`'));
  }
  return `begin 644 a\r\n${lines.join('\r\n')}\r\n\`\r\nend\r\n`;
}

test.each([
  ['base64', base64],
  ['Quoted-Printable', quotedPrintable],
  ['x-uuencode', uuencode],
  ['8bit', (bytes: Buffer) => bytes.toString('latin1')],
  ['binary', (bytes: Buffer) => bytes.toString('latin1')],
])('%s gives the bytes that were sent, however they are cut', (encoding, encode) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 90 }), (given, size) => {
      const bytes = Buffer.from(given);
      expect(decoded(encoding, Buffer.from(encode(bytes), 'latin1'), size).equals(bytes)).toBe(true);
    }),
  );
});

test.each([
  ['base64', 'Z2V3b29u', 'gewoon'],
  ['base64', 'Z2V3b28', 'gewoo'],
  ['base64', 'Z2V3\r\n!!b2*9u', 'gewoon'],
  ['base64', 'Z2V3b28=\r\nbg==', 'gewoon'],
  ['base64', 'Z2V3b28=bg==', 'gewoon'],
  ['base64', 'Z2=V3b29u', 'gewoon'],
  ['base64', 'Z2V3b28=\r\n\r\n-- \r\nGescand door een dienst.\r\n', 'gewoo'],
  ['base64', 'Z2V3b29u\r\nThis mail was scanned, by us.\r\n', 'gewoon'],
  ['"BASE64" (zo)', 'Z2V3b29u', 'gewoon'],
  ['quoted-printable', 'a=3Db=\r\nc =20\r\nd  \r\n', 'a=bc  \r\nd\r\n'],
  ['quoted-printable', 'a = b =zz =', 'a = b =zz '],
  ['quoted-printable', 'x=  \nyz=0', 'xyz=0'],
  ['quoted-printable', 'a=e9=C3', 'a\xe9\xc3'],
  ['x-weet-niet', 'a=3D', 'a=3D'],
])('%s: %j is %j at every cut', (encoding, sent, wanted) => {
  for (let size = 1; size <= sent.length; size += 1) {
    expect(decoded(encoding, Buffer.from(sent, 'latin1'), size).toString('latin1')).toBe(wanted);
  }
});
