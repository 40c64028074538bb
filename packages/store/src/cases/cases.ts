import type { Case, Cases, NewCase, Tx } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { found } from '../record-missing.ts';
import { recorded, recordedJson } from '../recorded-text.ts';
import { CaseRow, CaseTypeRow } from '../rows/case.ts';
import { entityManagerOf } from '../tx.ts';

const LARGEST_NUMBER = 2 ** 31 - 1;

/** Cases behind domain's port. */
export function caseStore(database: Database): Cases {
  return {
    load: async (id) => found(await database.ask((m) => m.findOneBy(CaseRow, { id })), 'case', id),

    // Numbers come from mail, so they may be larger than any case's.
    findByNumber: async (number) =>
      number > LARGEST_NUMBER ? null : await database.ask((m) => m.findOneBy(CaseRow, { number })),

    async loadCaseType(id) {
      const row = found(await database.ask((m) => m.findOneBy(CaseTypeRow, { id })), 'case type', id);
      return { id: row.id, name: row.name, attributes: row.attributes };
    },

    start,
  };
}

async function start(tx: Tx, { id, caseTypeId, subject, mailCode, parties, attributes }: NewCase): Promise<Case> {
  const manager = entityManagerOf(tx);
  await manager
    .createQueryBuilder()
    .insert()
    .into(CaseRow)
    .values({
      id,
      caseTypeId,
      mailCode,
      subject: recorded(subject, 1_000),
      parties: recordedJson(parties, 500),
      attributes: recordedJson(attributes, 100_000),
    })
    .orIgnore()
    .execute();
  return found(await manager.findOneBy(CaseRow, { id }), 'case', id);
}
