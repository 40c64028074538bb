import { readFileSync } from 'node:fs';
import { type TortureMail, tortureMails } from '@zaakpost/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryBlobs } from '../memory-blobs.ts';
import { type ChildParser, childParser } from './child-parser.ts';
import { DEFAULT_PARSE_LIMITS } from './limits.ts';

const LONGEST = 10_000;
const MOST_RESIDENT = 512 * 1_048_576;
/** Characters of a decoded message's JSON: two megabytes of text, as HTML too, written with escapes. */
const LARGEST = 16_000_000;
const signal = new AbortController().signal;

const blobs = memoryBlobs();
const ordinary = blobs.keep('From: Jan <jan@burger.example>\r\nSubject: gewoon\r\n\r\ntekst\r\n');
let parser: ChildParser;
beforeAll(() => {
  parser = childParser({ blobs, children: 1 });
});
afterAll(() => parser.close());

/** The most that any child of this process had resident at once, in bytes. */
function watchChildren(): () => number {
  let most = 0;
  const look = () => {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ');
    for (const pid of children) most = Math.max(most, peakOf(pid));
  };
  const timer = setInterval(look, 10);
  return () => {
    look();
    clearInterval(timer);
    return most;
  };
}

function peakOf(pid: string): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

async function readOne(mail: TortureMail) {
  const raw = blobs.keep(mail.raw());
  await parser.parse(ordinary, { signal });
  const peak = watchChildren();
  const began = performance.now();
  const message = await parser.parse(raw, { signal });
  const took = performance.now() - began;
  blobs.kept.delete(raw.sha256);
  return { message, took, peak: peak() };
}

test.each(tortureMails.map((mail) => [mail.name, mail] as const))(
  '%s ends in time and in little memory, and the mail behind it is read',
  { timeout: 60_000 },
  async (_, mail) => {
    const { message, took, peak } = await readOne(mail);
    const next = await parser.parse(ordinary, { signal });

    expect(took).toBeLessThan(LONGEST);
    expect(peak).toBeGreaterThan(0);
    expect(peak).toBeLessThan(MOST_RESIDENT);
    expect(message.subject).toMatch(/^gemarteld/u);
    expect(message.outcome === 'ok' || message.reason).toBeTruthy();
    expect(message.attachments.length).toBeLessThanOrEqual(DEFAULT_PARSE_LIMITS.attachments);
    expect(JSON.stringify(message).length).toBeLessThan(LARGEST);
    expect(JSON.stringify(message)).not.toMatch(/\\u0000|[\u202a-\u202e\u2066-\u2069]/u);
    expect(next).toMatchObject({ outcome: 'ok', subject: 'gewoon', text: 'tekst\n' });
  },
);
