import type { EmailTemplate, Tx } from '@zaakpost/domain';
import { z } from 'zod';
import { TemplateRow } from '../rows/settings.ts';
import { entityManagerOf } from '../tx.ts';
import { changedOrMissing, fieldProblems, nameTaken, type Written } from '../written.ts';

/** How administrators write e-mail templates. A mail that is frozen keeps the text it has. */
export interface TemplateDesk {
  add(tx: Tx, template: EmailTemplate): Promise<Written>;
  /** @throws PermanentError('record-missing') */
  change(tx: Tx, template: EmailTemplate & { version: number }): Promise<Written>;
}

const oneLine = z
  .string()
  .trim()
  .min(1)
  .regex(/^\P{Cc}*$/u, 'One line, without control characters.');

const templateForm = z.object({
  name: oneLine.max(200),
  subject: oneLine.max(900),
  text: z.string().min(1).max(200_000),
  html: z.string().max(500_000).nullable(),
  senderName: oneLine.max(200).nullable(),
  senderAddress: z.email().nullable(),
});

export const templateDesk: TemplateDesk = {
  async add(tx, { id, ...template }) {
    const form = templateForm.safeParse(template);
    if (!form.success) return { kind: 'invalid', problems: fieldProblems(form.error) };
    if (await isNameTaken(tx, id, form.data.name)) return nameTaken;
    await entityManagerOf(tx).insert(TemplateRow, { id, ...form.data });
    return { kind: 'written', id, version: 1 };
  },

  async change(tx, { id, version, ...template }) {
    const form = templateForm.safeParse(template);
    if (!form.success) return { kind: 'invalid', problems: fieldProblems(form.error) };
    if (await isNameTaken(tx, id, form.data.name)) return nameTaken;
    const manager = entityManagerOf(tx);
    const change = { ...form.data, version: version + 1, updatedAt: () => 'now()' };
    const { affected } = await manager.update(TemplateRow, { id, version }, change);
    if (affected !== 1) return changedOrMissing(await manager.existsBy(TemplateRow, { id }), 'template', id);
    return { kind: 'written', id, version: version + 1 };
  },
};

async function isNameTaken(tx: Tx, id: string, name: string): Promise<boolean> {
  const manager = entityManagerOf(tx);
  await manager.query('lock table email_template in share row exclusive mode');
  const rows = await manager.query('select 1 from email_template where lower(name) = lower($2) and id <> $1', [
    id,
    name,
  ]);
  return rows.length > 0;
}
