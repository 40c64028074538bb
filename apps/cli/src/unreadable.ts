/** Why a file could not be read, by the code of the system or of a finding, for a sentence that begins with its name. */
export const unreadable = (code: string): string =>
  code === 'empty' ? 'cannot be read: it is empty.' : `cannot be read${REASONS[code] ?? ''} (${code}).`;

const REASONS: Record<string, string> = {
  ENOENT: ': there is no such file',
  EISDIR: ': it is a folder, name the files in it',
  EACCES: ': you may not read it',
  special: ': it is a pipe or a device',
  ambiguous: ': several files have names that read so, which are not in UTF-8',
};
