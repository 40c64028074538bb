import type { Dirent } from 'node:fs';
import { open, opendir, realpath, stat } from 'node:fs/promises';
import { type FilePath, filePath, identityOf, LOSSLESS, within } from './file-path.ts';
import { isMbox } from './mbox.ts';

/** What was found under a path. */
export type FoundFile =
  | {
      kind: 'mail' | 'mbox';
      /** As text, to be shown. */
      path: string;
      file: FilePath;
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
  const real = await realpath(await filePath(path), { encoding: 'buffer' });
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

async function* inFolder(folder: FilePath): AsyncGenerator<FoundFile, void> {
  const isMaildir = (await isFolder(within(folder, 'cur'))) && (await isFolder(within(folder, 'new')));
  for await (const entry of await opendir(folder, { encoding: LOSSLESS })) {
    const path = within(folder, Buffer.from(entry.name, LOSSLESS));
    const look = () => atEntry(entry, path, isMaildir);
    if (isMaildir && entry.name === 'tmp') continue;
    const isMails = isMaildir && (entry.name === 'cur' || entry.name === 'new');
    yield* found(path.toString(), isMails ? () => inMaildir(folder, path) : look);
  }
}

async function* atEntry(entry: Dirent, path: FilePath, isMaildir: boolean): AsyncGenerator<FoundFile, void> {
  if (entry.isDirectory()) yield* inFolder(path);
  else if (isMaildir || !(await stat(path)).isFile()) yield { kind: 'other', path: path.toString() };
  else yield await fileAt(path, /\.eml$/iu.test(entry.name) ? 'mail' : 'other');
}

/** Every file in `cur` and `new` is a mail; it moves from one to the other, and flags are added behind its name. */
async function* inMaildir(maildir: FilePath, folder: FilePath): AsyncGenerator<FoundFile, void> {
  for await (const { name } of await opendir(folder, { encoding: LOSSLESS })) {
    const file = within(folder, Buffer.from(name, LOSSLESS));
    const path = file.toString();
    if (name.startsWith('.')) continue;
    const identity = identityOf(within(maildir, Buffer.from(name.replace(/[:;!]2,[A-Za-z,]*$/u, ''), LOSSLESS)));
    yield* found(path, async function* () {
      yield (await stat(file)).isFile() ? { kind: 'mail', path, file, identity } : { kind: 'other', path };
    });
  }
}

async function fileAt(file: FilePath, otherwise: 'mail' | 'other'): Promise<FoundFile> {
  const beginning = await beginningOf(file);
  const path = file.toString();
  if (isMbox(beginning)) return { kind: 'mbox', path, file, identity: identityOf(file) };
  if (otherwise === 'other') return { kind: 'other', path };
  if (beginning.length === 0) return { kind: 'unreadable', path, code: 'empty' };
  return { kind: 'mail', path, file, identity: identityOf(file) };
}

async function beginningOf(path: FilePath): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const isFolder = (path: FilePath): Promise<boolean> =>
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
