import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DecodedMessage } from '@zaakpost/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mismatches } from './corpus-mismatches.ts';
import { memoryBlobs } from './memory-blobs.ts';
import { type ChildParser, childParser } from './parse/child-parser.ts';

const root = join(import.meta.dirname, '../corpus');

interface Specimen {
  /** One line: what this mail is for. */
  why: string;
  /** The decoded message, or a part of it. */
  expect: Record<string, unknown>;
  /** Why it is not read so yet. Such a mail fails the test as soon as it is. */
  knownToFail?: string;
}

const kinds = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const namesIn = (kind: string, ending: string) =>
  readdirSync(join(root, kind)).flatMap((file) => (file.endsWith(ending) ? basename(file, ending) : []));
const mailsIn = (kind: string) => namesIn(kind, '.eml').sort();

const blobs = memoryBlobs();
let parser: ChildParser;
beforeAll(() => {
  parser = childParser({ blobs });
});
const failing: string[] = [];
afterAll(async () => {
  await parser.close();
  console.info(`known to fail: ${failing.length}`, ...failing);
});

const readings = new Map<string, Promise<DecodedMessage>>();

function reading(kind: string, name: string): Promise<DecodedMessage> {
  const path = join(root, kind, `${name}.eml`);
  const found =
    readings.get(path) ?? parser.parse(blobs.keep(readFileSync(path)), { signal: AbortSignal.timeout(150_000) });
  readings.set(path, found);
  return found;
}

describe.each(kinds)('the corpus of %s', (kind) => {
  test('has for each mail what is expected of it, and the other way round', () => {
    expect(namesIn(kind, '.json').sort()).toEqual(mailsIn(kind));
  });

  test.each(mailsIn(kind))('%s is read as it must be', async (name) => {
    const specimen: Specimen = JSON.parse(readFileSync(join(root, kind, `${name}.json`), 'utf8'));
    expect(specimen.why).toMatch(/\S/u);
    expect(Object.keys(specimen.expect)).not.toEqual([]);

    const wrong = mismatches(specimen.expect, await reading(kind, name));

    if (specimen.knownToFail === undefined) return expect(wrong).toEqual([]);
    failing.push(`${kind}/${name}: ${specimen.knownToFail}`);
    expect(wrong, 'it is read right now: take knownToFail away').not.toEqual([]);
  });
});

describe('mail of machines', () => {
  test.each([
    ['auto-replies', 1, (mail: DecodedMessage) => mail.autoSubmitted && mail.bounce === null],
    ['bounces', 0.97, (mail: DecodedMessage) => mail.autoSubmitted && (mail.bounce?.recipients.length ?? 0) > 0],
    ['ordinary', 1, (mail: DecodedMessage) => !mail.autoSubmitted && mail.bounce === null],
  ] as const)('is told from mail of people: %s, at least %f of them', async (kind, least, isTold) => {
    const names = mailsIn(kind);

    const told = await Promise.all(names.map(async (name) => isTold(await reading(kind, name))));

    const missed = names.filter((_, index) => !told[index]);
    const rate = (names.length - missed.length) / names.length;
    console.info(
      `${kind}: ${names.length - missed.length} of ${names.length} (${(100 * rate).toFixed(1)} %)`,
      ...missed,
    );
    expect(rate).toBeGreaterThanOrEqual(least);
  });
});
