import { connect as dial } from 'node:net';
import { until } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import { withServer } from './serving.ts';

describe('a message above the size', () => {
  const limits = { size: 1_000 };

  it('is refused at its end, though it had told another size, and the next one is taken', () =>
    withServer({ limits }, async ({ greeted, mails }) => {
      const client = await greeted();
      await client.say('MAIL FROM:<a@b.nl> SIZE=10');
      await client.say('RCPT TO:<a@b.nl>');
      await client.say('DATA');

      expect(await client.say(`${'x'.repeat(998)}\r\n.`)).toMatch(/^250 /u);

      await client.say('MAIL FROM:<a@b.nl> SIZE=10');
      await client.say('RCPT TO:<a@b.nl>');
      await client.say('DATA');
      expect(await client.say(`${'x'.repeat(999)}\r\n.`)).toMatch(/^552 5\.3\.4 /u);
      expect(await client.say('NOOP')).toMatch(/^250 /u);
      expect(mails).toHaveLength(1);
    }));

  it('is read no further than that size again', () =>
    withServer({ limits: { size: 200_000 } }, async ({ inData, mails }) => {
      const client = await inData();
      const line = `${'x'.repeat(998)}\r\n`.repeat(50);
      const flood = setInterval(() => !client.ended && client.send(line), 1);

      expect(await client.rest()).toMatch(/^552 5\.3\.4 /u);

      clearInterval(flood);
      expect(mails).toEqual([]);
    }));
});

// Together, since they wait.
describe.concurrent('a client that is slow', () => {
  it.each([
    ['says nothing', { idle: 1_000 }, ''],
    ['does not end its command', { command: 1_000 }, 'NOO'],
    ['says nothing while many others wait', { connections: 1, crowdedIdle: 1_000 }, ''],
  ])('and %s is told so and hung up on', (_, limits, sent) =>
    withServer({ limits }, async ({ greeted, refused }) => {
      const client = await greeted();

      client.send(sent);

      expect(await client.rest()).toMatch(/^421 4\.4\.2 /u);
      expect(refused).toEqual(['too-slow']);
    }),
  );

  it('cannot hold on to us by a byte now and then, in a command or in a message', () =>
    withServer({ limits: { command: 300, block: 300, slowest: 1_000 } }, async ({ greeted, inData, mails }) => {
      const clients = [await greeted(), await inData()];
      const dripping = setInterval(() => {
        for (const client of clients) if (!client.ended) client.send('x');
      }, 50);

      for (const client of clients) expect(await client.rest()).toMatch(/^421 4\.4\.2 /u);

      clearInterval(dripping);
      expect(mails).toEqual([]);
    }));

  it('is given as long as it needs where its rate is fair', () =>
    withServer({ limits: { block: 1_000, slowest: 100 } }, async ({ inData, mails }) => {
      const client = await inData();
      const line = `${'x'.repeat(98)}\r\n`;
      let sent = 0;
      await new Promise<void>((resolve) => {
        const steady = setInterval(() => {
          client.send(line);
          sent += 1;
          if (sent === 30) resolve(clearInterval(steady));
        }, 50);
      });

      expect(await client.say('.')).toMatch(/^250 /u);
      expect(mails[0]?.text).toHaveLength(3_000);
    }));

  it('does not have more than an hour for one message', () =>
    withServer({ limits: { message: 300, slowest: 0 } }, async ({ inData }) => {
      const client = await inData();
      const dripping = setInterval(() => !client.ended && client.send('x'), 50);

      expect(await client.rest()).toMatch(/^421 4\.4\.2 /u);

      clearInterval(dripping);
    }));

  it('cannot keep its place by talk alone', () =>
    withServer({ limits: { smallTalk: 3 } }, async ({ inData, refused }) => {
      const client = await inData();
      expect(await client.say('x\r\n.')).toMatch(/^250 /u);

      for (const word of ['NOOP', 'RSET', 'EHLO again']) expect(await client.say(word)).toMatch(/^250/u);
      client.send('NOOP\r\n');

      expect(await client.rest()).toMatch(/421 4\.7\.0 /u);
      expect(refused).toEqual(['too-many-commands']);
    }));

  it('that never reads its answers is hung up on', () =>
    withServer({ limits: { command: 300, commands: 1_000_000, smallTalk: 1_000_000 } }, async ({ server, connect }) => {
      const client = dial(server.port, '127.0.0.1');
      client.on('error', () => undefined);
      const closed = new Promise((resolve) => client.once('close', resolve));
      client.pause();
      const help = Buffer.from('HELP\r\n'.repeat(10_000));
      const flood = setInterval(() => client.writable && client.write(help), 5);

      await closed;

      clearInterval(flood);
      expect(await (await connect()).reply()).toMatch(/^220 /u);
    }));
});

describe('a client that wants too much', () => {
  it('gets a line that is not too long, and no longer one', () =>
    withServer({ limits: { line: 100 } }, async ({ greeted }) => {
      const client = await greeted();
      expect(await client.say(`NOOP ${'x'.repeat(90)}`)).toMatch(/^250 /u);

      client.send(`NOOP ${'x'.repeat(1_000)}`);

      expect(await client.rest()).toMatch(/^521 5\.5\.6 /u);
    }));

  it('may have so many recipients, and the others later', () =>
    withServer({ limits: { recipients: 3 } }, async ({ inData, mails }) => {
      const to = Array.from({ length: 5 }, (_, n) => `a${n}@b.nl`);
      const client = await inData({ to });

      expect(client.heard.match(/^452 4\.5\.3 /gmu)).toHaveLength(2);
      expect(await client.say('x\r\n.')).toMatch(/^250 /u);
      expect(mails[0]?.mail.recipients).toEqual(to.slice(0, 3));
    }));

  it('may guess at some names, then waits for each answer, and then guesses no more', () =>
    withServer({ limits: { refused: 4, refusedBeforeDelay: 2, refusalDelay: 1_000 } }, async ({ greeted, refused }) => {
      const client = await greeted();
      await client.say('MAIL FROM:<a@b.nl>');
      const guess = async (n: number) => {
        const started = performance.now();
        const reply = await client.say(`RCPT TO:<no${n}@b.nl>`);
        return [reply.slice(0, 3), performance.now() - started >= 990];
      };

      expect([await guess(1), await guess(2), await guess(3)]).toEqual([
        ['550', false],
        ['550', false],
        ['550', true],
      ]);
      await client.say('RSET');
      await client.say('MAIL FROM:<a@b.nl>');
      expect(await guess(4)).toEqual(['421', true]);
      expect(refused.every((refusal) => refusal === 'unknown-recipient')).toBe(true);
    }));

  it.each([
    ['errors', { errors: 3 }, 'WHAT', '421 4.7.0 Too many errors'],
    ['commands', { commands: 3 }, 'NOOP', '421 4.7.0 Too many commands in one connection'],
  ])('is hung up on after too many %s', (_, limits, line, last) =>
    withServer({ limits }, async ({ greeted }) => {
      const client = await greeted();

      client.send(`${line}\r\n`.repeat(5));

      expect(await client.rest()).toMatch(new RegExp(`${last}\r\n$`, 'u'));
    }),
  );

  it('hands over so many mails in one connection, and the others in the next', () =>
    withServer({ limits: { mails: 1 } }, async ({ inData, mails }) => {
      const client = await inData();
      await client.say('x\r\n.');

      expect(await client.say('MAIL FROM:<a@b.nl>')).toMatch(/^421 4\.7\.0 /u);
      expect(await (await inData()).say('y\r\n.')).toMatch(/^250 /u);
      expect(mails).toHaveLength(2);
    }));

  it('has so many connections at a time, and all clients together so many', () =>
    withServer({ limits: { connections: 3, connectionsPerAddress: 2 } }, async ({ connect, refused }) => {
      const codes = [];
      const clients = [];
      for (const from of ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.2', '127.0.0.3']) {
        const client = await connect({ from });
        codes.push((await client.reply()).slice(0, 3));
        clients.push(client);
      }
      expect(codes).toEqual(['220', '220', '421', '220', '421']);
      expect(refused).toEqual(['too-many-connections', 'too-many-connections']);

      await clients[0]?.say('QUIT');
      await clients[0]?.close();

      const again = await connect();
      expect(await again.reply()).toMatch(/^220 /u);
    }));
});

it('a message that nobody reads makes its client wait, and little of it is held', async () => {
  const reading = Promise.withResolvers<void>();
  await withServer({ limits: { size: 64_000_000 }, reading: reading.promise }, async ({ inData, mails }) => {
    const client = await inData();
    const line = Buffer.from(`${'x'.repeat(65_534)}\r\n`);
    const before = process.memoryUsage().arrayBuffers;

    for (let sent = 0; sent < 600; sent += 1) client.send(line);
    let unsent = Number.NaN;
    const stalled = () => {
      const before = unsent;
      unsent = client.unsent;
      return before === unsent;
    };
    await until(stalled, { what: 'the sending to stall', every: 200 });
    const held = process.memoryUsage().arrayBuffers - before;

    expect(client.unsent).toBeGreaterThan(20_000_000);
    expect(held).toBeLessThan(10_000_000);
    reading.resolve();
    expect(await client.say('.')).toMatch(/^250 /u);
    expect(mails[0]?.text).toHaveLength(600 * line.length);
  });
});
