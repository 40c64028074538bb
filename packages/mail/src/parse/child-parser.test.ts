import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Blobs } from '@zaakpost/domain';
import { until } from '@zaakpost/testing';
import { afterEach, expect, test } from 'vitest';
import { memoryBlobs } from '../memory-blobs.ts';
import { type ChildParser, childParser } from './child-parser.ts';
import type { ParseLimits } from './limits.ts';

const { signal } = new AbortController();
const opened: ChildParser[] = [];

function open(blobs: Blobs, limits: Partial<ParseLimits> = {}, children = 1): ChildParser {
  const parser = childParser({ blobs, children, limits });
  opened.push(parser);
  return parser;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((parser) => parser.close()));
});

const withAttachment = (bytes: Buffer) =>
  [
    'Subject: met bijlage',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'tekst',
    '--b',
    'Content-Type: application/octet-stream; name=bytes.bin',
    'Content-Transfer-Encoding: base64',
    '',
    bytes.toString('base64').replace(/(.{76})/g, '$1\r\n'),
    '--b--',
    '',
  ].join('\r\n');

/** Blobs whose `nth` stream stops after the header and never ends. */
function stalling(blobs: ReturnType<typeof memoryBlobs>, nth: number): Blobs {
  let streams = 0;
  return {
    ...blobs,
    stream(ref) {
      streams += 1;
      if (streams !== nth) return blobs.stream(ref);
      const stalled = new Readable({ read() {} });
      stalled.push(blobs.kept.get(ref.sha256)?.subarray(0, 30) ?? '');
      return stalled;
    },
  };
}

test('an attachment of some megabytes goes to the blob store byte for byte', async () => {
  const blobs = memoryBlobs();
  const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, n) => (n * n) % 251));
  const raw = blobs.keep(withAttachment(bytes));

  const message = await open(blobs).parse(raw, { signal });

  expect(message).toMatchObject({ outcome: 'ok', subject: 'met bijlage', text: 'tekst' });
  expect(message.attachments).toMatchObject([{ filename: 'bytes.bin', size: bytes.length }]);
  expect(blobs.kept.get(message.attachments[0]?.sha256 ?? '')?.equals(bytes)).toBe(true);
});

test('many mails share few children and each gets its own answer', async () => {
  const blobs = memoryBlobs();
  const parser = open(blobs, {}, 2);

  const subjects = await Promise.all(
    Array.from({ length: 30 }, async (_, n) => {
      const raw = blobs.keep(`Subject: mail ${n}\r\n\r\ntekst\r\n`);
      return (await parser.parse(raw, { signal })).subject;
    }),
  );

  expect(subjects).toEqual(Array.from({ length: 30 }, (_, n) => `mail ${n}`));
});

test('a mail over a limit leaves its child alive for the next one', async () => {
  const blobs = memoryBlobs();
  const parser = open(blobs, { parts: 10 });
  const many = blobs.keep(
    `Subject: veel\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(50_000)}`,
  );

  const over = await parser.parse(many, { signal });
  const next = await parser.parse(blobs.keep('Subject: gewoon\r\n\r\nx'), { signal });

  expect(over).toMatchObject({ outcome: 'incomplete', subject: 'veel' });
  expect(over.reason).toContain('10 parts');
  expect(next).toMatchObject({ outcome: 'ok', subject: 'gewoon' });
});

test('a mail past its deadline costs that mail: its header is read, and the next mail is whole', async () => {
  const blobs = memoryBlobs();
  const parser = open(stalling(blobs, 1), { patience: 1_500 });
  const raw = blobs.keep('Subject: traag\r\nFrom: a@b.nl\r\n\r\ntekst\r\n');

  const late = await parser.parse(raw, { signal });

  expect(late).toMatchObject({ outcome: 'unreadable', subject: 'traag', from: [{ address: 'a@b.nl' }], text: null });
  expect(late.reason).toContain('longer than 1.5 s');
  // A child that has to start first may be late itself where the machine is busy.
  await until(async () => (await parser.parse(raw, { signal })).text === 'tekst\n', { what: 'the next mail' });
});

test('a mail that takes too much processor time costs that mail, however patient one is', async () => {
  const blobs = memoryBlobs();
  const parser = open(blobs, { time: 1 });
  const raw = blobs.keep(withAttachment(Buffer.alloc(60_000_000, 'bewijs ')));

  const late = await parser.parse(raw, { signal });

  expect(late.outcome).not.toBe('ok');
  expect(late.reason).toContain('longer than 0.001 s');
});

test('a child over its memory is killed, and its mail is unreadable', async () => {
  const blobs = memoryBlobs();
  const parser = open(stalling(blobs, 1), { memory: 1_000 });
  const raw = blobs.keep('Subject: groot\r\n\r\ntekst\r\n');

  const message = await parser.parse(raw, { signal });

  expect(message).toMatchObject({ outcome: 'unreadable', text: null, unread: true });
  expect(message.reason).toContain('too much memory');
});

test('a child that dies between two mails costs neither', async () => {
  const blobs = memoryBlobs();
  const parser = open(blobs);
  const raw = blobs.keep('Subject: twee\r\n\r\ntekst\r\n');
  await parser.parse(raw, { signal });

  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
  for (const child of children) {
    if (readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('parse/child.ts'))
      process.kill(Number(child), 'SIGKILL');
  }
  const next = await parser.parse(raw, { signal });

  expect(next).toMatchObject({ outcome: 'ok', subject: 'twee' });
});

test('an abort ends the reading with its reason', async () => {
  const blobs = memoryBlobs();
  const parser = open(stalling(blobs, 2));
  const raw = blobs.keep('Subject: weg\r\n\r\ntekst\r\n');

  await parser.parse(blobs.keep('x'), { signal });

  const parsing = parser.parse(raw, { signal: AbortSignal.timeout(100) });

  await expect(parsing).rejects.toThrow('timeout');
});

test('a fault of the blob store is thrown on, and the next mail is whole', async () => {
  const blobs = memoryBlobs();
  let failing = true;
  const parser = open({
    ...blobs,
    async put(source) {
      if (failing) throw new Error('the store is full');
      return blobs.put(source);
    },
  });
  const raw = blobs.keep(withAttachment(Buffer.alloc(200_000, 7)));

  await expect(parser.parse(raw, { signal })).rejects.toThrow('the store is full');
  failing = false;

  expect((await parser.parse(raw, { signal })).outcome).toBe('ok');
});

test("a raw message that cannot be read to its end is the blob store's fault", async () => {
  const blobs = memoryBlobs();
  const parser = open({
    ...blobs,
    stream: () =>
      Readable.from(
        (async function* () {
          yield Buffer.from('Subject: x\r\n\r\n');
          throw new Error('the hash differs');
        })(),
      ),
  });

  await expect(parser.parse(blobs.keep('x'), { signal })).rejects.toThrow('the hash differs');
});
