import { Parser } from 'htmlparser2';
import { safeStyle } from './safe-style.ts';

const TAGS = new Set(
  `a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em
  figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section
  small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr`.split(/\s+/u),
);

/** Elements whose text is no text of the mail. */
const SILENT = new Set(
  'script style textarea option select title noscript template iframe object embed applet xmp svg math head'.split(' '),
);

const VOID = new Set(['br', 'col', 'hr', 'img', 'wbr']);

const EVERYWHERE = ['dir', 'lang', 'title', 'align', 'valign', 'width', 'height', 'bgcolor'];
const ATTRIBUTES = new Map<string, readonly string[]>(
  Object.entries({
    font: ['color', 'face', 'size'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    ol: ['start', 'type'],
    li: ['value'],
    col: ['span'],
    colgroup: ['span'],
    time: ['datetime'],
  }).map(([name, own]) => [name, [...EVERYWHERE, ...own]]),
);

const LARGEST_DATA_IMAGE = 200_000;
const DATA_IMAGE = /^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]+$/iu;
const CID = /^cid:[^\s"'<>]{1,500}$/iu;
/** As a browser would read it, letter for letter: what would need cleaning first is no link. */
const LINK = /^(?:https?|mailto|tel):/iu;

/** Deeper than any real markup; the HTML parser is quadratic in it. */
const DEEPEST = 200;

/**
 * HTML of a mail that can be shown: no script, no style sheet, nothing that loads. Images inside the mail (`cid:`, small
 * `data:`) stay; every other image becomes its alternative text in brackets. Links open apart and tell nothing of where
 * they were clicked.
 *
 * @throws RangeError when it is nested too deep to be read.
 */
export function sanitise(html: string): string {
  if (nestsDeeper(html, DEEPEST * 5)) throw new RangeError('HTML nested too deep');
  const writer = new SafeWriter();
  const parser = new Parser(writer, { decodeEntities: true });
  parser.write(html);
  parser.end();
  return writer.html;
}

/**
 * Writes anew what the parser reads, from lists of what is harmless: only known elements, only known attributes, every
 * character of text and values that means anything in HTML escaped. No element whose content browsers read by other rules
 * (`style`, `svg`, `noscript` and their like) is ever written, so the result means the same to every parser.
 */
class SafeWriter {
  html = '';
  readonly #open: { name: string; written: boolean }[] = [];
  /** How many were open when the outermost silent one began. */
  #silentFrom: number | null = null;

  onopentag(name: string, given: Record<string, string>): void {
    if (this.#silentFrom === null && SILENT.has(name)) this.#silentFrom = this.#open.length;
    const written = this.#silentFrom === null && this.#open.length < DEEPEST && TAGS.has(name);
    this.#open.push({ name, written: written && !VOID.has(name) });
    if (!written) return;
    if (name === 'img') this.html += image(given);
    else this.html += `<${name}${attributes(name, given)}${VOID.has(name) ? ' /' : ''}>`;
  }

  onclosetag(name: string): void {
    // The parser also closes a tag that the mail broke off in, which it never opened.
    if (this.#open.at(-1)?.name !== name) return;
    const { written } = this.#open.pop() as { written: boolean };
    if (this.#silentFrom === this.#open.length) this.#silentFrom = null;
    if (written) this.html += `</${name}>`;
  }

  ontext(text: string): void {
    if (this.#silentFrom === null) this.html += escaped(text);
  }
}

function image(given: Record<string, string>): string {
  const src = given.src?.trim() ?? '';
  const inside = CID.test(src) || (src.length <= LARGEST_DATA_IMAGE && DATA_IMAGE.test(src));
  const label = given.alt?.trim() ?? '';
  const alt = given.alt === undefined ? '' : attribute('alt', label);
  if (inside) return `<img${attribute('src', src)}${alt}${attributes('img', given)} />`;
  return label === '' ? '<span></span>' : `<span>[${escaped(label.slice(0, 200))}]</span>`;
}

function attributes(name: string, given: Record<string, string>): string {
  let written = name === 'a' ? link(given.href?.trim() ?? '') : '';
  for (const known of ATTRIBUTES.get(name) ?? EVERYWHERE) {
    const value = given[known];
    if (value !== undefined) written += attribute(known, value);
  }
  const style = given.style === undefined ? '' : safeStyle(given.style);
  return style === '' ? written : written + attribute('style', style);
}

const link = (href: string): string =>
  `${LINK.test(href) ? attribute('href', href) : ''} rel="noopener noreferrer nofollow" target="_blank"`;

const attribute = (name: string, value: string): string => ` ${name}="${escaped(value)}"`;

const MEANING = /[&<>"]/u;
const ENTITY: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  MEANING.test(text) ? text.replace(/[&<>"]/gu, (character) => ENTITY[character] as string) : text;

/** One pass over the tags, before anything recursive or quadratic sees them. */
function nestsDeeper(html: string, most: number): boolean {
  let depth = 0;
  for (const [, closing, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/giu)) {
    if (SHALLOW.has(String(name).toLowerCase())) continue;
    depth = closing === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > most) return true;
  }
  return false;
}

/** Void elements, and those that a sibling closes. */
const SHALLOW = new Set(
  'area base br col embed hr img input link meta source track wbr p li dt dd option tr td th thead tbody tfoot'.split(
    ' ',
  ),
);
