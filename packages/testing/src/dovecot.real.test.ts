import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { expect, it } from 'vitest';
import { type Dovecot, withDovecot } from './dovecot.ts';

const users = { loket: 'geheim' };

/** Sends lines over POP3S and answers all that came back until the server closed. */
async function talk({ pop3sPort, ca }: Dovecot, lines: string[]): Promise<string> {
  const socket: TLSSocket = connect({ host: 'localhost', port: pop3sPort, ca });
  await once(socket, 'secureConnect');
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  socket.write(`${lines.join('\r\n')}\r\n`);
  await once(socket, 'close');
  return Buffer.concat(heard).toString('latin1');
}

it('hands out the bytes it was given, and forgets them after DELE and QUIT', async () => {
  await withDovecot({ users }, async (dovecot) => {
    const mail = 'From: a@burger.example\r\nSubject: Punt\r\n\r\n.\r\n..\r\n\xe9\x80 einde\r\n';
    await dovecot.deliver('loket', Buffer.from(mail, 'latin1'));
    expect(await dovecot.count('loket')).toBe(1);

    const heard = await talk(dovecot, ['USER loket', 'PASS geheim', 'RETR 1', 'DELE 1', 'QUIT']);

    expect(heard).toContain(mail.replaceAll('\r\n.', '\r\n..'));
    expect(await dovecot.count('loket')).toBe(0);
  });
});

it('refuses a wrong password at once', async () => {
  await withDovecot({ users }, async (dovecot) => {
    expect(await talk(dovecot, ['USER loket', 'PASS fout', 'QUIT'])).toContain('-ERR [AUTH]');
  });
});

it('comes back on the same ports after it was killed', async () => {
  await withDovecot({ users }, async (dovecot) => {
    await dovecot.kill();
    await dovecot.restart();

    expect(await talk(dovecot, ['USER loket', 'PASS geheim', 'STAT', 'QUIT'])).toContain('+OK 0 0');
  });
});
