import type { Dirent } from 'node:fs';
import { open, opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMbox } from './mbox.ts';

/** What was found under a path. */
export type FoundFile =
  | {
      kind: 'mail' | 'mbox';
      path: string;
      /** Says which file this is, now and later: its path, without links, and in a Maildir without folder and flags. */
      identity: string;
    }
  /** `code` is the system's: `EACCES`, `ENOENT`; `empty` where a mail was expected, `special` for a pipe or a device. */
  | { kind: 'unreadable'; path: string; code: string }
  /** A file in a folder that holds no mail. */
  | { kind: 'other'; path: string };

/**
 * The files with mail under paths: mails (`.eml`), mboxes (whatever their names), Maildirs, and folders of these, as deep
 * as they go. A path that is named counts as a mail when it is no mbox; within folders files without mail are passed over.
 * Links to folders within folders are not followed. Folders are read as streams, in the order of the file system.
 */
export async function* mailFiles(paths: readonly string[]): AsyncGenerator<FoundFile, void> {
  for (const path of paths) yield* found(path, () => named(path));
}

async function* named(path: string): AsyncGenerator<FoundFile, void> {
  const real = await realpath(path);
  const about = await stat(real);
  if (about.isDirectory()) yield* inFolder(real);
  // Opening a pipe waits for who writes into it, and a device may have no end.
  else if (!about.isFile()) yield { kind: 'unreadable', path, code: 'special' };
  else yield await fileAt(real, 'mail');
}

/** What is tried, with a fault of the file system as one of the findings. */
async function* found(path: string, look: () => AsyncGenerator<FoundFile, void>): AsyncGenerator<FoundFile, void> {
  try {
    yield* look();
  } catch (error) {
    yield { kind: 'unreadable', path, code: systemCode(error) };
  }
}

async function* inFolder(folder: string): AsyncGenerator<FoundFile, void> {
  const isMaildir = (await isFolder(join(folder, 'cur'))) && (await isFolder(join(folder, 'new')));
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (isMaildir && entry.name === 'tmp') continue;
    if (isMaildir && (entry.name === 'cur' || entry.name === 'new')) yield* found(path, () => inMaildir(folder, path));
    else yield* found(path, () => atEntry(entry, path, isMaildir));
  }
}

async function* atEntry(entry: Dirent, path: string, isMaildir: boolean): AsyncGenerator<FoundFile, void> {
  if (entry.isDirectory()) yield* inFolder(path);
  else if (isMaildir || !(await stat(path)).isFile()) yield { kind: 'other', path };
  else yield await fileAt(path, /\.eml$/iu.test(entry.name) ? 'mail' : 'other');
}

/** Every file in `cur` and `new` is a mail; it moves from one to the other, and flags are added behind its name. */
async function* inMaildir(maildir: string, folder: string): AsyncGenerator<FoundFile, void> {
  for await (const { name } of await opendir(folder)) {
    const path = join(folder, name);
    if (name.startsWith('.')) continue;
    const identity = join(maildir, name.replace(/[:;!]2,[A-Za-z,]*$/u, ''));
    yield* found(path, async function* () {
      yield (await stat(path)).isFile() ? { kind: 'mail', path, identity } : { kind: 'other', path };
    });
  }
}

async function fileAt(path: string, otherwise: 'mail' | 'other'): Promise<FoundFile> {
  const beginning = await beginningOf(path);
  if (isMbox(beginning)) return { kind: 'mbox', path, identity: path };
  if (otherwise === 'other') return { kind: 'other', path };
  return beginning.length === 0 ? { kind: 'unreadable', path, code: 'empty' } : { kind: 'mail', path, identity: path };
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** The code of a fault of the file system. @throws what is none. */
export function systemCode(error: unknown): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) throw error;
  return code;
}
