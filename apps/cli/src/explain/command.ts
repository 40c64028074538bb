import { Command } from 'commander';
import { CommandError } from '../failure.ts';
import { withRecords } from '../records.ts';
import { explainInbound } from './inbound.ts';
import { explainOutbound } from './outbound.ts';

export const explainCommand = (): Command =>
  new Command('explain')
    .description("Tell a mail's whole way in words: where it is, why, and every step it took. No content is shown.")
    .argument('<mail-id>', 'the id of a mail that came in or went out, as the pages show it')
    .addHelpText('after', '\nExample:\n  $ zaakpost explain 3f0e9c1a-...')
    .action((id: string) =>
      withRecords(async (database) => {
        if (!/^[0-9a-f-]{36}$/iu.test(id))
          throw new CommandError('A mail id looks like 3f0e9c1a-5b0e-4c53-9d43-0d1f5f6a7b21.');
        const { views } = await import('@zaakpost/store');
        const { inbound, outbound } = views(database);
        const [came, went] = await Promise.all([inbound.find(id), outbound.find(id)]);
        if (came) console.log(explainInbound(came));
        else if (went) console.log(explainOutbound(went));
        else throw new CommandError('No mail with this id is on record.');
      }),
    );
