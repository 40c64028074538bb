import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findNode } from './node.mjs';
import { root } from './root.mjs';
import { readCounts } from './vitest-counts.mjs';

/**
 * What `npm test` does, in this order. A check counts as one; one with a vitest project counts each of its tests.
 * @type {{ name: string, title: string, command?: string[], project?: string }[]}
 */
export const checks = [
  { name: 'format', title: 'Formatting', command: ['biome', 'format', '.'] },
  { name: 'lint', title: 'Lint, and directions between packages', command: ['biome', 'lint', '.'] },
  { name: 'types', title: 'Types', command: ['nx', 'run-many', '-t', 'typecheck', '--outputStyle=static'] },
  { name: 'dead-code', title: 'Dead code', command: ['knip'] },
  {
    name: 'pages',
    title: 'Build of the web pages',
    command: ['nx', 'run-many', '-t', 'build', '--outputStyle=static'],
  },
  { name: 'unit', title: 'Unit tests', project: 'unit' },
  { name: 'real', title: 'Tests on real services', project: 'real' },
  { name: 'e2e', title: 'End to end', project: 'e2e' },
];

/** Runs the checks of these names, all of them whatever fails, and adds up what came of it. */
export function runChecks(names) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const check of checks.filter(({ name }) => names.includes(name))) {
    console.log(`\n== ${check.title}`);
    const counts = check.project === undefined ? runCommand(check.command) : runVitest(check.project);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  return total;
}

function runCommand(command) {
  const ok = run(command);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

function runVitest(project) {
  const folder = mkdtempSync(join(tmpdir(), 'zaakpost-counts-'));
  const file = join(folder, 'counts.json');
  const ok = run([
    ...['vitest', 'run', '--project', project, '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ]);
  const counts = readCounts(file);
  rmSync(folder, { recursive: true });
  // A run that failed beside its tests, by a leak or an unhandled error, has failed too.
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function run([program, ...args]) {
  const path = [join(root, 'node_modules', '.bin'), dirname(findNode()), process.env.PATH].join(':');
  const env = { ...process.env, PATH: path, NX_DAEMON: 'false' };
  return spawnSync(program, args, { cwd: root, stdio: 'inherit', env }).status === 0;
}
