import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Dovecot, withDovecot, withTemporaryFolder } from '@zaakpost/testing';
import { it } from 'vitest';
import { connectPop3, type Pop3Session } from './index.ts';

const users = { loket: 'geheim', balie: 'ook geheim' };
const head = 'From: a@burger.example\r\nSubject: Aanvraag\r\n\r\n';

/** Eight-bit bytes of every value, NUL included, in lines; LF only as part of CRLF, since Dovecot would mend it. */
function wild(size: number): Buffer {
  const body = Buffer.from(randomBytes(size).map((byte) => (byte === 0x0a || byte === 0x0d ? 0x2e : byte)));
  for (let line = 70; line + 3 < size; line += 72) body.write(line % 5 === 0 ? '\r\n.' : '\r\n', line, 'latin1');
  return Buffer.concat([Buffer.from(head), body, Buffer.from('\r\n')]);
}

const mails = [
  Buffer.from(`${head}.\r\n..\r\n...\r\n`),
  Buffer.from(head),
  Buffer.from(`${head}${'.\r\n'.repeat(20_000)}`),
  wild(10_000),
  wild(3_000_000),
];

type Door = 'implicit' | 'stls';
type User = keyof typeof users;

function connectTo(dovecot: Dovecot, tls: Door): Promise<Pop3Session> {
  const port = tls === 'implicit' ? dovecot.pop3sPort : dovecot.pop3Port;
  return connectPop3({ host: dovecot.host, port, tls, ca: dovecot.ca });
}

async function enter(dovecot: Dovecot, tls: Door = 'implicit', user: User = 'loket'): Promise<Pop3Session> {
  const session = await connectTo(dovecot, tls);
  await session.login({ user, password: users[user] });
  return session;
}

async function sha256(bytes: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

it.concurrent.for(['implicit', 'stls'] as const)(
  'fetches every byte and deletes, over %s TLS',
  async (tls, { expect }) => {
    await withDovecot({ users }, async (dovecot) => {
      for (const mail of mails) await dovecot.deliver('loket', mail);
      const session = await enter(dovecot, tls);

      const [stat, list, uidl] = [await session.stat(), await session.list(), await session.uidl()];
      const one = await sha256(await session.retrieve(1));
      const all: string[] = [];
      for await (const { body } of session.retrieveMany(list.map(({ number }) => number))) all.push(await sha256(body));
      const refusals = await session.deleteMany([1, 2, 3, 4, 9]);
      const quit = await session.quit();

      const expected = await Promise.all(mails.map((mail) => sha256([mail])));
      expect(stat.count).toBe(mails.length);
      expect(list.map(({ bytes }) => bytes)).toEqual(mails.map(({ length }) => length));
      expect(new Set(uidl.map(({ uniqueId }) => uniqueId)).size).toBe(mails.length);
      expect(one).toBe(expected[0]);
      expect(all).toEqual(expected);
      expect(refusals.map(({ number, error }) => [number, error.kind])).toEqual([[9, 'refused']]);
      expect(quit).toEqual({ confirmed: true });
      expect(await dovecot.mails('loket')).toEqual([mails[4]]);
    });
  },
);

it.concurrent('keeps what was marked deleted when the session is closed or reset', async ({ expect }) => {
  await withDovecot({ users }, async (dovecot) => {
    await dovecot.deliver('loket', head);
    const dropped = await enter(dovecot);
    await dropped.delete(1);
    dropped.close();

    const second = await enter(dovecot, 'implicit');
    await second.delete(1);
    await second.reset();
    await second.noop();

    expect(await second.quit()).toEqual({ confirmed: true });
    expect(await dovecot.count('loket')).toBe(1);
  });
});

it.concurrent('goes on with the next message when one is refused or left unread', async ({ expect }) => {
  await withDovecot({ users }, async (dovecot) => {
    for (const mail of mails) await dovecot.deliver('loket', mail);
    const session = await enter(dovecot);
    const seen: string[] = [];

    for await (const { number, body } of session.retrieveMany([1, 77, 5, 2, 3])) {
      if (number === 5) continue;
      seen.push(await sha256(body).catch((error) => error.kind));
      if (number === 2) break;
    }

    expect(seen).toEqual([await sha256([mails[0] as Buffer]), 'refused', await sha256([mails[1] as Buffer])]);
    expect(await session.stat()).toMatchObject({ count: mails.length });
    await session.quit();
  });
});

it.concurrent('tells a wrong password from a mailbox in use', async ({ expect }) => {
  await withDovecot({ users }, async (dovecot) => {
    const wrong = await connectTo(dovecot, 'stls');
    await expect(wrong.login({ user: 'balie', password: 'fout' })).rejects.toMatchObject({
      kind: 'auth',
      code: 'AUTH',
    });
    wrong.close();

    const holder = await enter(dovecot);
    const second = await connectTo(dovecot, 'implicit');
    await expect(second.login({ user: 'loket', password: 'geheim' })).rejects.toMatchObject({
      kind: 'in-use',
      code: 'IN-USE',
    });
    second.close();
    await holder.quit();
  });
});

it.concurrent('ends in an error when the server is killed within a message', async ({ expect }) => {
  await withDovecot({ users }, async (dovecot) => {
    await dovecot.deliver('loket', wild(20_000_000));
    const session = await enter(dovecot);
    const body = await session.retrieve(1);

    const reading = (async () => {
      for await (const _ of body) await dovecot.kill();
    })();

    await expect(reading).rejects.toMatchObject({ kind: 'connection' });
    expect(await session.quit()).toMatchObject({ confirmed: false });
  });
});

/** Runs the program of the README, with the test authority among those that Node trusts. */
async function emptied(dovecot: Dovecot, user: User, folder: string): Promise<string> {
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, dovecot.ca);
  const program = fileURLToPath(new URL('../examples/empty-mailbox.ts', import.meta.url));
  const place = [dovecot.host, String(dovecot.pop3sPort), user, join(folder, 'mail')];
  const running = promisify(execFile)(process.execPath, [program, ...place], { env: { NODE_EXTRA_CA_CERTS: ca } });
  running.child.stdin?.end(`${users[user]}\n`);
  return (await running).stdout;
}

it.concurrent('empties a mailbox into a folder by the program of the README', async ({ expect }) => {
  await withDovecot({ users }, (dovecot) =>
    withTemporaryFolder(async (folder) => {
      await mkdir(join(folder, 'mail'));
      for (const mail of mails) await dovecot.deliver('loket', mail);

      const said = await emptied(dovecot, 'loket', folder);

      const names = await readdir(join(folder, 'mail'));
      const saved = await Promise.all(names.map(async (name) => sha256([await readFile(join(folder, 'mail', name))])));
      const expected = await Promise.all(mails.map((mail) => sha256([mail])));
      expect(said).toBe('5 saved, 5 deleted\n');
      expect(saved.toSorted()).toEqual(expected.toSorted());
      expect(await dovecot.count('loket')).toBe(0);
    }),
  );
});
