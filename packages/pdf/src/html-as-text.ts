/** The words of sanitised HTML, for a page without Chromium: blocks become lines, links and pictures only their words. */
export function htmlAsText(html: string): string {
  return html
    .replace(/<(style|script|head|title)\b[\s\S]*?(?:<\/\1\s*>|$)/giu, '')
    .replace(/<!--[\s\S]*?(?:-->|$)/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/<(?:br|\/?(?:tr|li|div|table|blockquote))\b[^<>]*>\s*/giu, '\n')
    .replace(/<\/?(?:p|h[1-6]|ul|ol|hr)\b[^<>]*>\s*/giu, '\n\n')
    .replace(/<\/t[dh]\b[^<>]*> */giu, '  ')
    .replace(/<[^<>]*>/gu, '')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,8});/giu, (whole, name: string) => character(name) ?? whole)
    .replace(/(?<![ \t])[ \t]*\n[ \t]*/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€' };

function character(name: string): string | undefined {
  if (!name.startsWith('#')) return NAMED[name.toLowerCase()];
  const code = /^#x/iu.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}
