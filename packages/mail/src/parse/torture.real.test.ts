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

interface Cost {
  /** The most that any child had resident at once, in bytes. */
  resident: number;
  /** What all children worked, in milliseconds: what they took of a machine that does nothing else. */
  work: number;
}

/** Watches the children of this process until it is asked what they cost. */
function watchChildren(): () => Cost {
  const before = new Map(children().map((pid) => [pid, ticksOf(pid)]));
  const after = new Map(before);
  let resident = 0;
  const look = () => {
    for (const pid of children()) {
      resident = Math.max(resident, peakOf(pid));
      after.set(pid, Math.max(ticksOf(pid), after.get(pid) ?? 0));
    }
  };
  const timer = setInterval(look, 10);
  return () => {
    look();
    clearInterval(timer);
    const ticks = [...after].reduce((sum, [pid, ended]) => sum + ended - (before.get(pid) ?? 0), 0);
    return { resident, work: ticks * 10 };
  };
}

const children = () => read(`/proc/${process.pid}/task/${process.pid}/children`).trim().split(' ');
const peakOf = (pid: string) => Number(/^VmHWM:\s+(\d+) kB/mu.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1_024;

/** User and system time, in hundredths of a second (proc_pid_stat(5)). */
function ticksOf(pid: string): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/** Empty once the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

async function readOne(mail: TortureMail) {
  const raw = blobs.keep(mail.raw());
  await parser.parse(ordinary, { signal });
  const cost = watchChildren();
  const message = await parser.parse(raw, { signal });
  blobs.kept.delete(raw.sha256);
  return { message, ...cost() };
}

test.each(tortureMails.map((mail) => [mail.name, mail] as const))(
  '%s ends in time and in little memory, and the mail behind it is read',
  async (_, mail) => {
    const { message, work, resident } = await readOne(mail);
    const next = await parser.parse(ordinary, { signal });

    expect(work).toBeLessThan(LONGEST);
    expect(resident).toBeGreaterThan(0);
    expect(resident).toBeLessThan(MOST_RESIDENT);
    expect(message.subject).toMatch(/^gemarteld/u);
    expect(message.outcome === 'ok' || message.reason).toBeTruthy();
    expect(message.attachments.length).toBeLessThanOrEqual(DEFAULT_PARSE_LIMITS.attachments);
    expect(JSON.stringify(message).length).toBeLessThan(LARGEST);
    expect(JSON.stringify(message)).not.toMatch(/\\u0000|[\u202a-\u202e\u2066-\u2069]/u);
    expect(next).toMatchObject({ outcome: 'ok', subject: 'gewoon', text: 'tekst\n' });
  },
);
