import { randomUUID } from 'node:crypto';
import type { Dossier } from '@zaakpost/domain';
import { recorded, recordedJson } from '../recorded-text.ts';
import { ContactMomentRow, DocumentRow } from '../rows/dossier.ts';
import { entityManagerOf } from '../tx.ts';

/** The timeline and the documents of cases, behind domain's port. */
export function dossierStore(): Dossier {
  return {
    async addContactMoment(tx, moment) {
      await entityManagerOf(tx)
        .createQueryBuilder()
        .insert()
        .into(ContactMomentRow)
        .values({
          ...moment,
          id: randomUUID(),
          who: recorded(moment.who, 500),
          subject: recorded(moment.subject, 1_000),
          summary: recorded(moment.summary, 500),
          why: moment.why === null ? null : recordedJson(moment.why, 1_000),
        })
        .orIgnore()
        .execute();
    },

    async addDocument(tx, document) {
      await entityManagerOf(tx)
        .createQueryBuilder()
        .insert()
        .into(DocumentRow)
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
