import { INBOUND_FINAL, INBOUND_WAITING, type InboundSource, type InboundState } from './inbound-message.ts';
import type { OfficeDay } from './office-day.ts';

/** Where mail comes from. `key` is a mailbox's id, an address of ours, or `import`. */
export interface LedgerSource {
  key: string;
  kind: InboundSource['kind'];
  /** The mailbox's name, or the address; empty for imports, and for a mailbox that is not on record any more. */
  name: string;
}

/** What came in by one source on one day, counted by where it is now. */
export interface LedgerDay {
  day: OfficeDay;
  /** On the server of the mailbox for the first time; null where mail comes another way. */
  seen: number | null;
  /** Bytes of it are with us. */
  stored: number;
  /** At an end (spec.md section 4), by end. */
  ends: Partial<Record<InboundState, number>>;
  /** Not at an end yet, by state; what was left on the server included. */
  waiting: Partial<Record<InboundState, number>>;
  finished: number;
  /** Times that a mail of this day was offered again, and recognised. */
  cameBack: number;
  /** Too large to be fetched. */
  leftOnServer: number;
  /** The server would not give it; null where mail comes another way. */
  refusedByServer: number | null;
  /** Difference: seen on the server, and neither stored, nor too large, nor refused. */
  notStored: number | null;
  /** Difference: stored, without an end, and came in over a day ago. */
  overdue: number;
}

/** The ledger of one source. */
export interface LedgerBook {
  source: LedgerSource;
  /** Newest first; a day without mail is not there. */
  days: LedgerDay[];
}

/** The most days that one question may be about. */
export const MOST_LEDGER_DAYS = 92;

const COLUMNS = [
  ...['source_kind', 'source', 'name', 'day', 'seen', 'stored', 'finished', 'came_back', 'left_on_server'],
  ...['refused_by_server', 'not_stored', 'overdue'],
];

/** The ledger as CSV (RFC 4180): a line for each source and day, a column for each count and each state. */
export function ledgerCsv(books: readonly LedgerBook[]): string {
  const header = [...COLUMNS, ...INBOUND_FINAL, ...INBOUND_WAITING];
  const lines = books.flatMap(({ source, days }) => days.map((day) => cellsOf(source, day)));
  return [header, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

type Cell = string | number | null;

const cellsOf = ({ kind, key, name }: LedgerSource, day: LedgerDay): Cell[] => [
  ...[kind, key, name, day.day, day.seen, day.stored, day.finished, day.cameBack, day.leftOnServer],
  ...[day.refusedByServer, day.notStored, day.overdue],
  ...INBOUND_FINAL.map((state) => day.ends[state] ?? 0),
  ...INBOUND_WAITING.map((state) => day.waiting[state] ?? 0),
];

// A name that begins like a formula would be run by a spreadsheet; addresses are written by strangers.
function quoted(cell: Cell): string {
  if (cell === null) return '';
  const text = /^[=+\-@\t\r]/u.test(`${cell}`) && typeof cell === 'string' ? `'${cell}` : `${cell}`;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
