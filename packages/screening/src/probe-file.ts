import { crc32 } from 'node:zlib';

/**
 * The EICAR test file `depth` zips deep. Every scanner reports it and it harms nothing. Put together at run time, so
 * that no scanner takes this source file away.
 *
 * @see https://www.eicar.org/download-anti-malware-testfile/
 */
export function nestedEicar(depth: number): Buffer {
  let bytes: Buffer = Buffer.from(EICAR.join(''), 'latin1');
  for (let level = 0; level < depth; level++) bytes = zipOf(level === 0 ? 'probe.com' : 'probe.zip', bytes);
  return bytes;
}

const EICAR = ['X5O!P%@AP[4', '\\PZX54(P^)7CC)', '7}$EICAR-', 'STANDARD-ANTI', 'VIRUS-TEST-', 'FILE!$H+H*'];

/** A zip whose one file asks for a password; what it holds is noise. */
export const encryptedZip = (): Buffer => zipOf('probe.txt', Buffer.alloc(64, 'noise'), IS_ENCRYPTED);

const IS_ENCRYPTED = 0x01;

/** A zip with one stored file: PKWARE APPNOTE 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end). */
export function zipOf(name: string, content: Buffer, flags = 0): Buffer {
  const title = Buffer.from(name, 'latin1');
  const about = Buffer.alloc(26);
  about.writeUInt16LE(10, 0);
  about.writeUInt16LE(flags, 2);
  about.writeUInt16LE(0x21, 8);
  about.writeUInt32LE(crc32(content), 10);
  about.writeUInt32LE(content.length, 14);
  about.writeUInt32LE(content.length, 18);
  about.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, title, content]);

  const central = Buffer.concat([Buffer.from('PK\x01\x02\x0a\0', 'latin1'), about, Buffer.alloc(14), title]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

/** The EICAR test file in a RAR, stored, as version 5 writes it: https://www.rarlab.com/technote.htm */
export function eicarInRar5(): Buffer {
  const block = (...fields: number[][]) => {
    const body = Buffer.from(fields.flat());
    return checked(Buffer.concat([Buffer.from([body.length]), body]), 4);
  };
  const [name, content] = [[...Buffer.from('probe.com')], [...nestedEicar(0)]];
  const file = [[2, 2, content.length, 4, content.length, 0x20], [...checksum(Buffer.from(content), 4)], [0, 0]];
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
    block([1, 0, 0]),
    block(...file, [name.length, ...name]),
    Buffer.from(content),
    block([5, 0, 0]),
  ]);
}

/** The EICAR test file in a RAR, stored, as versions up to 4 write it. */
export function eicarInRar4(): Buffer {
  const block = (type: number, flags: number, fields: Buffer = Buffer.alloc(0)) => {
    const head = Buffer.alloc(5);
    head.writeUInt8(type, 0);
    head.writeUInt16LE(flags, 1);
    head.writeUInt16LE(7 + fields.length, 3);
    return checked(Buffer.concat([head, fields]), 2);
  };
  const [name, content] = [Buffer.from('probe.com'), nestedEicar(0)];
  const about = Buffer.alloc(25);
  for (const at of [0, 4]) about.writeUInt32LE(content.length, at);
  about.writeUInt8(2, 8);
  checksum(content, 4).copy(about, 9);
  about.writeUInt32LE(0x210000, 13);
  about.writeUInt8(20, 17);
  about.writeUInt8(0x30, 18);
  about.writeUInt16LE(name.length, 19);
  about.writeUInt32LE(0x20, 21);
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\0', 'latin1'),
    block(0x73, 0, Buffer.alloc(6)),
    block(0x74, 0x8000, Buffer.concat([about, name])),
    content,
    block(0x7b, 0x4000),
  ]);
}

const checked = (bytes: Buffer, length: number): Buffer => Buffer.concat([checksum(bytes, length), bytes]);

function checksum(bytes: Buffer, length: number): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(bytes));
  return sum.subarray(0, length);
}
