import { describe, expect, it } from 'vitest';
import { connectPop3 } from './connect.ts';
import { answering, failure, type Script, withServer, withSession } from './scripted-server.ts';

describe('a greeting', () => {
  const greeting = (...packets: string[]) =>
    withServer(
      {
        script: async (peer) => {
          peer.say(...packets);
          await peer.gone;
        },
      },
      async ({ options, played }) => {
        const error = await connectPop3({ ...options, timeouts: { idle: 200 } }).catch((reason) => reason);
        await played;
        return error;
      },
    );

  it.each([
    ['of another protocol', '220 smtp.example ESMTP\r\n', 'protocol'],
    ['with NUL', '+OK re\0ady\r\n', 'protocol'],
    ['with a bare line feed', '+OK ready\n', 'protocol'],
    ['without an end', 'a'.repeat(100_000), 'protocol'],
    ['that never comes', '+OK', 'timeout'],
    ['that refuses', '-ERR go away\r\n', 'refused'],
    ['that refuses for now', '-ERR [SYS/TEMP] too busy\r\n', 'temporary'],
  ])('%s ends the connection', async (_, packet, kind) => {
    expect(await greeting(packet)).toMatchObject({ kind });
  });
});

describe('a session', () => {
  it('does not take what the server said unasked for an answer', async () => {
    const script = answering(['+OK 1 4\r\n+OK deleted\r\n']);

    expect(await failure(script, (session) => session.stat().then(() => session.delete(1)))).toMatchObject({
      kind: 'protocol',
    });
  });

  it('does one thing at a time', async () => {
    const script = answering(['+OK\r\na\r\n.\r\n'], ['+OK\r\n']);

    await withSession({ script }, async (session) => {
      const body = await session.retrieve(1);
      await expect(session.noop()).rejects.toMatchObject({ kind: 'busy' });
      await body.discard();
      await expect(body[Symbol.asyncIterator]().next()).rejects.toMatchObject({ kind: 'busy' });
      await session.noop();
    });
  });

  it.each([
    ['refuses', ['-ERR some stay\r\n'], 'refused'],
    ['says nothing', [], 'timeout'],
  ])('is not confirmed when the server %s at QUIT', async (_, answer, kind) => {
    await withSession(
      { script: answering(answer) },
      async (session) => {
        expect(await session.quit()).toMatchObject({ confirmed: false, error: { kind } });
        await expect(session.noop()).rejects.toMatchObject({ name: 'Pop3Error' });
      },
      { timeouts: { idle: 100 } },
    );
  });

  it('asks for nothing that is no message number', async () => {
    await withSession({ script: answering() }, async (session, { heard }) => {
      await expect(session.delete(0)).rejects.toThrow(RangeError);
      await expect(session.retrieve(1.5)).rejects.toThrow(RangeError);
      expect(heard).toEqual(['CAPA']);
    });
  });

  it('works with a server that does not know CAPA', async () => {
    const script: Script = async (peer) => {
      peer.say('+OK\r\n');
      await answering(['-ERR what\r\n'], ['+OK\r\n'], ['+OK\r\n'], ['-ERR what\r\n'], ['+OK\r\n'])(peer);
    };

    await withServer({ script }, async ({ options, heard }) => {
      await using session = await connectPop3(options);
      await session.login({ user: 'loket', password: 'geheim' });
      expect(await session.quit()).toEqual({ confirmed: true });
      expect(heard).toEqual(['CAPA', 'USER loket', 'PASS geheim', 'CAPA', 'QUIT']);
    });
  });
});
