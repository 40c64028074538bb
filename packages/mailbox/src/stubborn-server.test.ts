import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { createServer, type TLSSocket } from 'node:tls';
import { type BlobRef, type Blobs, pop3MailboxSettings, UnavailableError } from '@zaakpost/domain';
import { testCertificates } from '@zaakpost/testing';
import { describe, expect, test } from 'vitest';
import { mailboxReader } from './mailbox-reader.ts';
import { told } from './told.fixture.ts';

/** What the server says to each command, of three mails; unlike any real server it refuses some of them. */
type Answers = Partial<Record<string, string>>;

const ANSWERS: Answers = {
  CAPA: '+OK\r\nUIDL\r\n.',
  STAT: '+OK 3 30',
  LIST: '+OK\r\n1 10\r\n2 10\r\n3 10\r\n.',
  UIDL: '+OK\r\n1 a\r\n2 b\r\n3 c\r\n.',
  RETR: '+OK\r\nSubject: x\r\n\r\nx\r\n.',
};

async function drainFrom(
  refusals: Answers,
  mails = 500,
  { afterFetch = 'delete', blobs = roomy }: { afterFetch?: 'delete' | 'leave'; blobs?: Pick<Blobs, 'put'> } = {},
) {
  const { ca, server: keyPair } = await testCertificates();
  const answers = { ...ANSWERS, ...refusals };
  const speak = (socket: TLSSocket) => {
    socket.on('error', () => undefined).write('+OK ready\r\n');
    createInterface({ input: socket }).on('line', (line) => {
      socket.write(`${answers[line] ?? answers[line.split(' ')[0] ?? ''] ?? '+OK'}\r\n`);
    });
  };
  const server = createServer(keyPair, speak).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const settings = pop3MailboxSettings.parse({
    ...{ protocol: 'pop3s', host: '127.0.0.1', port, userName: 'x', password: 'x', ca, afterFetch },
  });
  try {
    return await mailboxReader({ blobs: blobs as Blobs, allowPrivateHosts: true }).drain(settings, told({ mails }));
  } finally {
    server.close();
  }
}

const roomy: Pick<Blobs, 'put'> = {
  async put(source): Promise<BlobRef> {
    for await (const _ of source as AsyncIterable<Uint8Array>);
    return { sha256: '0'.repeat(64), size: 1 };
  },
};

/** Has room for so many mails, and leaves the next in the middle. */
const withRoomFor = (places: number): Pick<Blobs, 'put'> => ({
  async put(source, options) {
    places -= 1;
    if (places >= 0) return roomy.put(source, options);
    for await (const _ of source as AsyncIterable<Uint8Array>)
      throw new UnavailableError('blob-store-full', { scope: 'stage', message: 'full' });
    throw new Error('There was nothing to put.');
  },
});

describe('a blob store that is nearly full', () => {
  const RETR = `+OK\r\nSubject: x\r\n\r\n${'een regel\r\n'.repeat(30_000)}.`;

  test('takes what it has room for, and the server keeps the rest', async () => {
    const drained = await drainFrom({ RETR }, 500, { blobs: withRoomFor(2) });

    expect(drained).toMatchObject({ fetched: 2, unkept: 1, quitConfirmed: true, complete: false });
    expect(drained.deleted.map(({ uniqueId }) => uniqueId)).toEqual(['a', 'b']);
  });

  test('takes what comes behind a mail for which it has none', async () => {
    const stores = [withRoomFor(0), roomy, roomy];
    const large: Pick<Blobs, 'put'> = { put: (...mail) => (stores.shift() ?? roomy).put(...mail) };

    const drained = await drainFrom({ RETR }, 500, { blobs: large });

    expect(drained).toMatchObject({ fetched: 2, unkept: 1, more: true });
    expect(drained.deleted.map(({ uniqueId }) => uniqueId)).toEqual(['b', 'c']);
  });

  test('is full where nothing finds room', async () => {
    await expect(drainFrom({ RETR }, 500, { blobs: withRoomFor(0) })).rejects.toMatchObject({
      code: 'blob-store-full',
    });
  });
});

describe('a mailbox whose server is stubborn', () => {
  test('tells which mails it refuses to delete, so that they are not taken for new ones the next time', async () => {
    expect(await drainFrom({ 'DELE 2': '-ERR no' })).toMatchObject({
      quitConfirmed: true,
      undeleted: 1,
      deleted: [{ uniqueId: 'a' }, { uniqueId: 'c' }],
    });
  });

  test('does not say that more is waiting when it deletes nothing, or the same mails would be read for ever', async () => {
    expect(await drainFrom({ DELE: '-ERR read only' }, 2)).toMatchObject({ fetched: 2, more: false });
    expect(await drainFrom({ QUIT: '-ERR not removed' }, 2)).toMatchObject({ more: false, quitConfirmed: false });
  });

  test('tells how many mails it refuses to give, and the others come in', async () => {
    expect(await drainFrom({ 'RETR 1': '-ERR damaged' })).toMatchObject({ fetched: 2, unread: 1, complete: false });
  });

  test('that knows no unique-ids leaves no mail to be told from new ones', async () => {
    const drained = drainFrom({ UIDL: '-ERR unknown command' }, 500, { afterFetch: 'leave' });

    await expect(drained).rejects.toMatchObject({ code: 'pop3-no-unique-ids', scope: 'thing' });
    expect(await drainFrom({ UIDL: '-ERR unknown command' })).toMatchObject({ fetched: 3 });
  });
});
