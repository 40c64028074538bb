/** Writes TNEF as Outlook does (MS-OXTNEF 2.1), for tests. */
export function tnef(...attributes: Buffer[]): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(0x223e9f78, 0);
  return Buffer.concat([head, ...attributes]);
}

export function attribute(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8((id & 0xffff) >= 0x9000 && id !== 0x00069003 ? 2 : 1, 0);
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(value.length, 5);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(value.reduce((total, byte) => (total + byte) & 0xffff, 0));
  return Buffer.concat([head, value, sum]);
}

export function properties(...each: Buffer[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(each.length);
  return Buffer.concat([count, ...each]);
}

/** A property of variable length, of one value. */
export function property(type: number, tag: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(tag, 2);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

export const unicode = (tag: number, text: string): Buffer => property(0x1f, tag, Buffer.from(`${text}\0`, 'utf16le'));

/** A file with its short name, its long one and its bytes. */
export const attachment = (name: string, bytes: Buffer): Buffer =>
  Buffer.concat([
    attribute(0x00069002, Buffer.alloc(14)),
    attribute(0x00018010, Buffer.from('KORT~1.PDF\0')),
    attribute(0x0006800f, bytes),
    attribute(0x00069005, properties(unicode(0x3707, name), unicode(0x370e, 'application/pdf'))),
  ]);
