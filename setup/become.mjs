import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { compiled } from './compiled.mjs';
import { findNode } from './node.mjs';
import { root } from './root.mjs';

/**
 * Runs one of our TypeScript programs under Node 24 in place of this process: same terminal, signals passed on, same exit
 * code. It learns by its channel when this process is killed, and ends too.
 */
export function become(program, args) {
  // The -- keeps Node from taking an --env-file among the program's own words for one of its own.
  const child = spawn(findNode(), ['--', join(root, program), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: compiled, ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
    if (child.connected) child.disconnect();
  });
}

/** Runs `main` and, when it throws, says why in a sentence and ends with 1. */
export function orSay(main) {
  try {
    main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
