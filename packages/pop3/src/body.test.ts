import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { MessageBody } from './body.ts';
import { answering, failure, type Peer, type Script, withSession } from './scripted-server.ts';
import type { Pop3Session } from './session.ts';

async function read(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

async function readBorrowed(body: MessageBody): Promise<string> {
  let text = '';
  for await (const piece of body.borrowed()) text += piece.toString('latin1');
  return text;
}

async function readStart(body: MessageBody): Promise<string> {
  for await (const piece of body.borrowed()) return piece.toString('latin1');
  return '';
}

const retrieveFirst = async (session: Pop3Session) => read(await session.retrieve(1));

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

  it('is the same when its pieces are only borrowed, and its own pieces stay as they are', async () => {
    const large = `+OK\r\n${'a line\r\n..dotted\r\n'.repeat(100_000)}.\r\n`;
    const script: Script = async (peer) => {
      await peer.hear();
      peer.say(large);
      await peer.hear();
      peer.say(large);
    };

    await withSession({ script }, async (session) => {
      const kept = await read(await session.retrieve(1));
      const passing = await readBorrowed(await session.retrieve(2));

      expect(kept).toBe('a line\r\n.dotted\r\n'.repeat(100_000));
      expect(passing).toBe(kept);
    });
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

  it.each([
    ['it was read', read],
    ['it was thrown away', (body: MessageBody) => body.discard()],
    ['its loop was left', readStart],
  ])('is over when %s, and not before', async (_, use) => {
    await withSession({ script: answering(['+OK\r\na line\r\n.\r\n']) }, async (session) => {
      const body = await session.retrieve(1);
      const isOver = vi.fn();
      body.over.then(isOver);
      await session.noop().catch(() => undefined);
      expect(isOver).not.toHaveBeenCalled();

      await use(body);
      await body.over;
    });
  });

  it('is over when it failed, or was refused', async () => {
    const script: Script = async (peer) => {
      await peer.hear();
      peer.say('-ERR no\r\n', '+OK\r\nhalf a li');
      peer.socket.end();
    };

    await withSession({ script }, async (session) => {
      const kinds: string[] = [];
      const reading = (async () => {
        for await (const { body } of session.retrieveMany([1, 2], { window: 2 })) {
          await read(body).catch((error) => kinds.push(error.kind));
          await body.over;
        }
      })();

      await expect(reading).rejects.toMatchObject({ kind: 'connection' });
      expect(kinds).toEqual(['refused', 'connection']);
    });
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
