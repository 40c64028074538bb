/** Something that the person at the terminal has to know or do: its message is all that is printed. */
export class Trouble extends Error {}

/** One sentence for whatever went wrong. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  const { code, port, path, syscall, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return portTaken(port ?? 0).message;
  if (code === 'ENOENT' && syscall?.startsWith('spawn')) return notInstalled(path ?? 'A program');
  if (code === 'ENOSPC' || /no space left on device/iu.test(message))
    return 'The disk is full: make room and start again.';
  return `Zaakpost could not start: ${firstLine(message)}`;
}

export const portTaken = (port: number) =>
  new Trouble(`Port ${port} is taken: stop what listens there, or choose another with PORT=8081 npm start.`);

const notInstalled = (program: string) =>
  `${program} is not installed: install it (apt-get install ${program}) and start again.`;

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';
