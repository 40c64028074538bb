import { Readable } from 'node:stream';
import { quarantineReason, UnavailableError } from '@zaakpost/domain';
import { freePort } from '@zaakpost/testing';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  clamdThat,
  http,
  judge,
  listen,
  patienceWith,
  reset,
  rspamdThat,
  say,
  silence,
  softReject,
} from './faulty-scanners.fixture.ts';
import { partOf } from './fixtures/mails.ts';

const EMPTY = Buffer.alloc(0);

/** Reads the mail; what comes after it is read as `next` does. */
function withFirst(next: () => Promise<Buffer>): () => Promise<Buffer> {
  let reads = 0;
  return () => (++reads === 1 ? Promise.resolve(Buffer.from('Subject: hoi\r\n\r\nDag\r\n')) : next());
}

describe('a mail over which a scanner has broken off nine times', () => {
  const breaks = 9;
  const notFinished = { outcome: 'unscannable', signature: 'Zaakpost.NotFinished' };

  it.each<[string, Answer]>([
    ['stays silent', silence],
    ['resets the connection', reset],
    ['answers ERROR', say("stream: Can't allocate memory ERROR\0")],
    ['talks about something else', say('HTTP/1.1 400 Bad Request\0')],
  ])('is unscannable, and not clean, when a clamd that is well %s again', async (_, answer) => {
    const clamd = await clamdThat(answer, { well: true });

    const verdict = await judge({ clamd }, { breaks, times: { clamd: patienceWith(answer) } });

    expect(verdict.virus).toMatchObject(notFinished);
    expect(quarantineReason({ ...verdict, authentication: null })).toBe('unscannable');
  });

  it.each<[string, Answer]>([
    ['stays silent', silence],
    ['resets the connection', reset],
    ['asks to come back', softReject],
    ['refuses it', say(http('{}', '413 Too Large'))],
    ['talks about something else', say(http('<html>OK</html>'))],
  ])('is unscannable when an Rspamd that is well %s again', async (_, answer) => {
    const rspamd = await rspamdThat(answer, { well: true });

    const verdict = await judge({ rspamd }, { breaks, times: { rspamd: patienceWith(answer) } });

    expect(verdict).toMatchObject({ virus: { outcome: 'clean' }, spam: { action: 'unscannable' } });
    expect(quarantineReason({ ...verdict, authentication: null })).toBe('unscannable');
  });

  it('is unscannable when clamd, which had shown that it was well, goes down over it again', async () => {
    expect((await judge({ clamd: await clamdThat(reset) }, { breaks })).virus).toMatchObject(notFinished);
    expect((await judge({ clamd: await clamdThat((socket) => void socket.end()) }, { breaks })).virus).toMatchObject(
      notFinished,
    );
  });

  it('is unscannable when clamd breaks off over one of its parts, unless a virus was found in it', async () => {
    const bytes = Buffer.from('bijlage');
    const decoded = Promise.resolve({ outcome: 'ok' as const, attachments: [partOf(bytes)] });
    const blobs = { read: async () => bytes, stream: () => Readable.from([bytes]) };
    const then = (first: string) => {
      let scans = 0;
      return clamdThat((socket) => (++scans === 1 ? say(first)(socket) : reset(socket, bytes)), { well: true });
    };

    const broken = await judge({ clamd: await then('stream: OK\0') }, { bytes, blobs, decoded, breaks });
    const infected = await judge({ clamd: await then('stream: Eicar FOUND\0') }, { bytes, blobs, decoded, breaks });

    expect(broken).toMatchObject({ virus: notFinished, parts: [] });
    expect(infected).toMatchObject({ virus: { outcome: 'infected' }, parts: [] });
  });

  it('waits when the scanner is not well with anything', async () => {
    const refused = { code: expect.stringMatching(/-away$/u), scope: 'stage', overThis: false };

    await expect(judge({ clamd: await freePort() }, { breaks })).rejects.toMatchObject(refused);
    await expect(judge({ clamd: await listen((socket) => reset(socket, EMPTY)) }, { breaks })).rejects.toMatchObject(
      refused,
    );
    await expect(judge({ rspamd: await freePort() }, { breaks })).rejects.toMatchObject(refused);
    await expect(judge({ rspamd: await rspamdThat(reset) }, { breaks })).rejects.toMatchObject(refused);
  });

  it('waits when its own bytes cannot be read now, which no scanner can help', async () => {
    const unreadable = new UnavailableError('blob-store-away', { message: 'The disk fails.', scope: 'thing' });
    const read = withFirst(() => Promise.reject(unreadable));
    const blobs = { read, stream: () => Readable.from([]) };
    const decoded = Promise.resolve({ outcome: 'ok' as const, attachments: [partOf(Buffer.from('bijlage'))] });
    const clamd = await clamdThat(say('stream: OK\0'), { well: true });

    await expect(judge({ clamd }, { blobs, decoded, breaks })).rejects.toBe(unreadable);
  });

  it('waits when the scanner is too busy to judge anything', async () => {
    const rspamd = await listen((socket) => {
      socket.on('data', (chunk) => {
        if (chunk.includes('GET /ping')) say(http('pong\r\n'))(socket);
        else if (chunk.includes('checkv2')) softReject(socket);
      });
    });

    await expect(judge({ rspamd }, { breaks })).rejects.toMatchObject({ code: 'rspamd-away', scope: 'thing' });
  });
});

it('waits longer, by its own count, when clamd goes down over it', async () => {
  const judged = judge({ clamd: await clamdThat(reset) }, { breaks: 8 });

  await expect(judged).rejects.toMatchObject({ code: 'clamd-away', scope: 'stage', overThis: true });
});
