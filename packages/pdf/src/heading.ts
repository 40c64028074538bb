import { type Bytes, kilobytes, type MailPage, megabytes } from '@zaakpost/domain';

/** A line of the block above the mail. */
export interface HeadingLine {
  label: string;
  /** One entry, or one for each attachment. */
  values: string[];
}

/** The Dutch block above the mail, without the lines that would be empty. */
export function heading(page: MailPage): HeadingLine[] {
  const attachments = page.attachments.map(({ filename, size }) => `${printable(filename)} (${fileSize(size)})`);
  const lines = [
    { label: 'Van', values: [page.from] },
    { label: 'Aan', values: [page.to] },
    { label: 'Cc', values: [page.cc] },
    { label: 'Onderwerp', values: [subjectOf(page)] },
    { label: 'Datum', values: [page.date] },
    { label: 'Zaak', values: page.caseNumber === null ? [] : [String(page.caseNumber)] },
    { label: attachments.length === 1 ? 'Bijlage' : 'Bijlagen', values: attachments },
  ];
  return lines
    .map(({ label, values }) => ({ label, values: values.map(printable).filter((value) => value !== '') }))
    .filter(({ values }) => values.length > 0);
}

/** Also the title of the document. */
export const subjectOf = ({ subject }: MailPage): string => printable(subject) || '(geen onderwerp)';

/** Said above a mail that could not be read as a whole. */
export const INCOMPLETE =
  'Let op: dit bericht kon niet helemaal worden gelezen. Wat ontbreekt, staat in het oorspronkelijke bericht (.eml) bij de zaak.';

/** Said where a mail has no text. */
export const EMPTY = '(Dit bericht heeft geen tekst.)';

/** `812 bytes`, `12 kB`, `1,4 MB`. */
export function fileSize(size: Bytes): string {
  if (size < kilobytes(1)) return `${size} bytes`;
  if (size < megabytes(1)) return `${Math.round(size / kilobytes(1))} kB`;
  return `${(size / megabytes(1)).toFixed(1).replace('.', ',')} MB`;
}

// Controls have no place on paper; bidi controls could make one address look like another.
const printable = (text: string): string =>
  text
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
