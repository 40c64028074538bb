import { expect, it } from 'vitest';
import { withServer } from './serving.ts';

const hidden = 'MAIL FROM:<evil@b.nl>\r\nRCPT TO:<a@b.nl>\r\nDATA\r\nhidden\r\n.\r\n';

// SEC Consult, December 2023: what one server takes for the end of a message, and the next does not.
it.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n.\r', '\r.\r\n', '\n.\r', '\r\n.\r\r\n'])(
  'a message with %j in it is refused whole, with what hides behind it',
  (end) =>
    withServer({}, async ({ inData, mails, refused }) => {
      const client = await inData();

      client.send(`a message${end}${hidden}`);

      expect(await client.reply()).toMatch(/^550 5\.6\.11 /u);
      expect(await client.say('NOOP')).toMatch(/^250 /u);
      expect(mails).toEqual([]);
      expect(refused).toEqual(['bare-line-end']);
    }),
);

it.each(['\r\n\0.\r\n', '\r\n.\0\r\n', '\r\n. \r\n', '\r\n .\r\n', '\r\n..\r\n'])(
  'a message with %j in it goes on, and what follows is its text',
  (end) =>
    withServer({}, async ({ inData, mails }) => {
      const client = await inData();

      client.send(`a message${end}${hidden}`);

      expect(await client.reply()).toMatch(/^250 /u);
      expect(mails).toHaveLength(1);
      expect(mails[0]?.text).toContain('MAIL FROM:<evil@b.nl>\r\nRCPT TO:<a@b.nl>\r\nDATA\r\nhidden\r\n');
    }),
);

it('a message that a trickster ends another way is waited for, and never taken', () =>
  withServer({ limits: { block: 300 } }, async ({ inData, mails }) => {
    const client = await inData();

    client.send('a message\r\n.\n');

    expect(await client.rest()).toMatch(/^421 4\.4\.2 /u);
    expect(mails).toEqual([]);
  }));

it.each(['NOOP\n', 'NOOP\r\r\n', 'NO\rOP\r\n', '\n', 'NOOP\nNOOP\r\n'])('the command %j ends the connection', (line) =>
  withServer({}, async ({ greeted, refused }) => {
    const client = await greeted();

    client.send(line);

    expect(await client.rest()).toMatch(/^521 5\.5\.2 [^\n]*\n$/u);
    expect(refused).toEqual(['bare-line-end']);
  }),
);

it.each([
  ['a message', 'DATA\r\nhidden\r\n.\r\n'],
  ['a command', 'DATA\r\nRSET\r\n'],
])('%s that is sent along with DATA ends the connection', (_, sent) =>
  withServer({}, async ({ greeted, mails }) => {
    const client = await greeted();
    await client.say('MAIL FROM:<a@b.nl>');
    await client.say('RCPT TO:<a@b.nl>');

    client.send(sent);

    expect(await client.rest()).toMatch(/^554 5\.5\.0 [^\n]*\n$/u);
    expect(mails).toEqual([]);
  }),
);

it('a web page that makes a browser speak to us gets no further than its first line', () =>
  withServer({}, async ({ connect, mails }) => {
    const client = await connect();
    await client.reply();

    client.send(`POST / HTTP/1.1\r\nHost: mx\r\n\r\nEHLO x\r\n${hidden}`);

    expect(await client.rest()).toMatch(/^521 [^\n]*\n$/u);
    expect(mails).toEqual([]);
  }));
