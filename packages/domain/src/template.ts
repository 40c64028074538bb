import type { Case, CaseType } from './case.ts';
import type { EmailTemplate } from './scheduled-email.ts';

// Also words that can be no magic string: they are unknown ones, and never go out as they stand.
const MAGIC_STRING = /\[\[([^[\]]{1,200})\]\]/gu;

/** A template with its magic strings filled in; `missing` names those that are unknown or empty, and blocks a send. */
export interface RenderedTemplate {
  subject: string;
  text: string;
  html: string | null;
  missing: string[];
}

/** The value of every magic string of a case. Citizen service numbers and secrets have none. */
export function magicStrings(of: Case, caseType: CaseType): Record<string, string> {
  const name = (role: string) => of.parties.find((party) => party.role === role)?.name ?? '';
  return {
    ...Object.fromEntries(caseType.attributes.map((a) => [a.magicString, valueIn(of.attributes, a.magicString)])),
    zaaknummer: String(of.number),
    zaaktype: caseType.name,
    zaak_onderwerp: of.subject,
    aanvrager_naam: name('requestor'),
    behandelaar_naam: name('assignee'),
    registratiedatum: dutchDate(of.registeredAt),
    streefafhandeldatum: of.targetDate ? dutchDate(of.targetDate) : '',
  };
}

/** Fills a template; each value is escaped for where it lands. */
export function renderTemplate(template: EmailTemplate, values: Record<string, string>): RenderedTemplate {
  const missing = new Set<string>();
  const fill = (source: string, quote: (value: string) => string) =>
    source.replace(MAGIC_STRING, (_, inside: string) => {
      const word = inside.trim().toLowerCase();
      const value = valueIn(values, word);
      if (value.trim() === '') missing.add(word);
      return quote(value);
    });
  return {
    subject: oneLine(fill(template.subject, (value) => value)),
    text: fill(template.text, (value) => value),
    html: template.html === null ? null : fill(template.html, escapeHtml),
    missing: [...missing],
  };
}

/** Header text: CR, LF, other control characters and line separators become a space. */
export const oneLine = (value: string): string => value.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();

// `[[constructor]]` and its like are words as any other.
const valueIn = (values: Record<string, string>, word: string): string =>
  Object.hasOwn(values, word) ? (values[word] ?? '') : '';

const escapeHtml = (value: string): string =>
  value.replace(/[&<>"']/gu, (c) => `&#${c.codePointAt(0)};`).replace(/\r?\n/gu, '<br>');

const dutchDate = (date: Date): string =>
  date.toLocaleDateString('nl-NL', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/Amsterdam' });
