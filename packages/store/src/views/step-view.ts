import type { About, StageName } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { afterPlace, type Page, type PageRequest, pageOf, placeColumn, placeOf } from './page.ts';
import { STEP_COLUMNS, type StepListItem } from './way-view.ts';

/** A run of a stage in the operators' list. */
export interface StepItem extends StepListItem {
  about: About;
  /** A later run of the same stage about the same thing exists. */
  replayed: boolean;
}

/** The lists of steps that are kept short by an index: those that failed and those that are open. */
export type StepFilter = 'failed' | 'pending' | 'running';

/** `replayed` null: whether or not a later run exists. */
export interface StepListRequest extends PageRequest {
  state: StepFilter;
  stage: StageName | null;
  replayed: boolean | null;
}

export interface StepView {
  /** Failed: the last to fail first. Open: the last made first. */
  list(filter: StepListRequest): Promise<Page<StepItem>>;
}

export function stepView(database: Database): StepView {
  return {
    async list({ limit, cursor, state, stage, replayed }) {
      const place = placeOf(cursor);
      const moment = state === 'failed' ? 's.finished_at' : 's.created_at';
      const rows = await database.ask((db) =>
        db.query(
          `select ${STEP_COLUMNS}, json_build_object('kind', s.about_kind, 'id', s.about_id) as about, ${placeColumn(moment)},
                  ${REPLAYED} as replayed
             from step s
            where s.state = '${state}' and ($1::text is null or s.stage = $1) and ${afterPlace(moment, 's.id', 2)}
              and ($4::boolean is null or ${REPLAYED} = $4)
            order by ${moment} desc, s.id limit $5`,
          [stage, place?.at ?? null, place?.id ?? null, replayed, limit + 1],
        ),
      );
      return pageOf(rows, limit);
    },
  };
}

const REPLAYED = `exists (select from step later where later.about_id = s.about_id and later.stage = s.stage
                             and later.created_at > s.created_at)`;
