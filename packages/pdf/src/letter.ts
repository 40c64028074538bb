import type { MailPage } from '@zaakpost/domain';
import { EMPTY, heading, INCOMPLETE, subjectOf } from './heading.ts';
import { withInlineImages } from './inline-images.ts';
import { MAIL_STYLE, sheetStyle, tightStyle } from './letter-style.ts';

/**
 * The mail as an HTML document to be printed. The mail's own HTML lives in a shadow tree, where its styles cannot touch our block above
 * it, the margins or the footer; it comes last, so that what it leaves open swallows nothing of ours.
 *
 * @param tooWide above 1 for a mail that came out so many times as wide as the page.
 */
export function letter(page: MailPage, tooWide = 1): string {
  const lines = heading(page).map(
    ({ label, values }) => `<dt>${label}</dt>${values.map((v) => value(label, v)).join('')}`,
  );
  const note = page.incomplete ? `<p class="note" role="note">${INCOMPLETE}</p>` : '';
  return [
    '<!doctype html><html lang="nl"><head><meta charset="utf-8">',
    `<title>${escapeHtml(subjectOf(page))}</title><style>${sheetStyle(page.caseNumber)}</style></head>`,
    `<body><header><dl>${lines.join('')}</dl>${note}</header><main>${body(page, tooWide)}`,
  ].join('');
}

const value = (label: string, text: string) =>
  label === 'Onderwerp' ? `<dd><h1>${escapeHtml(text)}</h1></dd>` : `<dd>${escapeHtml(text)}</dd>`;

function body(page: MailPage, tooWide: number): string {
  if (page.html === null) return `<div class="text">${escapeHtml(page.text ?? '').trim() || EMPTY}</div>`;
  const style = MAIL_STYLE + (tooWide > 1 ? tightStyle(tooWide) : '');
  // The only tag that could end the shadow tree early.
  const html = withInlineImages(page.html, page.images).replace(/<(\/?)template/giu, '<$1x-template');
  return `<div><template shadowrootmode="closed"><style>${style}</style>${html}`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/gu, (c) => `&#${c.codePointAt(0)};`);
