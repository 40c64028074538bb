import { isUtf8 } from 'node:buffer';
import { access, opendir } from 'node:fs/promises';
import { basename, dirname, sep } from 'node:path';

/**
 * The path of a file as the system has it, bytes: a name that was written on another system may be no UTF-8. What is read
 * of such a name as text has U+FFFD in it, on a command line too, and names no file.
 */
export type FilePath = Buffer;

const LOST = '\uFFFD';

/**
 * The path that is meant by text, in which bytes may have been lost: then it is the one name in its folder that reads so.
 *
 * @throws an error of the file system; of the code `ambiguous` when several names read so.
 */
export async function filePath(path: string): Promise<FilePath> {
  const bytes = Buffer.from(path);
  if (!path.includes(LOST) || (await isThere(bytes))) return bytes;
  const folder = await filePath(dirname(path));
  const meant = basename(path);
  const found: Buffer[] = [];
  for await (const name of namesIn(folder)) if (name.toString() === meant) found.push(name);
  if (found.length > 1)
    throw Object.assign(new Error('Several names read so.'), { code: 'ambiguous', syscall: 'open' });
  return within(folder, found[0] ?? Buffer.from(meant));
}

export const within = (folder: FilePath, name: Buffer | string): FilePath => {
  const parts = folder.toString().endsWith(sep) ? [folder] : [folder, Buffer.from(sep)];
  return Buffer.concat([...parts, Buffer.from(name)]);
};

/** Latin-1 has a character for each byte, so nothing is lost. */
export const LOSSLESS = 'latin1';

/** The path as text that no other path has; that of a name in UTF-8 is the name. */
export const identityOf = (path: FilePath): string =>
  isUtf8(path) ? path.toString() : `${path.toString()}\0${path.toString('hex')}`;

async function* namesIn(folder: FilePath): AsyncGenerator<Buffer, void> {
  for await (const { name } of await opendir(folder, { encoding: LOSSLESS })) yield Buffer.from(name, LOSSLESS);
}

const isThere = (path: FilePath): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
