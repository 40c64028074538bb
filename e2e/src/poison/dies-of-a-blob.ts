import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Loaded before a worker (`--import`), so that nothing in it need know of tests: whoever opens the blob that
 * `DEADLY_BLOB` names by its SHA-256 to read it dies at once, as of a bug in what reads it.
 */
const deadly = process.env.DEADLY_BLOB ?? '';

function dieOf(path: unknown): void {
  if (deadly !== '' && String(path).endsWith(deadly)) process.kill(process.pid, 'SIGKILL');
}

const { createReadStream } = fs;
const { readFile } = promises;
fs.createReadStream = (path, options) => {
  dieOf(path);
  return createReadStream(path, options);
};
promises.readFile = (async (path: Parameters<typeof readFile>[0], options: Parameters<typeof readFile>[1]) => {
  dieOf(path);
  return readFile(path, options);
}) as typeof readFile;
syncBuiltinESMExports();
