import type { EmailTemplate, Templates } from '@zaakpost/domain';
import type { Database } from '../database.ts';
import { found } from '../record-missing.ts';
import { TemplateRow } from '../rows/settings.ts';

/** E-mail templates behind domain's port. */
export function templateStore(database: Database): Templates {
  return {
    load: async (id) => templateOf(found(await database.ask((m) => m.findOneBy(TemplateRow, { id })), 'template', id)),
  };
}

const templateOf = ({ version: _, createdAt: __, updatedAt: ___, ...template }: TemplateRow): EmailTemplate => template;
