import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findNode } from './node.mjs';
import { root } from './root.mjs';

const web = join(root, 'apps', 'web');

/** Builds the web pages when they are not built, or older than what they are made from. */
export function buildWebPages() {
  if (!existsSync(join(web, 'package.json')) || arePagesFresh(web)) return;
  console.log('Building the web pages.');
  const path = [join(root, 'node_modules', '.bin'), dirname(findNode()), process.env.PATH].join(':');
  const options = { cwd: web, env: { ...process.env, PATH: path }, encoding: 'utf8' };
  const build = spawnSync('npm', ['run', '--silent', 'build'], options);
  if (build.status !== 0) throw new Error(`The web pages could not be built:\n${build.stdout}${build.stderr}`);
}

/** Is `dist/index.html` newer than every source? */
export function arePagesFresh(folder) {
  const built = join(folder, 'dist', 'index.html');
  if (!existsSync(built)) return false;
  const sources = ['src', 'public', 'index.html', 'package.json', 'vite.config.ts'].map((name) => join(folder, name));
  return statSync(built).mtimeMs >= Math.max(...sources.filter((path) => existsSync(path)).map(newestIn));
}

function newestIn(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
