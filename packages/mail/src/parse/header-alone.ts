import type { Readable } from 'node:stream';
import { megabytes } from '@zaakpost/domain';

const LONGEST = megabytes(1);

/** The message up to its first empty line, at most 1 MB, as a message without a body. */
export async function* headerAlone(raw: Readable): AsyncGenerator<Buffer, void> {
  let header = Buffer.alloc(0);
  for await (const chunk of raw as AsyncIterable<Buffer>) {
    header = Buffer.concat([header, chunk.subarray(0, LONGEST - header.length)]);
    const end = /\r?\n\r?\n/u.exec(header.toString('latin1'));
    if (end) header = header.subarray(0, end.index);
    if (end || header.length === LONGEST) break;
  }
  const whole = header.length < LONGEST ? header.length : header.lastIndexOf('\n') + 1;
  yield header.subarray(0, whole);
  yield Buffer.from('\r\n\r\n');
}
