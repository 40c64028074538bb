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
  const { items: came } = await inbound.list({ ...EVERYTHING, search: name, limit: MOST });
  const { items: went } = await outbound.list({ ...EVERYTHING_SENT, search: name, limit: MOST });
  if (came.length + went.length > 1) return chooseOf(came, went);
  const sent = went[0] && (await outbound.find(went[0].id));
  if (sent) return explainOutbound(sent);
  const received = came[0] && (await inbound.find(came[0].id));
  if (received) return explainInbound(received, await inbound.way(received));
  throw new CommandError(
    'No mail with this name is on record. Give its id, Message-ID, unique-id or SHA-256, as its page shows it.',
  );
}

const MOST = 50;
// No content is shown here, and none may be guessed at by searching for it.
const EVERYTHING = {
  ...{ cursor: null, state: null, source: null, from: null, to: null, reason: null, overdue: false },
  hideCaseContent: true,
};

const EVERYTHING_SENT = { cursor: null, state: null, deliveryState: null };

const chooseOf = (
  came: { id: string; receivedAt: Date; state: InboundState }[],
  went: { id: string; createdAt: Date }[],
): string =>
  [
    `${came.length + went.length} mails have this name; explain one of them by its id:`,
    ...came.map(({ id, receivedAt, state }) => `  ${id}  came in at ${moment(receivedAt)}, now ${STATE_NAMES[state]}`),
    ...went.map(({ id, createdAt }) => `  ${id}  goes out, asked for at ${moment(createdAt)}`),
  ].join('\n');
