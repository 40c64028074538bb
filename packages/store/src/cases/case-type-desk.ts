import type { CaseType, Tx } from '@zaakpost/domain';
import { z } from 'zod';
import { CaseTypeRow } from '../rows/case.ts';
import { entityManagerOf } from '../tx.ts';
import { changedOrMissing, fieldProblems, nameTaken, type Written } from '../written.ts';

/** How administrators write case types. Cases keep the values of an attribute that is taken away. */
export interface CaseTypeDesk {
  add(tx: Tx, caseType: CaseType): Promise<Written>;
  /** @throws PermanentError('record-missing') */
  change(tx: Tx, caseType: CaseType & { version: number }): Promise<Written>;
}

const attribute = z.object({
  magicString: z.string().regex(/^[a-z0-9_]{1,64}$/u, 'Lower-case letters, digits and underscores, at most 64.'),
  label: z.string().trim().min(1).max(200),
  type: z.enum(['text', 'longText', 'date']),
});

const caseTypeForm = z.object({
  name: z.string().trim().min(1).max(200),
  attributes: z
    .array(attribute)
    .max(200)
    .refine(
      (all) => new Set(all.map((a) => a.magicString)).size === all.length,
      'Two attributes have one magic string.',
    ),
});

export const caseTypeDesk: CaseTypeDesk = {
  async add(tx, { id, ...caseType }) {
    const form = caseTypeForm.safeParse(caseType);
    if (!form.success) return { kind: 'invalid', problems: fieldProblems(form.error) };
    if (await isNameTaken(tx, id, form.data.name)) return nameTaken;
    await entityManagerOf(tx).insert(CaseTypeRow, { id, ...form.data });
    return { kind: 'written', id, version: 1 };
  },

  async change(tx, { id, version, ...caseType }) {
    const form = caseTypeForm.safeParse(caseType);
    if (!form.success) return { kind: 'invalid', problems: fieldProblems(form.error) };
    if (await isNameTaken(tx, id, form.data.name)) return nameTaken;
    const manager = entityManagerOf(tx);
    const { affected } = await manager.update(CaseTypeRow, { id, version }, { ...form.data, version: version + 1 });
    if (affected !== 1) return changedOrMissing(await manager.existsBy(CaseTypeRow, { id }), 'case type', id);
    return { kind: 'written', id, version: version + 1 };
  },
};

async function isNameTaken(tx: Tx, id: string, name: string): Promise<boolean> {
  const manager = entityManagerOf(tx);
  await manager.query('lock table case_type in share row exclusive mode');
  const rows = await manager.query('select 1 from case_type where lower(name) = lower($2) and id <> $1', [id, name]);
  return rows.length > 0;
}
