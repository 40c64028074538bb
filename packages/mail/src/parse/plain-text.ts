const BLOCK =
  /<\/(?:p|div|tr|li|h[1-6]|table|ul|ol|blockquote|pre|section|article|header|footer|dt|dd)>|<(?:br|hr)\b[^>]*>/giu;
const ENTITY: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ', '&amp;': '&' };

/** Plain text of HTML that `sanitise` made, which writes no other entities than these. */
export function plainText(html: string): string {
  return html
    .replace(/\s+/gu, ' ')
    .replace(/<li\b[^>]*>/giu, '- ')
    .replace(/<\/t[dh]>/giu, ' ')
    .replace(BLOCK, '\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:lt|gt|quot|nbsp|amp);/gu, (entity) => ENTITY[entity] ?? entity)
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

/** HTML that shows plain text as it stands. */
export const asHtml = (text: string): string =>
  `<div style="white-space:pre-wrap">${text.replace(/[&<>"]/gu, (c) => `&#${c.codePointAt(0)};`)}</div>`;
