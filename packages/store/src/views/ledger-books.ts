import {
  INBOUND_FINAL,
  type InboundSource,
  type InboundState,
  type LedgerBook,
  type LedgerDay,
  type OfficeDay,
} from '@zaakpost/domain';

/** The ledger while it is being counted: a book for each source, a line for each day on which there is something. */
export class Books {
  readonly #names: Map<string, string>;
  readonly #days = new Map<string, Map<OfficeDay, LedgerDay>>();

  /** Each mailbox gets its book at once: one without mail must be seen, too. */
  constructor(mailboxes: { id: string; name: string }[]) {
    this.#names = new Map(mailboxes.map(({ id, name }) => [id, name]));
    for (const { id } of mailboxes) this.#days.set(id, new Map());
  }

  day(key: string, day: OfficeDay): LedgerDay {
    const days = this.#days.get(key) ?? new Map<OfficeDay, LedgerDay>();
    this.#days.set(key, days);
    const line = days.get(day) ?? emptyDay(day, kindOf(key) === 'pop3');
    days.set(day, line);
    return line;
  }

  inOrder(): LedgerBook[] {
    return [...this.#days].map(([key, days]) => this.#book(key, [...days.values()])).toSorted(byKindAndName);
  }

  #book(key: string, days: LedgerDay[]): LedgerBook {
    const kind = kindOf(key);
    const name = kind === 'smtp' ? key : (this.#names.get(key) ?? '');
    return { source: { key, kind, name }, days: days.toSorted((a, b) => (a.day < b.day ? 1 : -1)) };
  }
}

/** Adds mails in one state to their day. */
export function add(line: LedgerDay, { state, count, old }: { state: InboundState; count: number; old: number }): void {
  if (isFinal(state)) {
    line.ends[state] = (line.ends[state] ?? 0) + count;
    line.finished += count;
    line.stored += count;
    return;
  }
  line.waiting[state] = (line.waiting[state] ?? 0) + count;
  if (state === 'leftOnServer') line.leftOnServer += count;
  else {
    line.stored += count;
    line.overdue += old;
  }
}

const isFinal = (state: InboundState) => (INBOUND_FINAL as readonly InboundState[]).includes(state);

const kindOf = (key: string): InboundSource['kind'] => {
  if (key === 'import') return 'import';
  return key.includes('@') ? 'smtp' : 'pop3';
};

const KINDS: InboundSource['kind'][] = ['pop3', 'smtp', 'import'];

const byKindAndName = ({ source: a }: LedgerBook, { source: b }: LedgerBook): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.name.localeCompare(b.name, 'nl') || (a.key < b.key ? -1 : 1);

const emptyDay = (day: OfficeDay, onServer: boolean): LedgerDay => ({
  day,
  seen: onServer ? 0 : null,
  ...{ stored: 0, ends: {}, waiting: {}, finished: 0, cameBack: 0, leftOnServer: 0 },
  refusedByServer: onServer ? 0 : null,
  notStored: onServer ? 0 : null,
  overdue: 0,
});
