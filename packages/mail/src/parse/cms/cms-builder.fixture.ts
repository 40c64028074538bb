/** Writes an opaque signature without signers (RFC 5652 section 5.1), for tests; `pieces` as a signer that streams does. */
export function signedData(content: Buffer, pieces = false): Buffer {
  const octets = pieces
    ? open(
        0x24,
        ...[...Array(Math.ceil(content.length / 7)).keys()].map((n) => ber(4, content.subarray(n * 7, n * 7 + 7))),
      )
    : ber(4, content);
  const wrap = pieces ? open : ber;
  const encapsulated = wrap(0x30, ber(6, oid('2a864886f70d010701')), wrap(0xa0, octets));
  const signed = wrap(0x30, ber(2, Buffer.of(1)), ber(0x31), encapsulated, ber(0x31));
  return wrap(0x30, ber(6, oid('2a864886f70d010702')), wrap(0xa0, signed));
}

const oid = (hex: string): Buffer => Buffer.from(hex, 'hex');

function ber(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length =
    content.length < 0x80 ? Buffer.of(content.length) : Buffer.of(0x82, content.length >> 8, content.length & 0xff);
  return Buffer.concat([Buffer.of(tag), length, content]);
}

const open = (tag: number, ...contents: Buffer[]): Buffer =>
  Buffer.concat([Buffer.of(tag, 0x80), ...contents, Buffer.of(0, 0)]);
