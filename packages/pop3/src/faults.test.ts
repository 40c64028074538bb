import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { connectPop3, type Pop3Options } from './connect.ts';
import { type Peer, type Script, withServer, withSession } from './scripted-server.ts';
import type { Pop3Session } from './session.ts';

async function read(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('latin1');
}

/** Answers commands in turn, then waits for the client to hang up. */
function answering(...answers: string[][]): Script {
  return async (peer) => {
    for (const packets of answers) {
      await peer.hear();
      peer.say(...packets);
    }
    await peer.gone;
  };
}

/** What the call throws; the server must see the client hang up. */
function failure(script: Script, call: (session: Pop3Session) => Promise<unknown>, options: Partial<Pop3Options> = {}) {
  return withSession(
    { script },
    async (session, { played }) => {
      const error = await call(session).then(
        () => undefined,
        (reason) => reason,
      );
      await played;
      return error;
    },
    options,
  );
}

const retrieveFirst = async (session: Pop3Session) => read(await session.retrieve(1));

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

describe('a message', () => {
  const whole = '+OK\r\nline\r\n..\r\n\r\n.\r\n+OK 1 7\r\n';

  it('is whole wherever the packets are cut, terminator included', async () => {
    for (let cut = 1; cut < whole.length; cut += 1) {
      const script: Script = async (peer) => {
        await peer.hear();
        const terminated = whole.length - '+OK 1 7\r\n'.length;
        peer.say(whole.slice(0, Math.min(cut, terminated)), whole.slice(Math.min(cut, terminated), terminated));
        await peer.hear();
        peer.say(whole.slice(terminated, Math.max(cut, terminated)), whole.slice(Math.max(cut, terminated)));
      };
      await withSession({ script }, async (session) => {
        expect(await read(await session.retrieve(1))).toBe('line\r\n.\r\n\r\n');
        expect(await session.stat()).toEqual({ count: 1, bytes: 7 });
      });
    }
  });

  it.each(['+OK\r\nhalf a li', '+OK\r\na line\r\n', '+OK\r\na line\r\n.', '+OK\r\na line\r\n.\r'])(
    'that breaks off after %j ends in an error',
    async (sent) => {
      const script: Script = async (peer) => {
        await peer.hear();
        peer.socket.end(sent);
      };

      expect(await failure(script, retrieveFirst)).toMatchObject({ kind: 'connection' });
    },
  );

  it('that stalls ends in `timeout`', async () => {
    const error = await failure(answering(['+OK\r\n', 'half a li']), retrieveFirst, { timeouts: { idle: 100 } });

    expect(error).toMatchObject({ kind: 'timeout' });
  });

  it('that drips without end ends in `timeout`', async () => {
    const script: Script = async (peer) => {
      await peer.hear();
      peer.say('+OK\r\n');
      const drip = setInterval(() => peer.say('a'), 20);
      await peer.gone;
      clearInterval(drip);
    };

    expect(await failure(script, retrieveFirst, { timeouts: { idle: 10_000, total: 200 } })).toMatchObject({
      kind: 'timeout',
    });
  });

  it('over the limit ends the session', async () => {
    const error = await failure(answering(['+OK\r\n', 'a'.repeat(1_001)]), retrieveFirst, { limits: { body: 1_000 } });

    expect(error).toMatchObject({ kind: 'protocol' });
  });

  it('is cancelled by the signal', async () => {
    const stop = new AbortController();
    const call = async (session: Pop3Session) => {
      for await (const _ of await session.retrieve(1)) stop.abort();
    };

    const error = await failure(answering(['+OK\r\n', 'half a li']), call, { signal: stop.signal });

    expect(error).toMatchObject({ kind: 'aborted' });
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  it('waits on the server when nobody reads it', async () => {
    const size = 64 * 1024 * 1024;
    const stalled = Promise.withResolvers<number>();
    const script: Script = async (peer) => {
      await peer.hear();
      peer.say('+OK\r\n');
      stalled.resolve(await pour(peer, size));
    };

    await withSession({ script }, async (session) => {
      await session.retrieve(1);
      expect(await stalled.promise).toBeLessThan(size / 2);
    });
  });
});

/** Writes until the client has taken nothing for a while; gives how much it took. */
async function pour({ socket }: Peer, size: number): Promise<number> {
  const packet = Buffer.alloc(64 * 1024, 'a\r\n');
  for (let sent = 0; sent < size; sent += packet.length) {
    if (socket.write(packet)) continue;
    const drained = await new Promise((resolve) => {
      const patience = setTimeout(resolve, 500, false);
      socket.once('drain', () => {
        clearTimeout(patience);
        resolve(true);
      });
    });
    if (!drained) return sent;
  }
  return size;
}

describe('a listing', () => {
  it.each([
    ['too short', '+OK 2 9', '1 4\r\n'],
    ['too long', '+OK 1 4', '1 4\r\n2 5\r\n'],
    ['with a number twice', '+OK 2 9', '1 4\r\n1 5\r\n'],
    ['with number nought', '+OK 1 4', '0 4\r\n'],
    ['with no number', '+OK 1 4', 'one 4\r\n'],
    ['with a negative size', '+OK 1 4', '1 -4\r\n'],
    ['of a mailbox without a count', '+OK many', ''],
    ['of more than is accepted', '+OK 99999999 4', ''],
  ])('%s ends the session', async (_, stat, lines) => {
    const script = answering([`${stat}\r\n`], ...(lines === '' ? [] : [[`+OK\r\n${lines}.\r\n`]]));

    expect(await failure(script, (session) => session.list())).toMatchObject({ kind: 'protocol' });
  });

  it('without an end is cut off at the count', async () => {
    const script = answering(['+OK 3 9\r\n'], ['+OK\r\n', '1 4\r\n'.repeat(10_000)]);

    expect(await failure(script, (session) => session.list())).toMatchObject({ kind: 'protocol' });
  });

  it('of capabilities without an end is cut off', async () => {
    const error = await failure(answering(['+OK\r\n', 'X\r\n'.repeat(1_000)]), (session) => session.readCapabilities());

    expect(error).toMatchObject({ kind: 'protocol' });
  });

  it('with a unique-id that holds control characters ends the session', async () => {
    const error = await failure(answering(['+OK 1 4\r\n'], ['+OK\r\n1 a\x1bb\r\n.\r\n']), (session) => session.uidl());

    expect(error).toMatchObject({ kind: 'protocol' });
  });

  it('that the server does not have is refused, and the session goes on', async () => {
    const script = answering(['+OK 1 4\r\n'], ['-ERR what\r\n'], ['+OK\r\n']);

    await withSession({ script }, async (session) => {
      await expect(session.uidl()).rejects.toMatchObject({ kind: 'refused' });
      await session.noop();
    });
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
      await expect(read(body)).rejects.toMatchObject({ kind: 'busy' });
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
