import type { Case, CaseType } from '@zaakpost/domain';
import { EntitySchema } from 'typeorm';
import { column } from './column.ts';

export interface CaseTypeRow extends CaseType {
  version: number;
  createdAt: Date;
}

export const CaseTypeRow = new EntitySchema<CaseTypeRow>({
  name: 'CaseType',
  tableName: 'case_type',
  columns: {
    id: column.id,
    name: column.text,
    attributes: column.json,
    version: column.filledIn(column.integer, '1'),
    createdAt: column.now,
  },
});

export const CaseRow = new EntitySchema<Case & { legalHold: boolean }>({
  name: 'Case',
  tableName: 'case',
  columns: {
    id: column.id,
    number: column.filledIn(column.integer, "nextval('case_number')"),
    caseTypeId: column.uuid,
    subject: column.text,
    status: column.filledIn(column.text, "'new'"),
    mailCode: column.text,
    parties: column.json,
    attributes: column.json,
    registeredAt: column.now,
    targetDate: column.maybe.moment,
    resolvedAt: column.maybe.moment,
    // Retention and the API ask for it; a case as the stages know it has none.
    legalHold: { ...column.filledIn(column.boolean, 'false'), select: false },
  },
});
