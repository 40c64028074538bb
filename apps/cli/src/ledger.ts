import {
  daysLater,
  daysWithin,
  type InboundState,
  isOfficeDay,
  type LedgerBook,
  type LedgerDay,
  ledgerCsv,
  MOST_LEDGER_DAYS,
  officeDayOf,
} from '@zaakpost/domain';
import { Command } from 'commander';
import { CommandError } from './failure.ts';
import { withRecords } from './records.ts';
import { STATE_NAMES } from './state-names.ts';

interface Asked {
  from?: string;
  to?: string;
  source?: string;
  csv?: boolean;
  json?: boolean;
}

export const ledgerCommand = (): Command =>
  new Command('ledger')
    .description(`Tell what came in, for each source and day, by where it is now; at most ${MOST_LEDGER_DAYS} days.`)
    .option('--from <day>', 'the first day; by default 6 days before the last')
    .option('--to <day>', 'the last day; today by default')
    .option('--source <key>', "only one: a mailbox's id, an address of ours, or import")
    .option('--csv', 'print CSV')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action((asked: Asked) =>
      withRecords(async (database) => {
        const span = spanOf(asked);
        const { views } = await import('@zaakpost/store');
        const books = await views(database).ledger.read({ ...span, source: asked.source ?? null });
        if (asked.csv) process.stdout.write(ledgerCsv(books));
        else if (asked.json) console.log(JSON.stringify({ ...span, books }));
        else console.log(books.flatMap(linesOf).join('\n') || nothing(asked));
      }),
    );

const EXAMPLES = `
Examples:
  $ zaakpost ledger
  $ zaakpost ledger --from 2026-11-01 --to 2026-11-30 --csv`;

function spanOf({ from, to }: Asked): { from: string; to: string } {
  for (const day of [from, to]) {
    if (day !== undefined && !isOfficeDay(day)) throw new CommandError('A day looks like 2026-11-25.');
  }
  const last = to ?? officeDayOf(new Date());
  const first = from ?? daysLater(last, -6);
  const days = daysWithin(first, last);
  if (days < 1) throw new CommandError('The first day must not be after the last.');
  if (days > MOST_LEDGER_DAYS) throw new CommandError(`Ask for at most ${MOST_LEDGER_DAYS} days at a time.`);
  return { from: first, to: last };
}

const nothing = ({ source }: Asked): string =>
  source === undefined
    ? 'No mailbox is set up, and no mail came in.'
    : `Nothing came in from ${source}. A source is the id of a mailbox, an address of ours, or import.`;

function linesOf({ source, days }: LedgerBook): string[] {
  const name = source.kind === 'import' ? 'Imported' : source.name || source.key;
  if (days.length === 0) return [name, '  no mail'];
  return [name, ...days.flatMap(dayLines)];
}

function dayLines(day: LedgerDay): string[] {
  const seen = day.seen === null ? '' : `${day.seen} seen, `;
  return [
    `  ${day.day}  ${seen}${day.stored} stored, ${day.finished} at an end`,
    ...said('at an end', inWords(day.ends)),
    ...said('waiting', inWords(day.waiting)),
    ...said('besides', [
      ...counted(day.cameBack, 'came back'),
      ...counted(day.refusedByServer, 'refused by the server'),
    ]),
    ...said('DIFFERENCE', [
      ...counted(day.notStored, 'seen on the server and not stored'),
      ...counted(day.overdue, 'stored over a day ago and at no end'),
    ]),
  ];
}

const inWords = (counts: Partial<Record<InboundState, number>>): string[] =>
  Object.entries(STATE_NAMES).flatMap(([state, name]) => counted(counts[state as InboundState] ?? null, name));

const said = (what: string, parts: string[]): string[] =>
  parts.length === 0 ? [] : [`    ${what}: ${parts.join(', ')}`];

const counted = (count: number | null, what: string): string[] => (count ? [`${count} ${what}`] : []);
