import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { OK, withServer } from './serving.ts';

describe('a client', () => {
  it('is told what is offered, and hands over a mail with its envelope', () =>
    withServer({ limits: { size: 1_000 } }, async ({ connect, mails }) => {
      const client = await connect();

      expect(await client.reply()).toBe('220 mx.test ESMTP\r\n');
      expect(await client.say('EHLO client.example')).toBe(
        '250-mx.test\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n',
      );
      expect(await client.say('MAIL FROM:<jan@example.nl> SIZE=20 BODY=8BITMIME SMTPUTF8')).toBe('250 2.1.0 OK\r\n');
      expect(await client.say('RCPT TO:<loket@gemeente.nl>')).toBe('250 2.1.5 OK\r\n');
      expect(await client.say('DATA')).toMatch(/^354 /u);
      expect(await client.say('Subject: a\r\n\r\n..\xe9\r\n.')).toBe('250 2.0.0 Taken\r\n');
      expect(await client.say('QUIT')).toBe('221 2.0.0 Bye\r\n');
      await client.rest();

      expect(mails).toMatchObject([
        {
          text: 'Subject: a\r\n\r\n.\xe9\r\n',
          mail: {
            ...{ envelopeFrom: 'jan@example.nl', recipients: ['loket@gemeente.nl'] },
            client: { address: '127.0.0.1', helo: 'client.example', tls: null, trusted: false },
          },
        },
      ]);
    }));

  it('may pipeline all but what it must wait for, and gets every answer in order', () =>
    withServer({}, async ({ greeted, mails }) => {
      const client = await greeted();

      client.send('MAIL FROM:<>\r\nRCPT TO:<no1@b.nl>\r\nRCPT TO:<a@b.nl>\r\nRCPT TO:<c@b.nl>\r\nDATA\r\n');
      const codes = [];
      for (let n = 0; n < 5; n += 1) codes.push((await client.reply()).slice(0, 3));
      client.send('x\r\n.\r\nMAIL FROM:<two@b.nl>\r\nRCPT TO:<a@b.nl>\r\nQUIT\r\n');
      for (let n = 0; n < 4; n += 1) codes.push((await client.reply()).slice(0, 3));

      expect(codes).toEqual(['250', '550', '250', '250', '354', '250', '250', '250', '221']);
      expect(mails).toMatchObject([{ text: 'x\r\n', mail: { envelopeFrom: '', recipients: ['a@b.nl', 'c@b.nl'] } }]);
    }));

  it('may break off at every byte of a dialogue, and nothing is taken before the final dot', () =>
    withServer({}, async ({ connect, mails, failures }) => {
      const before = 'EHLO c\r\nMAIL FROM:<a@b.nl>\r\nRCPT TO:<a@b.nl>\r\nDATA\r\n';
      const message = 'S: 1\r\n\r\n..\r\n.\r\n';
      const commands = before.split(/(?<=\n)/u);
      for (let length = 0; length < before.length + message.length; length += 1) {
        const client = await connect();
        await client.reply();
        let left = length;
        for (const command of commands) {
          if (left < command.length) break;
          client.send(command);
          left -= command.length;
          await client.reply();
        }
        client.send((length < before.length ? (commands.find((c) => c.length > left) ?? '') : message).slice(0, left));
        if (length % 2 === 0) client.cut();
        else client.finish();
      }
      const last = await connect();
      await last.reply();

      expect(mails).toEqual([]);
      expect(failures).toEqual([]);
    }));

  it('gets its answer though it ended its side after the final dot', () =>
    withServer({}, async ({ inData }) => {
      const client = await inData();

      client.send('x\r\n.\r\n');
      client.finish();

      expect(await client.rest()).toBe('250 2.0.0 Taken\r\n');
    }));

  it.each([
    ['MAIL FROM:<a@b.nl>', '503'],
    ['RCPT TO:<a@b.nl>', '503'],
    ['DATA', '503'],
    ['STARTTLS', '502'],
    ['AUTH PLAIN AGEAYg==', '502'],
    ['BDAT 10 LAST', '502'],
    ['XCLIENT ADDR=192.0.2.1', '502'],
    ['VRFY jan', '252'],
    ['NOOP', '250'],
    ['RSET', '250'],
    ['HELP', '214'],
    ['WIZ', '500'],
    ['LHLO x', '500'],
    ['EHLO', '501'],
    ['HELO there', '250'],
    ['', '500'],
    ['NO\0OP', '500'],
    ['NOOP \xff\xfe', '500'],
  ])('that begins with %j gets %s', (line, code) =>
    withServer({}, async ({ connect }) => {
      const client = await connect();
      await client.reply();

      expect((await client.say(line)).slice(0, 3)).toBe(code);
    }),
  );

  it.each([
    ['MAIL FROM:<a@b.nl> SIZE=1001', '552 5.3.4'],
    ['MAIL FROM:<a@b.nl> SIZE=99999999999999999999', '552 5.3.4'],
    ['MAIL FROM:<a@b.nl> SIZE=-1', '501 5.5.4'],
    ['MAIL FROM:<a@b.nl> BODY=BINARYMIME', '501 5.5.4'],
    ['MAIL FROM:<a@b.nl> RET=FULL', '555 5.5.4'],
    ['MAIL FROM:a b', '555 5.5.4'],
    ['MAIL FROM:<a', '501 5.1.7'],
  ])('that says %j gets %s', (line, start) =>
    withServer({ limits: { size: 1_000 } }, async ({ greeted }) => {
      expect(await (await greeted()).say(line)).toMatch(new RegExp(`^${start} `, 'u'));
    }),
  );

  it('gets a reply for each recipient by LMTP, for good and for bad', () =>
    withServer(
      {
        lmtp: true,
        mail: async ({ recipients }) =>
          recipients.map((to) => (to === 'ill@b.nl' ? { code: 451, status: '4.3.0', text: 'Later' } : OK)),
      },
      async ({ inData }) => {
        const client = await inData({ to: ['a@b.nl', 'no@b.nl', 'ill@b.nl', 'c@b.nl', 'a@b.nl'] });

        client.send('x\r\n.\r\n');
        const replies = [];
        for (let n = 0; n < 4; n += 1) replies.push((await client.reply()).slice(0, 3));

        expect(replies).toEqual(['250', '451', '250', '250']);
        expect(await client.say('NOOP')).toMatch(/^250 /u);
      },
    ));

  it('is told 451 when who is behind the server throws, and the connection goes on', () =>
    withServer(
      {
        recipient: async (address) => {
          if (address === 'ill@b.nl') throw new Error('the records are away');
          return null;
        },
        mail: async () => {
          throw new Error('the disk is away');
        },
      },
      async ({ inData, failures }) => {
        const client = await inData({ to: ['ill@b.nl', 'a@b.nl'] });

        expect(client.heard).toMatch(/^451 4\.3\.0/mu);
        expect(await client.say('x\r\n.')).toMatch(/^451 4\.3\.0/u);
        expect(await client.say('NOOP')).toMatch(/^250 /u);
        expect(failures).toHaveLength(2);
      },
    ));
});

describe('what a client has seen', () => {
  it.each(['QUIT', 'RSET', 'NOOP', 'MAIL FROM:<a@b.nl>', 'EHLO again'])('is shown by a later %s', (line) =>
    withServer({}, async (served) => {
      const client = await served.inData();
      await client.say('x\r\n.');
      expect(served.confirmed).toBe(0);

      await client.say(line);

      expect(served.confirmed).toBe(1);
    }),
  );

  it('is not shown by what was sent along with the message, nor by hanging up', () =>
    withServer({}, async (served) => {
      const pipelining = await served.inData();
      pipelining.send('x\r\n.\r\nNOOP\r\nQUIT\r\n');
      await pipelining.rest();
      const leaving = await served.inData();
      await leaving.say('x\r\n.');
      leaving.finish();
      await leaving.rest();

      expect(served.mails).toHaveLength(2);
      expect(served.confirmed).toBe(0);
    }));

  it('is nothing where the mail was not taken', () =>
    withServer({ mail: async () => [{ code: 452, status: '4.3.1', text: 'Full' }] }, async (served) => {
      const client = await served.inData();
      await client.say('x\r\n.');

      await client.say('QUIT');

      expect(served.confirmed).toBe(0);
    }));
});

describe('a trusted client', () => {
  const trusted = new BlockList();
  trusted.addSubnet('127.0.0.8', 29, 'ipv4');

  it('is spared the limits per client, and may send bare line ends', () =>
    withServer(
      {
        trusted,
        limits: {
          connectionsPerAddress: 1,
          mails: 1,
          commands: 3,
          refused: 1,
          refusedBeforeDelay: 0,
          refusalDelay: 60_000,
        },
      },
      async ({ inData, mails }) => {
        for (const n of [1, 2]) {
          const client = await inData({ from: '127.0.0.9', to: ['no1@b.nl', 'no2@b.nl', 'a@b.nl'] });
          expect(await client.say(`one\nline ${n}\n.\n.\r\n..\r\n.`)).toMatch(/^250 /u);
          await client.say('MAIL FROM:<a@b.nl>');
          await client.say('RCPT TO:<a@b.nl>');
          await client.say('DATA');
          expect(await client.say('x\r\n.')).toMatch(/^250 /u);
        }

        expect(mails[0]).toMatchObject({ text: 'one\nline 1\n.\n.\r\n.\r\n', mail: { client: { trusted: true } } });
      },
    ));
});
