import { Command } from 'commander';
import { asJson, asScreen } from './print.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Read mails from files as the pipeline would, and tell what was found. Nothing is stored or asked.')
    .argument('<files...>', 'raw mails (.eml)')
    .option('--json', 'one JSON object a line for each file, in the order of the files')
    .addHelpText('after', HELP)
    .action(async (files: string[], { json }: { json?: true }) => {
      const { diagnoses } = await import('./diagnoses.ts');
      process.stdout.on('error', () => process.exit(1));
      const print = json ? asJson : asScreen;
      for await (const diagnosis of diagnoses(files)) {
        await written(`${print(diagnosis)}\n`);
        if (diagnosis.unopened) process.exitCode = 1;
      }
    });

const HELP = `
Exit code 1 when one of the files could not be opened, else 0.

Example:
  $ zaakpost doctor --json received.eml`;

/** Waits while whoever reads the output is slow; ends when nobody reads it any more. */
const written = (text: string): Promise<void> =>
  new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
