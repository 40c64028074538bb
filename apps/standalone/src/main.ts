import { readOrExit, readStandaloneConfig } from '@zaakpost/config';
import { liveLine } from '@zaakpost/telemetry';
import { readWishes, USAGE } from './arguments.ts';
import { endOnSignal } from './end-on-signal.ts';
import { startStandalone } from './standalone.ts';
import { sentenceOf } from './trouble.ts';

const stack = new AsyncDisposableStack();
const line = liveLine(process.stdout);
const ending = endOnSignal(stack, line);

try {
  const wishes = readWishes(process.argv.slice(2).filter((word) => word !== '--check'));
  if (wishes.help) {
    console.log(USAGE);
    process.exit(0);
  }
  await startStandalone(wishes, readOrExit(readStandaloneConfig), { line, stack, signal: ending.signal });
} catch (error) {
  await ending.because(sentenceOf(error));
}
