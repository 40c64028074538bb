import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { callerFolder } from '@zaakpost/config';
import type { BlobRef, DecodedMessage } from '@zaakpost/domain';
import { type FilePath, filePath, type MessageReader, messageReader } from '@zaakpost/mail';
import { unreadable } from '../unreadable.ts';

/** What became of one file. `message` is null when it could not be opened, and `unopened` says why. */
export type Diagnosis = { file: string } & (
  | { message: DecodedMessage; unopened: null }
  | { message: null; unopened: string }
);

/** Files read at once for each child; the next one is open when a child is free. */
const AHEAD = 2;

/** Reads the files, several at once, and gives what was found in their order. */
export async function* diagnoses(files: readonly string[]): AsyncGenerator<Diagnosis, void> {
  const children = Math.min(availableParallelism(), files.length);
  const reader = messageReader({ children });
  const begun: Promise<Diagnosis>[] = [];
  try {
    for (const file of files) {
      begun.push(diagnosed(file, reader));
      if (begun.length >= children * AHEAD) yield await (begun.shift() as Promise<Diagnosis>);
    }
    for (const diagnosis of begun.splice(0)) yield await diagnosis;
  } finally {
    await reader.close();
    await Promise.allSettled(begun);
  }
}

async function diagnosed(file: string, reader: MessageReader): Promise<Diagnosis> {
  try {
    const path = await filePath(resolve(callerFolder(), file));
    // Opening a pipe waits for who writes into it, and a device may have no end.
    if (!(await isFileOrFolder(path))) return { file, message: null, unopened: `The file ${unreadable('special')}` };
    await openable(path);
    const source = { open: () => createReadStream(path), keep: hashed };
    return { file, unopened: null, message: await reader.read(source, { signal: NEVER }) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return { file, message: null, unopened: `The file ${unreadable(code ?? 'unknown')}` };
  }
}

const NEVER = new AbortController().signal;

async function isFileOrFolder(path: FilePath): Promise<boolean> {
  const about = await stat(path);
  return about.isFile() || about.isDirectory();
}

async function openable(file: FilePath): Promise<void> {
  const handle = await open(file);
  try {
    await handle.read(Buffer.alloc(1), 0, 1, 0);
  } finally {
    await handle.close();
  }
}

/** What a part would be stored under. */
async function hashed(content: AsyncIterable<Buffer>): Promise<BlobRef> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of content) {
    hash.update(chunk);
    size += chunk.length;
  }
  return { sha256: hash.digest('hex'), size };
}
