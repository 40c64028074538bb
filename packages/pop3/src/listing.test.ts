import { describe, expect, it } from 'vitest';
import { answering, failure, withSession } from './scripted-server.ts';

describe('a listing', () => {
  it.each([
    ['too short', '+OK 2 9', '1 4\r\n'],
    ['too long', '+OK 1 4', '1 4\r\n2 5\r\n'],
    ['with a number twice', '+OK 2 9', '1 4\r\n1 5\r\n'],
    ['with a number twice among others', '+OK 4 9', '3 4\r\n7 5\r\n5 2\r\n3 4\r\n'],
    ['with number nought', '+OK 1 4', '0 4\r\n'],
    ['with no number', '+OK 1 4', 'one 4\r\n'],
    ['with a negative size', '+OK 1 4', '1 -4\r\n'],
    ['of a mailbox without a count', '+OK many', ''],
    ['of more than is accepted', '+OK 99999999 4', ''],
  ])('%s ends the session', async (_, stat, lines) => {
    const script = answering([`${stat}\r\n`], ...(lines === '' ? [] : [[`+OK\r\n${lines}.\r\n`]]));

    expect(await failure(script, (session) => session.list())).toMatchObject({ kind: 'protocol' });
  });

  it('of a full mailbox is read whole, wherever the packets are cut and however the server counts', async () => {
    const numbers = Array.from({ length: 50_000 }, (_, n) => n + 1);
    for (const order of [numbers, numbers.toReversed()]) {
      const lines = order.map((number) => `${number} uid-${number}\r\n`).join('');
      const script = answering(['+OK 50000 9\r\n'], ['+OK\r\n', lines.slice(0, 70_001), lines.slice(70_001), '.\r\n']);

      await withSession({ script }, async (session) => {
        expect(await session.uidl()).toEqual(order.map((number) => ({ number, uniqueId: `uid-${number}` })));
      });
    }
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
