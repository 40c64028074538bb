const BLOCK =
  /<\/(?:p|div|tr|li|h[1-6]|table|ul|ol|blockquote|pre|section|article|header|footer|dt|dd)>|<(?:br|hr)\b[^>]*>/giu;
const PREFORMATTED = /<pre\b[^>]*>[\s\S]*?<\/pre>/giu;
const ENTITY: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&nbsp;': ' ', '&amp;': '&' };

/** Plain text of HTML that `sanitise` made, which writes no other entities than these. */
export function plainText(html: string): string {
  return html
    .replace(PREFORMATTED, (block) => block.replaceAll('\n', '<br>'))
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

/** Elements whose content is no text. */
const NO_TEXT = /^<(script|style|title)\b/iu;

/** Text of HTML that nobody could sanitise, in one pass: what looks like a tag goes, what is left stands as it is. */
export function bareText(html: string): string {
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    const until = open === -1 ? html.length : open;
    text += html.slice(at, until);
    const close = open === -1 ? -1 : html.indexOf('>', open);
    if (close === -1) break;
    const silent = NO_TEXT.exec(html.slice(open, open + 10))?.[1];
    const end = silent ? html.indexOf(`</${silent}`, close) : close + 1;
    if (end === -1) break;
    text += ' ';
    at = end;
  }
  return text
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
