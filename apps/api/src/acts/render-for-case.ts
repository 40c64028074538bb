import type { EmailTemplate } from '@zaakpost/domain';
import { type Case, magicStrings, PermanentError, type RenderedTemplate, renderTemplate } from '@zaakpost/domain';
import { invalid } from '../http/problem.ts';
import type { ApiParts } from '../parts.ts';

/** A template filled in for a case as it is now. */
export async function renderForCase({ cases }: ApiParts, template: EmailTemplate, of: Case): Promise<RenderedTemplate> {
  return renderTemplate(template, magicStrings(of, await cases.loadCaseType(of.caseTypeId)));
}

/** The template that a person chose. @throws Problem 400 on the field. */
export async function templateChosen({ templates }: ApiParts, id: string): Promise<EmailTemplate> {
  try {
    return await templates.load(id);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    throw invalid([{ field: 'templateId', message: 'There is no such template any more.' }]);
  }
}

/** The template's own sender; null: the outgoing mail profile's. */
export const senderOf = ({ senderAddress, senderName }: EmailTemplate) =>
  senderAddress ? { name: senderName ?? '', address: senderAddress } : null;
