// npm test [-- NAME...]: makes the machine ready and runs every check, or the ones named.
import { orSay } from './become.mjs';
import { checks, runChecks } from './checks.mjs';
import { install } from './install.mjs';

orSay(() => {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `No check is called ${unknown.join(', ')}; there are: ${checks.map(({ name }) => name).join(', ')}`,
    );
  }
  install('test');
  const { passed, failed, skipped } = runChecks(names.length > 0 ? names : checks.map(({ name }) => name));
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
});
