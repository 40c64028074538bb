/** An attribute of the second level of TNEF (MS-OXTNEF section 2.1.3.1), with a length that may lie. */
export interface TnefAttribute {
  id: number;
  bytes?: Buffer;
  length?: number;
}

/** A TNEF stream of these attributes, then of `rest`. */
export function tnefOf(attributes: TnefAttribute[], rest: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0x21, 0x00]), ...attributes.map(attribute), rest]);
}

function attribute({ id, bytes = Buffer.alloc(14), length = bytes.length }: TnefAttribute): Buffer {
  const head = Buffer.alloc(9);
  head[0] = 0x02;
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(length, 5);
  const checksum = Buffer.alloc(2);
  checksum.writeUInt16LE(bytes.reduce((sum, byte) => (sum + byte) & 0xff_ff, 0));
  return Buffer.concat([head, bytes, checksum]);
}
