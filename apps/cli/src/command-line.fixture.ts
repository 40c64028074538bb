import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { compiledCode, type ModelDatabase } from '@zaakpost/testing';

/** Runs a command to its end. */
export type CommandLine = (args: string[], input?: string) => Promise<{ code: number; stdout: string; stderr: string }>;

/** What the command line needs to know, for a test on the database at `url`. */
export const commandEnvironment = (url: string) => ({
  ...{ DATABASE_URL: url, QUEUE_BACKEND: 'postgres', PATH: '/usr/bin:/bin', ...compiledCode },
  SECRET_KEYS: `k1:${Buffer.alloc(32, 3).toString('base64')}`,
  ALLOW_PRIVATE_HOSTS: 'on',
});

/** The command line on the database at `url`. */
export function commandLine(url: string, more: Record<string, string> = {}): CommandLine {
  const env = { ...commandEnvironment(url), ...more };
  return (args, input = '') =>
    new Promise((resolve) => {
      const done = (error: { code?: unknown } | null, stdout: string, stderr: string) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      execFile(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { env }, done).stdin?.end(input);
    });
}

/** A database as the command line makes it ready. */
export const MIGRATED: ModelDatabase = {
  name: 'command_line',
  async prepare(url) {
    const { code, stderr } = await commandLine(url)(['migrate']);
    if (code !== 0) throw new Error(stderr);
  },
};
