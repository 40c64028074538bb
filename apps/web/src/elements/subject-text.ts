import type { Role } from '../api/contract.ts';
import type { Translate } from '../text/translate.ts';

interface About {
  subject: string;
  caseNumber: number | null;
}

/** A mail's subject; the API keeps what is said on a case from operators. */
export function subjectText({ subject, caseNumber }: About, role: Role, t: Translate): string {
  if (subject) return subject;
  return t(role === 'operator' && caseNumber !== null ? 'pipeline.hidden' : 'pipeline.noSubject');
}
