import type { Translate } from '../../text/translate.ts';

export const WAYS = ['link', 'start', 'intake', 'discard'] as const;
export type SortWay = (typeof WAYS)[number];

/** What the form holds; each way looks at its own fields only. */
export interface Sorting {
  way: SortWay | null;
  caseNumber: string;
  caseTypeId: string;
  requestor: string;
  reason: string;
}

type Errors = Partial<Record<keyof Sorting, string>>;

export function sortingErrors(form: Sorting, t: Translate): Errors {
  switch (form.way) {
    case null:
      return { way: t('unmatched.choose') };
    case 'link':
      return /^\d{1,15}$/.test(form.caseNumber.trim()) ? {} : { caseNumber: t('unmatched.caseNumberInvalid') };
    case 'start':
      return form.caseTypeId ? {} : { caseTypeId: t('app.required') };
    case 'intake':
      return {};
    case 'discard':
      return form.reason.trim() ? {} : { reason: t('app.required') };
  }
}

/** Where the form goes and with what. */
export function sortingRequest(form: Sorting & { way: SortWay }): { action: string; body?: unknown } {
  switch (form.way) {
    case 'link':
      return { action: 'link', body: { caseNumber: Number(form.caseNumber.trim()) } };
    case 'start': {
      const requestor = form.requestor.trim();
      return { action: 'start-case', body: { caseTypeId: form.caseTypeId, ...(requestor ? { requestor } : {}) } };
    }
    case 'intake':
      return { action: 'to-intake' };
    case 'discard':
      return { action: 'discard', body: { reason: form.reason.trim() } };
  }
}
