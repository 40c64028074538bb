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
