import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Installs the npm packages of the lock file when they are not there, or not these. Throws when npm fails. */
export function installPackages() {
  if (packagesAreInstalled(root)) return;
  console.log('Installing npm packages (npm ci); a minute or two.');
  // npm itself must not run on the Node that it is about to replace.
  const path = (process.env.PATH ?? '').split(':').filter((folder) => !folder.endsWith('node_modules/.bin'));
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path.join(':') },
  });
  if (npm.status !== 0) throw new Error('npm ci failed: see above. Is the package registry within reach?');
}

/** Does `node_modules` hold what the lock file says? npm notes what it installed, so no stamp of ours is needed. */
export function packagesAreInstalled(folder) {
  const note = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const installed = JSON.parse(readFileSync(note, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, link, peer }]) => {
    if (!path.startsWith('node_modules/') || link) return true;
    // What is for another kind of machine is rightly absent.
    return installed[path] === undefined ? optional || peer : installed[path].version === version;
  });
}
