import type { ScheduledEmail, ScheduledEmailState } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { type Page, type PageRequest, pageOf, placeColumn, placeOf, withoutPlace } from './page.ts';

/** A scheduled e-mail as the case and the office-wide schedule show it. */
export interface ScheduledListItem {
  id: string;
  caseNumber: number;
  caseSubject: string;
  template: { id: string; name: string };
  recipients: ScheduledEmail['recipients'];
  state: ScheduledEmailState;
  sendAt: Date;
  wallTime: string;
  zone: string;
  version: number;
  createdBy: string;
}

export interface ScheduledView {
  /** The earliest first. */
  list(filter: PageRequest & { state: ScheduledEmailState | null }): Promise<Page<ScheduledListItem>>;
  ofCase(caseId: string): Promise<ScheduledListItem[]>;
  find(id: string): Promise<ScheduledListItem | null>;
}

const MOST_ON_A_CASE = 500;

const SELECT = `select s.id, c.number as "caseNumber", c.subject as "caseSubject",
    json_build_object('id', t.id, 'name', t.name) as template, s.recipients, s.state, s.send_at as "sendAt",
    s.wall_time as "wallTime", s.zone, s.version, s.created_by as "createdBy", ${placeColumn('s.send_at')}
  from scheduled_email s join "case" c on c.id = s.case_id join email_template t on t.id = s.template_id`;

export function scheduledView(database: Database): ScheduledView {
  const ask = (condition: string, parameters: unknown[]): Promise<(ScheduledListItem & { placeAt: string })[]> =>
    database.ask((db) => db.query(`${SELECT} where ${condition}`, parameters));
  return {
    async list({ limit, cursor, state }) {
      const place = placeOf(cursor);
      const at = `($2::text || '+00')::timestamptz`;
      const rows = await ask(
        `($1::text is null or s.state = $1)
           and ($2::text is null or (s.send_at >= ${at} and (s.send_at > ${at} or s.id > $3::uuid)))
         order by s.send_at, s.id limit $4`,
        [state, place?.at ?? null, place?.id ?? null, limit + 1],
      );
      return pageOf(rows, limit);
    },

    ofCase: async (caseId) =>
      (await ask(`s.case_id = $1 order by s.send_at, s.id limit ${MOST_ON_A_CASE}`, [caseId])).map(withoutPlace),

    async find(id) {
      const [row] = await ask('s.id = $1', [id]);
      return row ? withoutPlace(row) : null;
    },
  };
}
