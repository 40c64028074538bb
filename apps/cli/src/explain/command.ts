import type { InboundState } from '@zaakpost/domain';
import type { Views } from '@zaakpost/store';
import { Command } from 'commander';
import { CommandError } from '../failure.ts';
import { withRecords } from '../records.ts';
import { explainInbound } from './inbound.ts';
import { explainOutbound } from './outbound.ts';
import { moment } from '../moment.ts';
import { STATE_NAMES } from '../state-names.ts';

export const explainCommand = (): Command =>
  new Command('explain')
    .description("Tell a mail's whole way in words: where it is, why, and every step it took. No content is shown.")
    .argument('<mail>', "a mail's id, Message-ID, unique-id or SHA-256 (or its first 8 digits), as the pages show it")
    .addHelpText('after', EXAMPLES)
    .action((name: string) =>
      withRecords(async (database) => {
        const { views } = await import('@zaakpost/store');
        console.log(await explained(name, views(database)));
      }),
    );

const EXAMPLES = `
Examples:
  $ zaakpost explain 3f0e9c1a-...
  $ zaakpost explain "<20261125.0815@example.nl>"`;

async function explained(name: string, { inbound, outbound }: Views): Promise<string> {
  const went = UUID.test(name) ? await outbound.find(name) : null;
  if (went) return explainOutbound(went);
  const { items } = await inbound.list({ ...EVERYTHING, search: name, limit: MOST });
  if (items.length > 1) return chooseOf(items);
  const [one] = items;
  const came = one && (await inbound.find(one.id));
  if (!came)
    throw new CommandError(
      'No mail with this name is on record. Give its id, Message-ID, unique-id or SHA-256, as its page shows it.',
    );
  return explainInbound(came, await inbound.way(came));
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const MOST = 50;
// No content is shown here, and none may be guessed at by searching for it.
const EVERYTHING = {
  ...{ cursor: null, state: null, source: null, from: null, to: null, reason: null, overdue: false },
  hideCaseContent: true,
};

const chooseOf = (items: { id: string; receivedAt: Date; state: InboundState }[]): string =>
  [
    `${items.length} mails have this name; explain one of them by its id:`,
    ...items.map(({ id, receivedAt, state }) => `  ${id}  came in at ${moment(receivedAt)}, now ${STATE_NAMES[state]}`),
  ].join('\n');
