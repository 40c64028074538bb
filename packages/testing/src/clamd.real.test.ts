import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { withClamd } from './clamd.ts';
import { eicar, eicarSignature } from './eicar.ts';

async function scan(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  socket.write(Buffer.concat([Buffer.from('nINSTREAM\n'), length, Buffer.from(bytes, 'latin1'), Buffer.alloc(4)]));
  await once(socket, 'close');
  return Buffer.concat(heard).toString().trim();
}

it('finds the EICAR file, bare and attached to a mail, and nothing in an ordinary mail', async () => {
  await withClamd(async ({ port }) => {
    const base64 = Buffer.from(eicar()).toString('base64');
    const headers = 'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\n';
    const mail = `${headers}Content-Transfer-Encoding: base64\r\n\r\n${base64}\r\n`;

    expect(await scan(port, eicar())).toMatch(/^stream: Eicar-Test-Signature.* FOUND$/);
    expect(await scan(port, mail)).toMatch(/^stream: Eicar-Test-Signature.* FOUND$/);
    expect(await scan(port, 'From: a@b.example\r\n\r\nDag\r\n')).toBe('stream: OK');
  });
});

it('knows the EICAR file by its checksum', () => {
  expect(eicarSignature).toContain(createHash('md5').update(eicar()).digest('hex'));
});
