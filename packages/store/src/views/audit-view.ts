import type { Database } from '../database.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf } from './page.ts';

/** Who did what to which record. */
export interface AuditItem {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  details: Record<string, unknown>;
}

export interface AuditView {
  /** Newest first. */
  list(filter: PageRequest): Promise<Page<AuditItem>>;
}

export function auditView(database: Database): AuditView {
  return {
    async list({ limit, cursor }) {
      const place = placeOf(cursor);
      const rows = await database.ask((db) =>
        db.query(
          `select id, at, actor, action, subject_kind as "subjectKind", subject_id as "subjectId", details,
                  ${placeColumn('at')}
             from audit_entry where ${afterPlace('at', 'id', 1)} order by at desc, id limit $3`,
          [place?.at ?? null, place?.id ?? null, limit + 1],
        ),
      );
      return pageOf(rows, limit);
    },
  };
}
