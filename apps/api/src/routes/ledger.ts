import {
  daysLater,
  daysWithin,
  INBOUND_FINAL,
  INBOUND_WAITING,
  ledgerCsv,
  MOST_LEDGER_DAYS,
  OFFICE_ZONE,
  officeDayOf,
} from '@zaakpost/domain';
import { z } from 'zod';
import { invalid } from '../http/problem.ts';
import { json, route } from '../http/route.ts';
import type { ApiParts } from '../parts.ts';
import { officeDay, sourceKind } from './schemas.ts';

const day = z
  .object({
    day: officeDay,
    seen: z.int().nullable().describe('On the server for the first time; null for other sources than mailboxes.'),
    stored: z.int(),
    ends: z.partialRecord(z.enum(INBOUND_FINAL), z.int()),
    waiting: z.partialRecord(z.enum(INBOUND_WAITING), z.int()),
    finished: z.int(),
    cameBack: z.int().describe('Times that mail of this day was offered again, and recognised.'),
    leftOnServer: z.int(),
    refusedByServer: z.int().nullable(),
    notStored: z.int().nullable().describe('Seen, and neither stored, nor too large, nor refused.'),
    overdue: z.int().describe('Stored, without an end, and came in over a day ago.'),
  })
  .meta({ id: 'LedgerDay' });

const ledger = z
  .object({
    from: officeDay,
    to: officeDay,
    zone: z.string().describe('By whose clock a day begins.'),
    books: z.array(
      z.object({
        source: z.object({ key: z.string(), kind: sourceKind, name: z.string() }),
        days: z.array(day).describe('Newest first; a day without mail is not there.'),
      }),
    ),
  })
  .meta({ id: 'Ledger' });

const serverMessage = z
  .object({
    mailboxId: z.uuid(),
    mailbox: z.string(),
    uniqueId: z.string(),
    size: z.number(),
    firstSeenAt: z.date(),
    refusedAt: z.date().nullable(),
    goneAt: z.date().nullable().describe('It lies there no more.'),
  })
  .meta({ id: 'ServerMessage' });

const asked = z.object({
  from: officeDay.nullable().default(null).describe('The first day; by default 13 days before the last.'),
  to: officeDay.nullable().default(null).describe('The last day; today by default.'),
  source: z.string().max(320).nullable().default(null).describe('The key of one source; absent: all of them.'),
});

const readLedger = route({
  id: 'readLedger',
  method: 'get',
  path: '/ledger',
  summary: `What came in, for each source and day, by where it is now; at most ${MOST_LEDGER_DAYS} days.`,
  query: asked,
  success: { status: 200, schema: ledger },
  async run({ query, parts }) {
    const span = spanOf(query, parts);
    return json({
      ...span,
      zone: OFFICE_ZONE,
      books: await parts.views.ledger.read({ ...span, source: query.source }),
    });
  },
});

const downloadLedger = route({
  id: 'downloadLedger',
  method: 'get',
  path: '/ledger.csv',
  summary: 'The same as CSV, to be saved.',
  query: asked,
  success: { status: 200, table: true },
  async run({ query, parts }) {
    const span = spanOf(query, parts);
    const text = ledgerCsv(await parts.views.ledger.read({ ...span, source: query.source }));
    return { kind: 'table', table: { text, filename: `ledger-${span.from}-${span.to}.csv` } };
  },
});

const listNotStored = route({
  id: 'listNotStored',
  method: 'get',
  path: '/ledger/not-stored',
  summary: 'Mail that was seen on the server of a mailbox on these days and is not with us, newest first.',
  query: asked.extend({
    refused: z.stringbool().default(false).describe('What the server would not give, instead of what is missing.'),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  success: { status: 200, schema: z.object({ items: z.array(serverMessage), more: z.boolean() }) },
  async run({ query, parts }) {
    return json(await parts.views.ledger.notStored({ ...query, ...spanOf(query, parts) }));
  },
});

const USUAL_DAYS = 14;

function spanOf({ from, to }: z.output<typeof asked>, { now }: ApiParts): { from: string; to: string } {
  const last = to ?? officeDayOf(now());
  const first = from ?? daysLater(last, 1 - USUAL_DAYS);
  const days = daysWithin(first, last);
  if (days < 1) throw invalid([{ field: 'from', message: 'must not be after the last day' }]);
  if (days > MOST_LEDGER_DAYS)
    throw invalid([{ field: 'from', message: `at most ${MOST_LEDGER_DAYS} days at a time` }]);
  return { from: first, to: last };
}

export const ledgerRoutes = [readLedger, downloadLedger, listNotStored];
