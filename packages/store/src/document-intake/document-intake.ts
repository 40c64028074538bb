import { randomUUID } from 'node:crypto';
import type { DocumentIntake } from '@zaakpost/domain';
import { recorded } from '../recorded-text.ts';
import { IntakeDocumentRow } from '../rows/dossier.ts';
import { entityManagerOf } from '../tx.ts';

/** Files that are not on a case yet, behind domain's port. */
export function documentIntakeStore(): DocumentIntake {
  return {
    async add(tx, document) {
      await entityManagerOf(tx)
        .createQueryBuilder()
        .insert()
        .into(IntakeDocumentRow)
        .values({
          ...document,
          id: randomUUID(),
          filename: recorded(document.filename, 255),
          contentType: recorded(document.contentType, 255),
        })
        .orIgnore()
        .execute();
    },
  };
}
