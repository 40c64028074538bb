import { spawnSync } from 'node:child_process';
import { installPackages } from './packages.mjs';
import { isInstalled, missingFor } from './requirements.mjs';

/**
 * Makes this machine ready for a command: npm packages, then system programs where they may be installed. What is
 * still missing then is told on one screen, and what does not need it goes on. Throws when npm fails.
 */
export function install(command) {
  installPackages();
  const missing = missingFor(command);
  if (missing.length > 0) installPrograms(missing);
  const left = missingFor(command);
  if (left.length > 0) console.log(report(left));
}

/** One screen: what is missing, how to get it, what waits until then. */
export function report(missing) {
  const width = Math.max(...missing.map(({ program }) => program.length));
  return [
    '',
    'Not on this machine:',
    ...missing.map(({ program, waits }) => `  ${program.padEnd(width)}  until then: ${waits}`),
    'On Debian or Ubuntu they come with:',
    `  sudo apt-get install --no-install-recommends ${missing.map(({ debian }) => debian).join(' ')}`,
    '',
  ].join('\n');
}

function installPrograms(missing) {
  const sudo = rightToInstall();
  if (sudo === undefined) return;
  const packages = missing.map(({ debian }) => debian);
  console.log(`Installing with apt-get: ${packages.join(' ')}`);
  const [command, ...args] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'sh', '-c', aptScript, 'apt'];
  const apt = spawnSync(command, [...args, ...packages], { encoding: 'utf8' });
  if (apt.status !== 0) console.log(`apt-get did not manage all of it:\n${apt.stderr.trim().slice(-2000)}`);
}

/** The words before a command that may install: none for root, `sudo -n` where it asks no password. */
function rightToInstall() {
  if (!isInstalled('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}

// The policy file keeps the daemons that come with the packages from starting: Zaakpost starts its own. The lists are
// fetched only when apt does not know a package; and one package that does not exist does not keep the others away.
const aptScript = `
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\\nexit 101\\n' > $policy && chmod 755 $policy
  trap 'rm -f $policy' EXIT
fi
get() { apt-get install -y -q --no-install-recommends "$@"; }
get "$@" || { apt-get update -q; get "$@"; } || {
  failed=0
  for one in "$@"; do get "$one" || failed=1; done
  exit $failed
}
`;
