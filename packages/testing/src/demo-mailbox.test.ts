import { once } from 'node:events';
import { connect } from 'node:tls';
import { expect, it } from 'vitest';
import { testCertificates } from './certificates.ts';
import { type DemoMailbox, startDemoMailbox } from './demo-mailbox.ts';
import { withTemporaryFolder } from './temp-folder.ts';

const login = { user: 'loket', password: 'geheim met spatie' };
const signIn = [`USER ${login.user}`, `PASS ${login.password}`];
const mails = [
  { name: 'een', raw: Buffer.from('Subject: 1\r\n\r\n.\r\n..\r\n\xe9 einde', 'latin1') },
  { name: 'twee', raw: Buffer.from('Subject: 2\r\n\r\ntwee\r\n') },
];

async function withMailbox(use: (open: () => Promise<DemoMailbox>) => Promise<void>) {
  const certificates = await testCertificates();
  await withTemporaryFolder((folder) => use(() => startDemoMailbox({ certificates, folder, mails, login })));
}

async function dial({ port, ca }: DemoMailbox) {
  const socket = connect({ host: 'localhost', port, ca });
  await once(socket, 'secureConnect');
  return socket;
}

async function talk(mailbox: DemoMailbox, lines: string[], end: 'QUIT' | 'break'): Promise<string> {
  const socket = await dial(mailbox);
  let heard = '';
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
  });
  socket.write([...lines, end === 'QUIT' ? 'QUIT' : 'NOOP', ''].join('\r\n'));
  if (end === 'break') {
    await once(socket, 'data');
    socket.destroy();
  }
  await once(socket, 'close');
  return heard;
}

it('hands out pipelined commands in order and the bytes unchanged', async () => {
  await withMailbox(async (open) => {
    const mailbox = await open();

    const heard = await talk(mailbox, ['CAPA', ...signIn, 'STAT', 'LIST', 'UIDL 1', 'RETR 1', 'RETR 3'], 'QUIT');

    expect(heard).toContain('\r\nPIPELINING\r\n');
    expect(heard).toContain('+OK 2 48\r\n+OK Listing\r\n1 28\r\n2 20\r\n.\r\n');
    expect(heard).toMatch(/\+OK 1 \d+-een\r\n/);
    expect(heard).toContain(
      '+OK 28 octets\r\nSubject: 1\r\n\r\n..\r\n...\r\n\xe9 einde\r\n.\r\n-ERR no such message\r\n',
    );
    await mailbox.stop();
  });
});

it('deletes at QUIT only, and brings nothing back after a restart', async () => {
  await withMailbox(async (open) => {
    const mailbox = await open();
    await talk(mailbox, [...signIn, 'DELE 1', 'DELE 2'], 'break');
    expect(await mailbox.count()).toBe(2);
    await talk(mailbox, [...signIn, 'DELE 1'], 'QUIT');
    await mailbox.deliver(Buffer.from('Subject: 3\r\n\r\n'));
    await mailbox.stop();

    const again = await open();
    expect(await talk(again, [...signIn, 'UIDL'], 'QUIT')).toMatch(/1 \d+-twee\r\n2 \d+-mail\r\n\./);
    await again.stop();
  });
});

it('lets in one session at a time, and nobody with a wrong password', async () => {
  await withMailbox(async (open) => {
    const mailbox = await open();
    const first = await dial(mailbox);
    first.write(`${signIn.join('\r\n')}\r\n`);
    for (let heard = ''; !heard.includes('messages'); ) heard += String((await once(first, 'data'))[0]);

    expect(await talk(mailbox, signIn, 'QUIT')).toContain('-ERR [IN-USE]');
    expect(await talk(mailbox, ['USER loket', 'PASS fout', 'STAT'], 'QUIT')).toContain('-ERR [AUTH]');
    first.destroy();
    await mailbox.stop();
  });
});
