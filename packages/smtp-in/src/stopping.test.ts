import { once } from 'node:events';
import { connect as dial } from 'node:net';
import { expect, it } from 'vitest';
import { OK, withServer } from './serving.ts';

it('a server that stops ends what waits, takes what is under way, and turns away who comes', async () => {
  const answer = Promise.withResolvers<void>();
  await withServer(
    {
      mail: async () => {
        await answer.promise;
        return [OK];
      },
    },
    async (served) => {
      const idle = await served.greeted();
      const sending = await served.inData();
      sending.send('half of it\r\n');

      const closed = served.server.close(10_000);

      expect(await idle.rest()).toMatch(/^421 4\.3\.2 /u);
      const late = await served.connect();
      expect(await late.rest()).toMatch(/^421 4\.3\.2 /u);
      sending.send('and the rest\r\n.\r\n');
      answer.resolve();
      expect(await sending.reply()).toMatch(/^250 /u);
      expect(await sending.say('QUIT')).toMatch(/^221 /u);
      await sending.close();
      await closed;
      expect(served.mails).toMatchObject([{ text: 'half of it\r\nand the rest\r\n' }]);
      expect(served.confirmed).toBe(1);
    },
  );
});

it('who says nothing more after its mail was taken is waited for a moment only', () =>
  withServer({ limits: { linger: 100 } }, async (served) => {
    const client = await served.inData();
    await client.say('x\r\n.');

    const closed = served.server.close(10_000);

    expect(await client.rest()).toMatch(/^421 4\.3\.2 /u);
    await closed;
    expect(served.confirmed).toBe(0);
  }));

it('what is not done within the grace period is cut off, and was never answered', () =>
  withServer({}, async (served) => {
    const client = await served.inData();
    client.send('half of it\r\n');

    await served.server.close(100);

    expect(await client.rest()).toBe('');
    expect(served.mails).toEqual([]);
  }));

it('clients that are gone before they are greeted do no harm', () =>
  withServer({}, async ({ server, connect, failures }) => {
    await Promise.all(
      Array.from({ length: 300 }, async () => {
        const socket = dial(server.port, '127.0.0.1');
        socket.on('error', () => undefined);
        const closed = once(socket, 'close');
        socket.once('connect', () => socket.resetAndDestroy());
        await closed;
      }),
    );

    const client = await connect();

    expect(await client.reply()).toMatch(/^220 /u);
    expect(failures).toEqual([]);
  }));
