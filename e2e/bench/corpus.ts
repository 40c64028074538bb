import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kilobytes } from '@zaakpost/domain';
import type { Scale } from './benchmark.ts';
import { type Letter, letterOf } from './letter.ts';
import { type Random, random } from './random.ts';

/** Who the mails are from and to, and the code that half of the subjects carry; null: none carries one. */
export interface Addressing {
  from(index: number): string;
  to(index: number): string;
  subjectCode(index: number): string | null;
}

/** A mail of the corpus. */
export interface CorpusMail {
  kind: Letter['kind'];
  raw: Buffer;
}

const SEED = 1_458;
const FULL = 1_000;
const PART = 100;

export const corpusSize = ({ full }: Scale): number => (full ? FULL : PART);

/**
 * Mails like those of a municipal mailbox, the same in every run: of a hundred, 70 of 5 to 50 kB of text and HTML, 25
 * with an attachment of 150 kB to 1.4 MB, 5 of 2 to 8 MB; half with a subject code. A thousand are about 450 MB.
 */
export function* corpus(count: number, addressing: Addressing = NOBODY): Generator<CorpusMail> {
  const numbers = random(SEED);
  const kinds = shuffled(
    Array.from({ length: count }, (_, index) => kindOf(index, count)),
    numbers,
  );
  for (const [index, kind] of kinds.entries()) {
    yield {
      kind,
      raw: letterOf(
        {
          kind,
          size: sizeOf(kind, numbers),
          from: addressing.from(index),
          to: addressing.to(index),
          subjectCode: index % 2 === 0 ? addressing.subjectCode(index) : null,
          number: index,
        },
        numbers,
      ),
    };
  }
}

/** The mails as files, named in their order; gives the paths with their sizes and kinds. */
export async function writeCorpus(folder: string, mails: Iterable<CorpusMail>) {
  const into = join(folder, randomUUID());
  await mkdir(into);
  const written: { path: string; size: number; kind: Letter['kind'] }[] = [];
  for (const { kind, raw } of mails) {
    const path = join(into, `${String(written.length).padStart(5, '0')}.eml`);
    await writeFile(path, raw);
    written.push({ path, size: raw.length, kind });
  }
  return written;
}

const NOBODY: Addressing = {
  from: (index) => `burger${index}@burger.example`,
  to: () => 'info@gemeente-voorbeeld.example',
  subjectCode: (index) => `[Voorbeeld ${1_000 + index}-ae34dc]`,
};

function kindOf(index: number, count: number): Letter['kind'] {
  const share = (index + 0.5) / count;
  return share < 0.7 ? 'text' : share < 0.95 ? 'attachment' : 'large';
}

function sizeOf(kind: Letter['kind'], numbers: Random): number {
  if (kind === 'text') return numbers.between(kilobytes(5), kilobytes(50));
  if (kind === 'attachment') return numbers.between(kilobytes(150), kilobytes(1_400));
  return numbers.between(kilobytes(2_000), kilobytes(8_000));
}

function shuffled<T>(items: T[], numbers: Random): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = numbers.between(0, last);
    [items[last], items[other]] = [items[other] as T, items[last] as T];
  }
  return items;
}
