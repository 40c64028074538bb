import type { Case, CaseType } from './case.ts';
import type { EmailTemplate } from './scheduled-email.ts';

const MAGIC_STRING = /\[\[\s*([a-z0-9_]{1,64})\s*\]\]/giu;

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
    ...Object.fromEntries(caseType.attributes.map((a) => [a.magicString, of.attributes[a.magicString] ?? ''])),
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
    source.replace(MAGIC_STRING, (_, word: string) => {
      const value = values[word.toLowerCase()] ?? '';
      if (value === '') missing.add(word.toLowerCase());
      return quote(value);
    });
  return {
    subject: fill(template.subject, oneLine),
    text: fill(template.text, (value) => value),
    html: template.html === null ? null : fill(template.html, escapeHtml),
    missing: [...missing],
  };
}

/** Header text: CR, LF and other control characters become a space. */
export const oneLine = (value: string): string => value.replace(/\p{Cc}+/gu, ' ').trim();

const escapeHtml = (value: string): string =>
  value.replace(/[&<>"']/gu, (c) => `&#${c.codePointAt(0)};`).replace(/\r?\n/gu, '<br>');

const dutchDate = (date: Date): string =>
  date.toLocaleDateString('nl-NL', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/Amsterdam' });
