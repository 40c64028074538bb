import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { STAGES } from '@zaakpost/domain';
import { Command } from 'commander';

/** The commands that run a part until it is stopped. Each part is a program of its own, run as such. */
export const runCommands = (): Command[] => [
  new Command('worker')
    .description('Run the workers of the stages that are named.')
    .argument('<stage...>', `some of: ${STAGES.join(', ')}`)
    .addHelpText('after', '\nExamples:\n  $ zaakpost worker scan\n  $ zaakpost worker render-pdf send-outbound')
    .action((stages: string[]) => run('worker', stages)),
  new Command('scheduler')
    .description('Run the ticks: polls of mailboxes, and the sweep. Several may run; one works at a time.')
    .addHelpText('after', '\nExample:\n  $ zaakpost scheduler')
    .action(() => run('scheduler')),
  new Command('receiver')
    .description('Receive mail by SMTP, and by LMTP where LMTP_PORT is set.')
    .addHelpText('after', '\nExample:\n  $ SMTP_PORT=25 zaakpost receiver')
    .action(() => run('receiver')),
  new Command('api')
    .description('Serve the REST API, the web pages and the board of queues.')
    .addHelpText('after', '\nExample:\n  $ PORT=8080 zaakpost api')
    .action(() => run('api')),
];

function run(app: string, args: readonly string[] = []): Promise<void> {
  const child = fork(fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url)), args, { stdio: 'inherit' });
  const stop = () => void child.kill('SIGTERM');
  // A Ctrl-C at the terminal reaches the part as well; it counts once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      process.exitCode = code ?? 1;
      if (process.connected) process.disconnect();
      resolve();
    });
  });
}
