import { Readable } from 'node:stream';
import { kilobytes, megabytes, PermanentError } from '@zaakpost/domain';
import { expect, it } from 'vitest';
import { clamdThat, clean, http, judge, listen, reset, rspamdThat, say } from './faulty-scanners.fixture.ts';
import { partOf } from './fixtures/mails.ts';

it('does not hold up others for a mail that Rspamd refuses', async () => {
  const judged = judge({ rspamd: await rspamdThat(say(http('{}', '413 Too Large'))) });

  await expect(judged).rejects.toMatchObject({ code: 'rspamd-garbled', scope: 'thing' });
});

it('tells Rspamd recipient and hash, and neither a subject nor an address that is none', async () => {
  let heard = '';
  const rspamd = await rspamdThat((socket, all) => {
    heard = all.toString('latin1').split('\r\n\r\n')[0] ?? '';
    say(http(clean))(socket);
  });

  const { sha256 } = await judge({ rspamd });

  expect(heard).not.toMatch(/^from:/imu);
  expect(heard).toMatch(/^rcpt: post@gemeente\.example$/imu);
  expect(heard).toMatch(/^password: q1$/imu);
  expect(heard).toContain(sha256.slice(0, 16));
  expect(heard).not.toMatch(/subject/iu);
});

/** A clamd that is fit and speaks while it still listens, after the first 100 kB of a mail. */
const clamdThatInterrupts = (words: string) =>
  clamdThat(() => undefined, {
    early: (socket, heard) => {
      if (heard.length > kilobytes(100) && socket.writable) socket.end(words);
    },
  });

it('does not believe an OK that came before the whole mail was sent', async () => {
  const clamd = await clamdThatInterrupts('stream: OK\0');

  const judged = judge({ clamd }, { bytes: Buffer.alloc(megabytes(8), 'x') });

  await expect(judged).rejects.toMatchObject({ code: 'clamd-garbled' });
});

it('does not believe an Rspamd that answers before the whole mail was sent', async () => {
  const rspamd = await listen((socket) => {
    let heard = 0;
    socket.on('data', (chunk) => {
      heard += chunk.length;
      if (chunk.includes('Subject: Proef')) reset(socket, chunk);
      if (heard > kilobytes(100) && socket.writable) socket.end(http(clean));
    });
  });

  const judged = judge({ rspamd }, { bytes: Buffer.alloc(megabytes(8), 'x') });

  await expect(judged).rejects.toMatchObject({ code: expect.stringMatching(/^rspamd-(?:garbled|away)$/u) });
});

it('takes the word of a clamd that closes because the mail is over its limit', async () => {
  const clamd = await clamdThatInterrupts('INSTREAM size limit exceeded. ERROR\0');

  const { virus } = await judge({ clamd }, { bytes: Buffer.alloc(megabytes(2), 'x') });

  expect(virus).toMatchObject({ outcome: 'unscannable', signature: 'StreamMaxLength' });
});

it('blames the store, not a scanner, for a blob that cannot be read', async () => {
  const corrupt = new PermanentError('blob-corrupt', { message: 'The bytes differ.' });
  const bytes = Buffer.alloc(megabytes(5), 'x');
  const blobs = {
    read: async () => bytes,
    async *slices() {
      yield bytes.subarray(0, kilobytes(100));
      throw corrupt;
    },
    stream: () => Readable.from(blobs.slices()),
  };

  await expect(judge({}, { bytes, blobs })).rejects.toBe(corrupt);
});

it('stops at once when its caller does', async () => {
  const stop = new AbortController();
  const clamd = await clamdThat(() => stop.abort(new Error('the worker ends')));

  await expect(judge({ clamd }, { signal: stop.signal })).rejects.toThrow('the worker ends');
});

it('throws what the parser throws, and waits for no scanner then', async () => {
  const broken = new PermanentError('blob-corrupt', { message: 'The bytes differ.' });

  await expect(judge({}, { decoded: Promise.reject(broken) })).rejects.toBe(broken);
});

it('leaves no fault of the parser unheard when a scanner is away', async () => {
  const clamd = await clamdThat(reset);
  const decoded = new Promise<never>((_, reject) => setImmediate(reject, new Error('the parser ended')));

  await expect(judge({ clamd }, { decoded })).rejects.toMatchObject({ code: 'clamd-away' });
});

it('does not begin with parts that nobody waits for any more', async () => {
  const stop = new AbortController();
  const decoded = Promise.resolve().then(() => {
    stop.abort(new Error('the worker ends'));
    return { outcome: 'ok' as const, attachments: [partOf(Buffer.from('bijlage'))] };
  });

  await expect(judge({}, { decoded, signal: stop.signal })).rejects.toThrow('the worker ends');
});
