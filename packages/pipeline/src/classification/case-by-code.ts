import { type Case, type Cases, type FoundCode, findSubjectCodes, sameCode, takesMail } from '@zaakpost/domain';

/** What the codes in a subject lead to. */
export interface CodeFindings {
  /** Open cases whose code is right. */
  open: { case: Case; matched: string }[];
  /** Right code, but the case takes no mail any more. */
  resolved: Case | null;
  /** A case's number with another code: the same as no code, but recorded. */
  wrong: FoundCode[];
}

/** Looks up every code in the subject. */
export async function caseByCode(subject: string, cases: Pick<Cases, 'findByNumber'>): Promise<CodeFindings> {
  const findings: CodeFindings = { open: [], resolved: null, wrong: [] };
  for (const code of findSubjectCodes(subject)) {
    const found = await cases.findByNumber(code.caseNumber);
    // Also without a case something is compared, so that the time taken tells nothing.
    const right = sameCode(code.mailCode, found?.mailCode ?? '0'.repeat(code.mailCode.length));
    if (!found || !right) findings.wrong.push(code);
    else if (takesMail(found.status))
      findings.open.push({ case: found, matched: `${code.caseNumber}-${code.mailCode}` });
    else findings.resolved = found;
  }
  return findings;
}
