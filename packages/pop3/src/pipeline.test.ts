import { describe, expect, it } from 'vitest';
import { type Script, withSession } from './scripted-server.ts';

/** Hears `together` commands, then answers them, over and over. */
function inGroups(together: number, groups: number, answer: string): Script {
  return async (peer) => {
    for (let group = 0; group < groups; group += 1) {
      for (let one = 0; one < together; one += 1) await peer.hear();
      peer.say(answer.repeat(together));
    }
  };
}

function raise(reason: string): never {
  throw new Error(reason);
}

const message = '+OK\r\na\r\n.\r\n';

describe('pipelining', () => {
  it('asks for as many messages as the window holds before any has come', async () => {
    await withSession({ script: inGroups(3, 1, message) }, async (session, { heard }) => {
      for await (const { body } of session.retrieveMany([4, 5, 6], { window: 3 })) await body.discard();
      expect(heard.slice(1)).toEqual(['RETR 4', 'RETR 5', 'RETR 6']);
    });
  });

  it('asks for one message at a time where PIPELINING is not offered', async () => {
    const plan = { capabilities: ['UIDL'], script: inGroups(1, 3, message) };

    await withSession(plan, async (session, { heard }) => {
      const seen: number[][] = [];
      for await (const { number, body } of session.retrieveMany([1, 2, 3])) {
        await body.discard();
        seen.push([number, heard.length]);
      }
      expect(seen).toEqual([
        [1, 2],
        [2, 3],
        [3, 4],
      ]);
    });
  });

  it('stops asking when the numbers stop, and the session goes on', async () => {
    const script: Script = async (peer) => {
      await inGroups(2, 1, message)(peer);
      await peer.hear();
      peer.say('+OK\r\n');
    };
    let enough = false;
    function* numbers() {
      for (let number = 1; !enough; number += 1) yield number;
    }

    await withSession({ script }, async (session, { heard }) => {
      for await (const { body } of session.retrieveMany(numbers(), { window: 2 })) {
        enough = true;
        await body.discard();
      }
      await session.noop();
      expect(heard.slice(1)).toEqual(['RETR 1', 'RETR 2', 'NOOP']);
    });
  });

  it.each([
    ['the source of numbers fails', () => raise('no more'), 'no more'],
    ['it gives what is no number', () => 0, 'A message number is a positive integer, not 0.'],
  ])('asks for nothing more when %s, and the session goes on', async (_, third, reason) => {
    const closed: string[] = [];
    function* numbers() {
      try {
        yield 1;
        yield third();
      } finally {
        closed.push('the source');
      }
    }
    const script: Script = async (peer) => {
      await peer.hear();
      peer.say('+OK\r\n');
    };

    await withSession({ script }, async (session, { heard }) => {
      await expect(session.retrieveMany(numbers(), { window: 2 }).next()).rejects.toThrow(reason);
      await session.noop();
      expect([...heard.slice(1), ...closed]).toEqual(['NOOP', 'the source']);
    });
  });

  it('is over when a message is answered with a challenge', async () => {
    const script: Script = async (peer) => {
      await peer.hear();
      peer.say('+ more\r\n');
    };

    await withSession({ script }, async (session) => {
      await expect(session.retrieveMany([1]).next()).rejects.toMatchObject({ kind: 'protocol' });
      await expect(session.noop()).rejects.toMatchObject({ kind: 'protocol' });
    });
  });

  it('never passes off a body that was skipped as a whole one', async () => {
    await withSession({ script: inGroups(2, 1, message) }, async (session) => {
      const bodies = [];
      for await (const { body } of session.retrieveMany([1, 2], { window: 2 })) bodies.push(body);
      const late = bodies[0]?.[Symbol.asyncIterator]();

      await expect(late?.next()).rejects.toMatchObject({ kind: 'busy' });
    });
  });

  it('fails a reader whose message was taken away half read', async () => {
    const halfRead = Promise.withResolvers<void>();
    const script: Script = async (peer) => {
      await peer.hear();
      await peer.hear();
      peer.say('+OK\r\nhalf');
      await halfRead.promise;
      peer.say(` whole\r\n.\r\n${message}`);
    };

    await withSession({ script }, async (session) => {
      const messages = session.retrieveMany([1, 2], { window: 2 });
      const reader = (await messages.next()).value?.body[Symbol.asyncIterator]();
      expect(String((await reader?.next())?.value)).toBe('half');
      halfRead.resolve();
      await messages.next();

      await expect(reader?.next()).rejects.toMatchObject({ kind: 'busy' });
    });
  });

  it('throws away what is on its way when the loop is left', async () => {
    const script: Script = async (peer) => {
      await inGroups(3, 1, message)(peer);
      await peer.hear();
      peer.say('+OK 7 70\r\n');
    };

    await withSession({ script }, async (session) => {
      for await (const _ of session.retrieveMany([1, 2, 3], { window: 3 })) break;
      expect(await session.stat()).toEqual({ count: 7, bytes: 70 });
    });
  });

  it('fails the message under way and every later one when the server hangs up', async () => {
    const script: Script = async (peer) => {
      await peer.hear();
      peer.say(message, '+OK\r\nhalf');
      peer.socket.end();
    };

    await withSession({ script }, async (session) => {
      const seen: string[] = [];
      const reading = (async () => {
        for await (const { body } of session.retrieveMany([1, 2, 3], { window: 3 })) {
          for await (const chunk of body) seen.push(chunk.toString());
        }
      })();

      await expect(reading).rejects.toMatchObject({ kind: 'connection' });
      expect(seen.join('')).toBe('a\r\nhalf');
    });
  });

  it('marks messages deleted a window at a time and tells which were refused', async () => {
    const script: Script = async (peer) => {
      for (let one = 0; one < 2; one += 1) await peer.hear();
      peer.say('+OK\r\n-ERR gone\r\n');
      await peer.hear();
      peer.say('+OK\r\n');
    };

    await withSession({ script }, async (session) => {
      const refusals = await session.deleteMany([1, 2, 3], { window: 2 });
      expect(refusals).toMatchObject([{ number: 2, error: { kind: 'refused' } }]);
    });
  });
});
