import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Runs TypeScript without a build step, and has argon2. */
const oldest = [24, 7];

/** The Node that runs Zaakpost: the one among the npm packages, or this machine's own. Throws a sentence without one. */
export function findNode() {
  const candidates = [join(root, 'node_modules', '.bin', 'node'), process.execPath];
  const found = candidates.find((path) => existsSync(path) && isNewEnough(versionOf(path)));
  if (found !== undefined) return found;
  throw new Error(
    `Zaakpost needs Node ${oldest.join('.')} or newer; this is ${process.version}, and there is none among its npm ` +
      'packages for this machine. Install one from https://nodejs.org and try again.',
  );
}

/** Is `v24.7.0` or the like new enough? */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function versionOf(path) {
  try {
    return execFileSync(path, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return 'v0';
  }
}
